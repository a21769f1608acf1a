using System.Collections.Frozen;
using System.Globalization;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>The application identifiers that GS1 has assigned, with the rules for their values.</summary>
public static partial class ApplicationIdentifiers
{
    /// <summary>
    /// Lengths of values of AIs with these first two digits, whether assigned or not: General Specifications figure 7.8.5-2.
    /// </summary>
    private static readonly FrozenDictionary<string, int> PredefinedLengths = new Dictionary<string, int>
    {
        ["00"] = 18,
        ["01"] = 14,
        ["02"] = 14,
        ["03"] = 14,
        ["04"] = 16,
        ["11"] = 6,
        ["12"] = 6,
        ["13"] = 6,
        ["14"] = 6,
        ["15"] = 6,
        ["16"] = 6,
        ["17"] = 6,
        ["18"] = 6,
        ["19"] = 6,
        ["20"] = 2,
        ["31"] = 6,
        ["32"] = 6,
        ["33"] = 6,
        ["34"] = 6,
        ["35"] = 6,
        ["36"] = 6,
        ["41"] = 13,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ApplicationIdentifier> ByCode = Load();

    /// <summary>All AIs with the same first two digits have the same number of digits.</summary>
    private static readonly FrozenDictionary<string, int> CodeLengths =
        ByCode.Keys.GroupBy(c => c[..2]).ToFrozenDictionary(g => g.Key, g => g.First().Length);

    private static readonly FrozenDictionary<string, ApplicationIdentifier>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByCode.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> CodeLengthBySpan =
        CodeLengths.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All assigned AIs.</summary>
    public static IReadOnlyCollection<ApplicationIdentifier> All => ByCode.Values;

    /// <summary>The AI with these digits; null if not assigned.</summary>
    public static ApplicationIdentifier? Find(ReadOnlySpan<char> code) => BySpan.TryGetValue(code, out var found) ? found : null;

    /// <summary>The assigned AI that this text starts with; null if none does.</summary>
    internal static ApplicationIdentifier? FindPrefix(ReadOnlySpan<char> text, bool permitUnknown)
    {
        if (text.Length < 2 || !CodeLengthBySpan.TryGetValue(text[..2], out var length) || text.Length < length) return null;
        return Find(text[..length]) ?? (permitUnknown ? Unknown(text[..length]) : null);
    }

    /// <summary>An AI that is not assigned, if its digits could be one.</summary>
    internal static ApplicationIdentifier? Unknown(ReadOnlySpan<char> code)
    {
        if (code.Length is < 2 or > 4 || CharacterRules.Numeric(code) is not null) return null;
        if (CodeLengthBySpan.TryGetValue(code[..2], out var length) && length != code.Length) return null;
        var isFixed = PredefinedLengths.TryGetValue(code[..2].ToString(), out var value);
        return new ApplicationIdentifier(code.ToString(), "UNKNOWN")
        {
            IsKnown = false,
            NeedsSeparator = !isFixed,
            Components = [new ApplicationIdentifier.Component(isFixed ? value : 1, isFixed ? value : 90, false, [Linters.Find("cset82")])],
        };
    }

    private static FrozenDictionary<string, ApplicationIdentifier> Load()
    {
        var all = new Dictionary<string, ApplicationIdentifier>();
        foreach (var line in Data.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(';', 5, StringSplitOptions.TrimEntries);
            var range = parts[0].Split('-');
            var (first, last) = (int.Parse(range[0], CultureInfo.InvariantCulture), int.Parse(range[^1], CultureInfo.InvariantCulture));
            for (var n = first; n <= last; n++)
            {
                var code = n.ToString(CultureInfo.InvariantCulture).PadLeft(range[0].Length, '0');
                all.Add(code, Entry(code, parts[1], parts[2], parts[3], parts[4]));
            }
        }
        return all.ToFrozenDictionary();
    }

    private static ApplicationIdentifier Entry(string code, string flags, string components, string attributes, string title)
    {
        var pairs = attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.Split('=', 2)).ToArray();
        return new ApplicationIdentifier(code, title)
        {
            NeedsSeparator = !flags.Contains('*', StringComparison.Ordinal),
            IsDataAttribute = flags.Contains('?', StringComparison.Ordinal),
            Components = [.. components.Split(' ').Select(ParseComponent)],
            Excludes = [.. pairs.Where(p => p[0] == "ex").SelectMany(p => p[1].Split(','))],
            Requires = [.. pairs.Where(p => p[0] == "req").Select(p => p[1].Split(',').Select(a => a.Split('+')).ToArray())],
            QualifierSequences = [.. pairs.Where(p => p[0] == "dlpkey")
                .SelectMany(p => p.Length == 1 ? [[]] : p[1].Split('|').Select(s => s.Split(',')))],
        };
    }

    private static ApplicationIdentifier.Component ParseComponent(string text)
    {
        var parts = text.Split(',');
        var optional = parts[0][0] == '[';
        var shape = parts[0].Trim('[', ']');
        var open = shape[1] == '.';
        var length = int.Parse(shape[(open ? 3 : 1)..], CultureInfo.InvariantCulture);
        var set = shape[0] switch { 'N' => "csetnumeric", 'X' => "cset82", 'Y' => "cset39", _ => "cset64" };
        return new ApplicationIdentifier.Component(open ? 1 : length, length, optional,
            [.. parts.Skip(1).Prepend(set).Select(Linters.Find)]);
    }
}
