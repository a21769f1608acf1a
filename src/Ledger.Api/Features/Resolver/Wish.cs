using Ledger.Api.Features.Links;
using Ledger.Sdk.Gs1;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Features.Resolver;

/// <summary>What a request asks for beyond the identifier: link type, context, languages and media types.</summary>
/// <param name="LinkType">As it was written; null where none was asked for.</param>
/// <param name="Context">The context keyword.</param>
/// <param name="Languages">Language ranges, the most wanted first; one of quality 0 is not among them.</param>
/// <param name="Refused">Language ranges of quality 0.</param>
/// <param name="MediaTypes">Media ranges with their qualities.</param>
internal sealed record Wish(string? LinkType, string? Context, IReadOnlyList<string> Languages, IReadOnlyList<string> Refused, IReadOnlyList<(string Range, double Quality)> MediaTypes)
{
    /// <summary>Asks for the linkset as a page.</summary>
    public const string Page = "text/html";

    private const string Linkset = "application/linkset+json";

    /// <summary>Reads the headers, and the query as it was sent. Headers that can't be read say nothing.</summary>
    public static Wish Of(HttpRequest request, string query)
    {
        var headers = request.GetTypedHeaders();
        var languages = headers.AcceptLanguage.OrderByDescending(range => range.Quality ?? 1).ToLookup(range => range.Quality is not 0, range => range.Value.Value!);
        var types = headers.Accept.Select(type => (type.MediaType.Value!.ToLowerInvariant(), type.Quality ?? 1)).ToList();
        return new Wish(Parameter(query, "linkType"), Parameter(query, "context"), [.. languages[true]], [.. languages[false]], types);
    }

    /// <summary>The media type to answer a linkset in; null where the request does not ask for the linkset.</summary>
    public string? LinksetType()
    {
        var html = Math.Max(Explicit("text/html"), Explicit("application/xhtml+xml"));
        string[] formats = [Linkset, "application/json", "application/ld+json"];
        var best = formats.Where(type => Explicit(type) > 0 && Explicit(type) >= html).OrderByDescending(Explicit).FirstOrDefault();
        if (LinkType is { } asked && (asked.Equals("linkset", StringComparison.OrdinalIgnoreCase) || asked.Equals("all", StringComparison.OrdinalIgnoreCase))) return best ?? (html > 0 ? Page : Linkset);
        return LinkType is null || best == Linkset ? best : null;
    }

    /// <summary>Whether a person is likely to read the answer.</summary>
    public bool WantsPage => Explicit("text/html") > 0 || Explicit("application/xhtml+xml") > 0;

    /// <summary>How much a media type is wanted: by the most specific range that takes it in; 0 for not at all.</summary>
    public double QualityOf(string mediaType)
    {
        if (MediaTypes.Count == 0) return 1;
        var type = mediaType.ToLowerInvariant();
        foreach (var range in new[] { type, type[..type.IndexOf('/', StringComparison.Ordinal)] + "/*", "*/*" })
            if (MediaTypes.Any(asked => asked.Range == range)) return Explicit(range);
        return 0;
    }

    private double Explicit(string range) => MediaTypes.Where(type => type.Range == range).Select(type => type.Quality).DefaultIfEmpty(0).Max();

    /// <summary>The value of a parameter whose name may be written in any case, as earlier releases of the standard differ.</summary>
    private static string? Parameter(string query, string name) =>
        query.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => Percent.Decode(pair[1], inQuery: true)).FirstOrDefault();
}
