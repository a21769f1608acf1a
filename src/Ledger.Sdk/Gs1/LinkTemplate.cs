using System.Text.RegularExpressions;

namespace Ledger.Sdk.Gs1;

/// <summary>What links are set for: a primary key and qualifiers, each of one value or, where it is written <c>{name}</c>, of any.</summary>
/// <param name="Key">The primary key alone, such as <c>01/09506000134376</c>.</param>
/// <param name="Name">What identifies, such as <c>01/09506000134376/21/{}</c>.</param>
/// <param name="Template">The same with the names of the variables, such as <c>01/09506000134376/21/{serialnumber}</c>.</param>
/// <param name="Variables">What the qualifiers of any value are called, by their AI: 21 → serialnumber.</param>
public sealed partial record LinkTemplate(string Key, string Name, string Template, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>Stands in a name for a qualifier of any value; no value of a qualifier can hold a brace.</summary>
    public const string Any = "{}";

    private static readonly Gs1Options Strict = new() { PermitNames = false };

    /// <summary>The canonical Digital Link, with the names of the variables: what a party signs its links for.</summary>
    public string Link => $"{DigitalLink.CanonicalStem}/{Template}";

    /// <summary>Reads a path, percent-encoded, or a Digital Link on any domain; further qualifiers may follow, as pairs of AI and value.</summary>
    /// <exception cref="InvalidIdentifierException">It is no key with its qualifiers.</exception>
    public static LinkTemplate Parse(string link, params IEnumerable<KeyValuePair<string, string>> qualifiers)
    {
        ArgumentNullException.ThrowIfNull(link);
        var host = link.IndexOf("://", StringComparison.Ordinal);
        var slash = host < 0 ? 0 : link.IndexOf('/', host + 3);
        var path = slash < 0 ? "" : link[slash..].Trim('/');
        var segments = path.Split('/').Select(Uri.UnescapeDataString).Concat(qualifiers.SelectMany(pair => new[] { pair.Key, pair.Value })).ToList();
        var variables = new Dictionary<string, string>();
        for (var i = 3; i < segments.Count; i += 2)
            if (segments[i] is ['{', .. var name, '}'] && VariableName().IsMatch(name) && variables.TryAdd(segments[i - 1], name)) segments[i] = "1";
        var read = Read("/" + string.Join('/', segments.Select(segment => Percent.Encode(segment))));
        return new LinkTemplate(
            Written(read.Path[0], null), string.Join('/', Identifying(read.Path).Select(element => Written(element, variables.ContainsKey(element.Code) ? "" : null))),
            string.Join('/', read.Path.Select(element => Written(element, variables.GetValueOrDefault(element.Code)))), variables);
    }

    /// <summary>Reads the path and query of a Digital Link strictly: numbers only, nothing before the key.</summary>
    /// <exception cref="InvalidIdentifierException">It breaks the standard.</exception>
    public static DigitalLink Read(string pathAndQuery)
    {
        var link = DigitalLink.Parse(DigitalLink.CanonicalStem + pathAndQuery, Strict);
        return link.Stem == DigitalLink.CanonicalStem ? link : throw new InvalidIdentifierException("identifier-malformed", "The path names two primary keys.");
    }

    /// <summary>A serial number names the item, whatever its lot and variant: section 2.5.9, rules 2 and 4, of the resolver standard.</summary>
    public static IEnumerable<AiValue> Identifying(IReadOnlyList<AiValue> elements) =>
        elements.Any(element => element.Code == "21") ? elements.Where(element => element.Code is not ("10" or "22")) : elements;

    private static string Written(AiValue element, string? variable) => $"{element.Code}/{(variable is null ? Percent.Encode(element.Value) : $"{{{variable}}}")}";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$")]
    private static partial Regex VariableName();
}
