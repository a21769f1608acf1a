using System.Text;

namespace Ledger.Sdk.Gs1;

/// <summary>A GS1 Digital Link URI: a primary key with qualifiers in the path, further element strings in the query.</summary>
/// <remarks>GS1 Digital Link Standard: URI Syntax.</remarks>
public sealed class DigitalLink
{
    /// <summary>The stem of the canonical form.</summary>
    public const string CanonicalStem = "https://id.gs1.org";

    internal DigitalLink(string stem, IReadOnlyList<AiValue> path, IReadOnlyList<AiValue> attributes, IReadOnlyList<string> others)
    {
        Stem = stem;
        Path = path;
        Attributes = attributes;
        OtherParameters = others;
    }

    /// <summary>Scheme, host and what stands before the primary key, without a final slash.</summary>
    public string Stem { get; }

    /// <summary>The primary key and its qualifiers.</summary>
    public IReadOnlyList<AiValue> Path { get; }

    /// <summary>The element strings of the query, in their order.</summary>
    public IReadOnlyList<AiValue> Attributes { get; }

    /// <summary>Query parameters that are no element strings, as they were written.</summary>
    public IReadOnlyList<string> OtherParameters { get; }

    /// <summary>All element strings, those of the path first.</summary>
    public ElementString Elements => new([.. Path, .. Attributes]);

    /// <summary>The same content under <see cref="CanonicalStem"/>, in canonical order, without other parameters.</summary>
    public string Canonical => Generate(Elements);

    /// <summary>Reads a Digital Link on any domain.</summary>
    /// <exception cref="InvalidIdentifierException">The text breaks the standard.</exception>
    public static DigitalLink Parse(string text, Gs1Options? options = null) =>
        TryParse(text, options, out var parsed, out var error) ? parsed! : throw error!;

    /// <summary>As <see cref="Parse"/>, with the error as a result.</summary>
    public static bool TryParse(string? text, Gs1Options? options, out DigitalLink? parsed, out InvalidIdentifierException? error) =>
        new DigitalLinkReader(text ?? "", options ?? Gs1Options.Standard).Read(out parsed, out error);

    /// <summary>The Digital Link of these element strings, by default the canonical one.</summary>
    /// <exception cref="InvalidIdentifierException">No primary key, or an element string that no Digital Link carries.</exception>
    public static string Generate(ElementString elements, string stem = CanonicalStem) =>
        TryGenerate(elements, stem, out var uri, out var error) ? uri! : throw error!;

    /// <summary>As <see cref="Generate"/>, with the error as a result.</summary>
    public static bool TryGenerate(ElementString elements, string stem, out string? uri, out InvalidIdentifierException? error)
    {
        uri = null;
        error = null;
        var all = elements.Elements.DistinctBy(e => e.Code).ToArray();
        var key = Array.Find(all, e => e.Ai.IsPrimaryKey);
        if (key.Ai is null)
        {
            error = new InvalidIdentifierException("identifier-unsupported",
                "None of the element strings is the primary key of a Digital Link.");
            return false;
        }
        var sequence = BestSequence(key.Ai, elements.Elements);
        var text = new StringBuilder(stem.TrimEnd('/')).Append('/').Append(key.Code).Append('/').Append(Percent.Encode(key.Value));
        foreach (var code in sequence)
            if (Array.Find(all, e => e.Code == code) is { Ai: not null } qualifier)
                text.Append('/').Append(code).Append('/').Append(Percent.Encode(qualifier.Value));
        var separator = '?';
        foreach (var element in all.Where(e => e.Code != key.Code && !sequence.Contains(e.Code)).OrderBy(e => e.Ai.NeedsSeparator))
        {
            if (!element.Ai.IsDataAttribute)
            {
                error = new InvalidIdentifierException("identifier-unsupported",
                    $"({element.Code}) {element.Ai.Title} may not stand in the query of a Digital Link.");
                return false;
            }
            text.Append(separator).Append(element.Code).Append('=').Append(Percent.Encode(element.Value, inQuery: true));
            separator = '&';
        }
        uri = text.ToString();
        return true;
    }

    /// <summary>
    /// The sequence of qualifiers that takes in most of what is there; of equals the one that needs fewest, then the first in order.
    /// </summary>
    private static string[] BestSequence(ApplicationIdentifier key, IReadOnlyList<AiValue> elements) =>
        key.QualifierSequences
            .Select(s => s.Where(code => elements.Any(e => e.Code == code)).ToArray())
            .OrderByDescending(s => elements.Count(e => s.Contains(e.Code)))
            .ThenBy(s => string.Join(' ', s), StringComparer.Ordinal)
            .First();
}
