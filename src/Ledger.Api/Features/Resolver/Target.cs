using Ledger.Api.Features.Links;
using Ledger.Sdk.Gs1;

namespace Ledger.Api.Features.Resolver;

/// <summary>A link with its variables filled in.</summary>
/// <param name="Relation">The link type: a URI or the name of an IANA relation.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Title">What people read.</param>
/// <param name="Type">The media type, if said.</param>
/// <param name="Languages">None for any.</param>
/// <param name="Context">Where it applies; none for everywhere.</param>
/// <param name="PassesQuery">Whether the query of the request goes on with it: always but to this server's own EPCIS queries, which know no linkType.</param>
internal sealed record Target(string Relation, string Href, string Title, string? Type, IReadOnlyList<string> Languages, IReadOnlyList<string> Context, bool PassesQuery)
{
    /// <summary>Fills the variables of a link with what was asked for.</summary>
    public static Target Of(WebLink link, IReadOnlyDictionary<string, string> values)
    {
        var (href, title) = (link.Href, link.Title);
        foreach (var (name, value) in values)
        {
            href = href.Replace($"{{{name}}}", Percent.Encode(value), StringComparison.Ordinal);
            title = title.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }
        // A variable that nobody fills stays visible, but as a URI may hold it.
        href = href.Replace("{", "%7B", StringComparison.Ordinal).Replace("}", "%7D", StringComparison.Ordinal);
        return new Target(link.Relation(), href, title, link.Type, link.Languages(), link.Context ?? [], true);
    }

    /// <summary>Whether nothing that a request can say tells this link from another.</summary>
    public bool IsLike(Target other) =>
        Type == other.Type && Languages.Order().SequenceEqual(other.Languages.Order()) && Context.Order().SequenceEqual(other.Context.Order());

    /// <summary>Where a request with this query is sent.</summary>
    public string Location(string query)
    {
        if (query.Length == 0 || !PassesQuery) return Href;
        var hash = Href.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (Href, "") : (Href[..hash], Href[hash..]);
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}{fragment}";
    }
}
