using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Features.Links;

/// <summary>The links of one identifier as their owner writes them: the shape that GS1's Resolver Community Edition takes.</summary>
/// <param name="Links">The links, the owner's preference first.</param>
/// <param name="Anchor">The primary key as a path, such as <c>/01/09506000134376</c>, or as a Digital Link.</param>
/// <param name="Qualifiers">Qualifiers behind the key, such as <c>[{"10":"LOT1"}]</c>; <c>{name}</c> as value stands for any, and may be repeated in a link.</param>
/// <param name="ItemDescription">What the thing is called.</param>
/// <param name="DefaultLinktype">The type whose first link is the default; the first link where absent.</param>
public sealed record LinkDocument(
    IReadOnlyList<WebLink> Links, string? Anchor = null, IReadOnlyList<IReadOnlyDictionary<string, string>>? Qualifiers = null, string? ItemDescription = null, string? DefaultLinktype = null)
{
    private const int MostLinks = 200;
    private const int LongestText = 500;

    internal static LinkDocument Example { get; } = Parse(System.Text.Encoding.UTF8.GetBytes(LinkResource.ExampleDocument));

    /// <summary>Reads and checks a document.</summary>
    /// <exception cref="LedgerException"><c>links-invalid</c>, or what is wrong with the JSON.</exception>
    public static LinkDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return (JsonSerializer.Deserialize<LinkDocument>(json, Json.Options) ?? throw Invalid("/", "The document is null.")).Checked();
        }
        catch (JsonException exception)
        {
            throw BodyReader.AsLedger(BodyReader.Explain(exception));
        }
    }

    /// <summary>What a document is for by what it says itself.</summary>
    /// <exception cref="LedgerException"><c>links-invalid</c>: it has no anchor; or the anchor is malformed.</exception>
    public static LinkTemplate PathOf(LinkDocument document) =>
        LinkTemplate.Parse(document.Anchor ?? throw Invalid("/anchor", "A document that is sent with others names its anchor."), document.Qualifiers?.SelectMany(pair => pair) ?? []);

    /// <summary>The link that answers where nothing is asked for.</summary>
    public WebLink DefaultLink() => Shown().FirstOrDefault(link => link.Relation() == DefaultType()) ?? Shown()[0];

    /// <summary>The type of the default link.</summary>
    public string DefaultType() => DefaultLinktype is { } named ? LinkTypes.Canonical(named)! : Shown()[0].Relation();

    /// <summary>The links that anyone may see.</summary>
    public IReadOnlyList<WebLink> Shown() => [.. Links.Where(link => link.Public ?? true)];

    /// <summary>What the thing is called, else what its default link is called.</summary>
    public string Description() => ItemDescription is { Length: > 0 } text ? text : DefaultLink().Title;

    /// <summary>The same document, if it keeps the rules.</summary>
    /// <exception cref="LedgerException"><c>links-invalid</c>.</exception>
    public LinkDocument Checked()
    {
        if (Links.Count is 0 or > MostLinks) throw Invalid("/links", $"There are 1 to {MostLinks} links.");
        if (ItemDescription is { } text) CheckText("/itemDescription", text);
        for (var i = 0; i < Links.Count; i++) Links[i].Check($"/links/{i}");
        if (Shown().Count == 0) throw Invalid("/links", "At least one link is public.");
        if (DefaultLinktype is not { } named) return this;
        var type = LinkTypes.Canonical(named);
        if (type is null || Shown().All(link => link.Relation() != type)) throw Invalid("/defaultLinktype", $"No public link has the type '{named}'.");
        return this;
    }

    internal static void CheckText(string place, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || text.Any(char.IsControl))
            throw Invalid(place, $"A text has 1 to {LongestText} characters, none of them a control character.");
    }

    internal static LedgerException Invalid(string place, string why) => new("links-invalid", $"At {place}: {why}", "See PUT /links/{path} in /openapi/v1.json.");
}
