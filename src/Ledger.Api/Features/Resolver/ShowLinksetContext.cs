using System.Text.Json.Nodes;
using Ledger.Api.Http;

namespace Ledger.Api.Features.Resolver;

/// <summary><c>GET /linkset-context</c>: what makes a linkset readable as JSON-LD (RFC 9264, appendix A).</summary>
public static class ShowLinksetContext
{
    /// <summary>Where it is.</summary>
    public const string Path = "/linkset-context";

    private const string Context = """
        {
          "@context": {
            "@version": 1.1,
            "@vocab": "https://www.iana.org/assignments/link-relations/",
            "gs1": "https://ref.gs1.org/voc/",
            "schema": "https://schema.org/",
            "dcterms": "http://purl.org/dc/terms/",
            "linkset": "@graph",
            "anchor": "@id",
            "href": "@id",
            "itemDescription": "http://www.w3.org/2000/01/rdf-schema#comment",
            "title": "dcterms:title",
            "type": "dcterms:format",
            "hreflang": { "@id": "dcterms:language", "@container": "@set" },
            "context": { "@id": "dcterms:coverage", "@container": "@set" },
            "fwqs": null,
            "public": null
          }
        }
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, ["GET", "HEAD"], (HttpContext context) =>
        {
            ResolverHeaders.Add(context.Response);
            context.Response.Headers.CacheControl = "public, max-age=86400";
            return TypedResults.Text(Context, "application/ld+json");
        }).ExcludeFromDescription();
        ResolverHeaders.MapOptions(routes, Path);
    }
}
