using System.Text.RegularExpressions;

namespace Ledger.Api.Features.Links;

/// <summary>Link types in their spellings: a URI, a CURIE such as <c>gs1:pip</c>, or the name of an IANA link relation.</summary>
public static partial class LinkTypes
{
    /// <summary>The namespace of the GS1 Web vocabulary as it is today.</summary>
    public const string Vocabulary = "https://ref.gs1.org/voc/";

    /// <summary>The one link that a request without any wish is redirected to.</summary>
    public const string Default = Vocabulary + "defaultLink";

    /// <summary>Default links told apart by language or media type.</summary>
    public const string DefaultMulti = Vocabulary + "defaultLinkMulti";

    /// <summary>A page about the goods.</summary>
    public const string Product = Vocabulary + "pip";

    /// <summary>Where goods come from, for people.</summary>
    public const string Traceability = Vocabulary + "traceability";

    /// <summary>An EPCIS repository with events about the thing.</summary>
    public const string Epcis = Vocabulary + "epcis";

    /// <summary>Earlier spellings of the namespace, and what CURIEs may start with.</summary>
    private static readonly (string From, string To)[] Spellings =
    [
        ("gs1:", Vocabulary), ("https://gs1.org/voc/", Vocabulary), ("http://gs1.org/voc/", Vocabulary), ("https://www.gs1.org/voc/", Vocabulary),
        ("http://www.gs1.org/voc/", Vocabulary), ("http://ref.gs1.org/voc/", Vocabulary), ("schema:", "https://schema.org/"), ("http://schema.org/", "https://schema.org/"),
    ];

    /// <summary>The type's name in a linkset: one URI for all spellings, or an IANA relation's name; null for anything else.</summary>
    public static string? Canonical(string text)
    {
        foreach (var (from, to) in Spellings)
            if (text.StartsWith(from, StringComparison.OrdinalIgnoreCase)) return Name().IsMatch(text[from.Length..]) ? to + text[from.Length..] : null;
        return Relation().IsMatch(text) ? text : null;
    }

    /// <summary>The short spelling, such as <c>gs1:pip</c>.</summary>
    public static string Curie(string type) => type.StartsWith(Vocabulary, StringComparison.Ordinal) ? "gs1:" + type[Vocabulary.Length..] : type;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,79}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>What GS1's schema of linksets takes for a key.</summary>
    [GeneratedRegex("^([a-z][a-z-]{0,79}|https?://[a-zA-Z0-9./_]{1,200})$", RegexOptions.CultureInvariant)]
    private static partial Regex Relation();
}
