using System.Buffers;

namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Which characters a component may hold: GS1 General Specifications section 7.11 and the rules around it.</summary>
internal static class CharacterRules
{
    /// <summary>GS1 AI encodable character set 82, in the order of its values.</summary>
    public const string Alphabet82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /// <summary>The shortest company prefix that GS1 has issued.</summary>
    private const int ShortestCompanyPrefix = 4;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> Cset82 = SearchValues.Create(Alphabet82);
    private static readonly SearchValues<char> Cset39 = SearchValues.Create("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static LintFault? Numeric(ReadOnlySpan<char> value) => Only(value, Digits, "NON_DIGIT_CHARACTER");

    public static LintFault? Set82(ReadOnlySpan<char> value) => Only(value, Cset82, "INVALID_CSET82_CHARACTER");

    public static LintFault? Set39(ReadOnlySpan<char> value) => Only(value, Cset39, "INVALID_CSET39_CHARACTER");

    /// <summary>Base64url; where it is padded, to a multiple of three characters.</summary>
    public static LintFault? Set64(ReadOnlySpan<char> value)
    {
        var data = value.TrimEnd('=');
        if (Only(data, Base64Url, "INVALID_CSET64_CHARACTER") is { } fault) return fault;
        var padding = value.Length - data.Length;
        return padding == 0 || (padding <= 2 && value.Length % 3 == 0)
            ? null
            : new LintFault("INVALID_CSET64_PADDING", data.Length, padding);
    }

    public static LintFault? HasNonDigit(ReadOnlySpan<char> value) =>
        value.ContainsAnyExcept(Digits) ? null : new LintFault("REQUIRES_NON_DIGIT_CHARACTER", 0, value.Length);

    public static LintFault? Hyphen(ReadOnlySpan<char> value) =>
        value is "-" ? null : new LintFault("NOT_HYPHEN", 0, value.Length);

    public static LintFault? ImporterIndex(ReadOnlySpan<char> value) =>
        value.Length != 1
            ? new LintFault("IMPORTER_IDX_MUST_BE_ONE_CHARACTER", 0, value.Length)
            : Only(value, Base64Url, "INVALID_IMPORT_IDX_CHARACTER");

    public static LintFault? PercentEncoded(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%') continue;
            if (i + 2 >= value.Length || !char.IsAsciiHexDigit(value[i + 1]) || !char.IsAsciiHexDigit(value[i + 2]))
                return new LintFault("INVALID_PERCENT_SEQUENCE", i, Math.Min(3, value.Length - i));
            i += 2;
        }
        return null;
    }

    public static LintFault? CompanyPrefixFirst(ReadOnlySpan<char> value)
    {
        if (value.Length < ShortestCompanyPrefix) return new LintFault("TOO_SHORT_FOR_GCP", 0, value.Length);
        var wrong = value[..ShortestCompanyPrefix].IndexOfAnyExcept(Digits);
        return wrong < 0 ? null : new LintFault("INVALID_GCP_PREFIX", wrong, 1);
    }

    /// <summary>The first digit is an indicator or extension digit; the prefix starts at the second.</summary>
    public static LintFault? CompanyPrefixSecond(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return new LintFault("TOO_SHORT_FOR_GCP", 0, 0);
        if (!char.IsAsciiDigit(value[0])) return new LintFault("INVALID_GCP_PREFIX", 0, 1);
        return CompanyPrefixFirst(value[1..]) is { } fault ? fault with { Position = fault.Position + 1 } : null;
    }

    private static LintFault? Only(ReadOnlySpan<char> value, SearchValues<char> allowed, string code)
    {
        var wrong = value.IndexOfAnyExcept(allowed);
        return wrong < 0 ? null : new LintFault(code, wrong, 1);
    }
}
