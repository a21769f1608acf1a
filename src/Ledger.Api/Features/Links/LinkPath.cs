using System.Text.RegularExpressions;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Features.Links;

/// <summary>What links are set for: a primary key and qualifiers, each of one value or of any.</summary>
/// <param name="Key">The primary key alone, such as <c>01/09506000134376</c>.</param>
/// <param name="Name">What identifies, such as <c>01/09506000134376/21/{}</c>.</param>
/// <param name="Template">The same with the names of the variables, such as <c>01/09506000134376/21/{serialnumber}</c>: what is signed.</param>
/// <param name="Variables">What the qualifiers of any value are called, by their AI: 21 → serialnumber.</param>
public sealed partial record LinkPath(string Key, string Name, string Template, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Stands in a name for a qualifier of any value; no value of a qualifier can hold a brace.</summary>
    public const string Any = "{}";

    private static readonly Gs1Options Strict = new() { PermitNames = false };

    /// <summary>Reads a path as it was sent, percent-encoded, without a slash before it.</summary>
    /// <exception cref="InvalidIdentifierException">It is no key with its qualifiers.</exception>
    public static LinkPath Parse(string path) => Parse(path, []);

    /// <summary>What a document is for by what it says itself.</summary>
    /// <exception cref="LedgerException"><c>links-invalid</c>: it has no anchor; or as <see cref="Parse(string)"/>.</exception>
    public static LinkPath Of(LinkDocument document)
    {
        var anchor = document.Anchor ?? throw LinkDocument.Invalid("/anchor", "A document that is sent with others names its anchor.");
        var host = anchor.IndexOf("://", StringComparison.Ordinal);
        var slash = host < 0 ? 0 : anchor.IndexOf('/', host + 3);
        return Parse(slash < 0 ? "" : anchor[slash..].Trim('/'), [.. document.Qualifiers?.SelectMany(pair => pair) ?? []]);
    }

    private static LinkPath Parse(string path, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var segments = path.Length == 0 ? [] : path.Split('/').Select(Uri.UnescapeDataString).Concat(more.SelectMany(pair => new[] { pair.Key, pair.Value })).ToList();
        var variables = new Dictionary<string, string>();
        for (var i = 3; i < segments.Count; i += 2)
            if (segments[i] is ['{', .. var name, '}'] && VariableName().IsMatch(name) && variables.TryAdd(segments[i - 1], name)) segments[i] = "1";
        var link = Read("/" + string.Join('/', segments.Select(segment => Percent.Encode(segment))));
        return new LinkPath(
            Written(link.Path[0], null), string.Join('/', Identifying(link.Path).Select(element => Written(element, variables.ContainsKey(element.Code) ? "" : null))),
            string.Join('/', link.Path.Select(element => Written(element, variables.GetValueOrDefault(element.Code)))), variables);
    }

    /// <summary>A serial number names the item, whatever its lot and variant: section 2.5.9, rules 2 and 4, of the resolver standard.</summary>
    private static IEnumerable<AiValue> Identifying(IReadOnlyList<AiValue> elements) => elements.Any(element => element.Code == "21") ? elements.Where(element => element.Code is not ("10" or "22")) : elements;

    private static string Written(AiValue element, string? variable) => $"{element.Code}/{(variable is null ? Percent.Encode(element.Value) : $"{{{variable}}}")}";

    /// <summary>Reads a Digital Link path strictly: numbers only, nothing before the key.</summary>
    /// <exception cref="InvalidIdentifierException">It breaks the standard.</exception>
    public static DigitalLink Read(string pathAndQuery)
    {
        var link = DigitalLink.Parse(DigitalLink.CanonicalStem + pathAndQuery, Strict);
        return link.Stem == DigitalLink.CanonicalStem ? link : throw new InvalidIdentifierException("identifier-malformed", "The path names two primary keys.");
    }

    /// <summary>
    /// All that links may be set for and that take in what is asked for: every choice of its qualifiers, each by its value or as any, and a key
    /// that holds a serial number also without it. The most granular ones first.
    /// </summary>
    public static IReadOnlyList<Candidate> Covering(IReadOnlyList<AiValue> asked)
    {
        var found = new List<Candidate>();
        for (var choice = (1 << (asked.Count - 1)) - 1; choice >= 0; choice--)
        {
            var chosen = asked.Skip(1).Where((_, i) => (choice & (1 << i)) != 0).ToList();
            if (Identifying(chosen).Count() < chosen.Count) continue;
            var anchor = string.Concat(asked.Take(1).Concat(chosen).Select(element => $"/{element.Code}/{Percent.Encode(element.Value)}"));
            for (var any = 0; any < 1 << chosen.Count; any++)
                found.Add(new Candidate(asked[0].Code + "/" + Percent.Encode(asked[0].Value)
                    + string.Concat(chosen.Select((element, i) => $"/{element.Code}/{((any & (1 << i)) != 0 ? Any : Percent.Encode(element.Value))}")), anchor, null));
        }
        var key = asked[0];
        foreach (var length in ShorterKeys(key))
            found.Add(new Candidate($"{key.Code}/{Percent.Encode(key.Value[..length])}", $"/{key.Code}/{Percent.Encode(key.Value[..(key.Code == "8004" ? key.Value.Length : length)])}", key.Value[length..]));
        return found;
    }

    /// <summary>The type without the serial number that the key itself holds; for assets, whose prefix has no fixed length, every prefix.</summary>
    private static IEnumerable<int> ShorterKeys(AiValue key) => key.Code switch
    {
        "253" or "255" when key.Value.Length > 13 => [13],
        "8003" when key.Value.Length > 14 => [14],
        "8004" => Enumerable.Range(4, Math.Max(0, key.Value.Length - 4)).Reverse(),
        _ => [],
    };

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$")]
    private static partial Regex VariableName();

    /// <summary>A name that links may be kept under.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Anchor">What they are then about, as a path.</param>
    /// <param name="Rest">What the key asked for has beyond this one; null where they are the same.</param>
    public sealed record Candidate(string Name, string Anchor, string? Rest);
}
