using System.Buffers;
using Ledger.Api.Features.Links;
using Ledger.Sdk;
using Ledger.Sdk.Gs1;
using Microsoft.AspNetCore.Http.Features;

namespace Ledger.Api.Features.Resolver;

/// <summary>A request for a Digital Link, read from the target as it was sent: a decoded path could not tell %2F from a slash.</summary>
/// <param name="Path">The path without a trailing slash, uncompressed.</param>
/// <param name="Query">The query, passed on as it is.</param>
/// <param name="Elements">The key and its qualifiers.</param>
/// <param name="WasCompressed">Whether the path was compressed.</param>
internal sealed record LinkRequest(string Path, string Query, IReadOnlyList<AiValue> Elements, bool WasCompressed)
{
    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?[]@!$&'()*+,;=%");

    /// <summary>The path and the query of a request.</summary>
    public static (string Path, string Query) TargetOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        // A proxy's request names the host, too: RFC 9112, section 3.2.2.
        if (!target.StartsWith('/')) target = target.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && target.IndexOf('/', scheme + 3) is >= 0 and var slash ? target[slash..] : "/";
        var parts = target.Split('#', 2)[0].Split('?', 2);
        return (parts[0].TrimEnd('/'), parts.Length == 2 ? parts[1] : "");
    }

    /// <summary>Reads a path and query by the standard, which also takes ; between parameters (URI syntax, 4.11); a path that is no Digital Link may be a compressed one.</summary>
    /// <exception cref="InvalidIdentifierException">Neither.</exception>
    public static LinkRequest Parse(string path, string query)
    {
        try
        {
            return new LinkRequest(path, query, LinkTemplate.Read(query.Length == 0 ? path : $"{path}?{query.Replace(';', '&')}").Path, false);
        }
        catch (InvalidIdentifierException) when (CompressedLink.TryExpand(path, out var expanded))
        {
            var parts = expanded.Split('?', 2);
            var whole = string.Join('&', new[] { parts.Length == 2 ? parts[1] : "", query }.Where(part => part.Length > 0));
            return Parse(parts[0], whole) with { WasCompressed = true };
        }
    }

    /// <summary>The query as a header may hold it.</summary>
    public string SafeQuery => Query.AsSpan().ContainsAnyExcept(UriCharacters)
        ? string.Concat(Query.Select(letter => UriCharacters.Contains(letter) ? letter.ToString() : Percent.Encode(letter.ToString())))
        : Query;
}
