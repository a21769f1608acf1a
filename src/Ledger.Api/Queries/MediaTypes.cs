using Ledger.Sdk;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Queries;

/// <summary>The forms in which answers of the EPCIS interface come.</summary>
public static class MediaTypes
{
    private static readonly string[] Json = ["application/json", "application/ld+json"];
    private static readonly string[] Xml = ["application/xml", "text/xml"];

    /// <summary>Whether the header Accept prefers XML to JSON.</summary>
    /// <exception cref="LedgerException"><c>not-acceptable</c>: it takes neither.</exception>
    public static bool WantsXml(StringValues accept)
    {
        if (accept.Count == 0 || accept is ["*/*"] or ["application/json"] || !MediaTypeHeaderValue.TryParseList(accept.ToArray()!, out var listed)) return false;
        var (json, xml) = (Best(listed, Json), Best(listed, Xml));
        if (json <= 0 && xml <= 0) throw new LedgerException("not-acceptable", $"None of '{accept}' is spoken here.", "Accept application/json, application/ld+json or application/xml.");
        return xml > json;
    }

    /// <summary>As <see cref="WantsXml"/>, where a problem has to be told in either case: JSON unless XML comes first.</summary>
    public static bool PrefersXml(StringValues accept) => accept.Count > 0 && MediaTypeHeaderValue.TryParseList(accept.ToArray()!, out var listed)
        && Best(listed, [.. Xml, "application/problem+xml"]) > Best(listed, [.. Json, "application/problem+json"]);

    /// <summary>What JSON is called in an answer to the header Accept: <c>application/ld+json</c> only where that is asked for rather than plain JSON.</summary>
    public static string JsonOf(StringValues accept) => accept.Count > 0 && MediaTypeHeaderValue.TryParseList(accept.ToArray()!, out var listed) && Best(listed, [Json[1]]) > Best(listed, [Json[0]]) ? Json[1] : Json[0];

    /// <summary>The quality of the most specific range that covers one of the types.</summary>
    private static double Best(IList<MediaTypeHeaderValue> ranges, string[] types)
    {
        var best = 0.0;
        foreach (var type in types)
        {
            var range = ranges.Where(r => new MediaTypeHeaderValue(type).IsSubsetOf(Plain(r))).OrderBy(r => r.MatchesAllTypes ? 2 : r.MatchesAllSubTypes ? 1 : 0).FirstOrDefault();
            if (range is not null) best = Math.Max(best, range.Quality ?? 1);
        }
        return best;
    }

    private static MediaTypeHeaderValue Plain(MediaTypeHeaderValue range) => new(range.MediaType);
}
