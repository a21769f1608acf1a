namespace Ledger.Api.Features.Resolver;

/// <summary>What every answer of the resolver carries: any origin may ask, and caches keep the answers to different wishes apart.</summary>
internal static class ResolverHeaders
{
    private const string Methods = "GET, HEAD, OPTIONS";

    public static void Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlExposeHeaders = "Link, Location";
        headers.Vary = new[] { "Accept", "Accept-Language" };
        headers.CacheControl = "public, max-age=5";
    }

    public static void AddLink(HttpResponse response, string link) => response.Headers.Append("Link", link);

    /// <summary>Answers OPTIONS, a preflight included.</summary>
    public static void MapOptions(IEndpointRouteBuilder routes, string pattern) => routes.MapMethods(pattern, ["OPTIONS"], (HttpContext context) =>
    {
        Add(context.Response);
        context.Response.Headers.Allow = Methods;
        context.Response.Headers.AccessControlAllowHeaders = "Accept, Accept-Language";
        context.Response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }).ExcludeFromDescription();
}
