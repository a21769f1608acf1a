using Ledger.Api.Http;
using Ledger.Sdk;

namespace Ledger.Api.Features.Links;

/// <summary><c>GET /links/{path}</c>: what a Digital Link leads to, who said so, and the signature; earlier versions with <c>?version=1</c>. Removed links have no document.</summary>
public static class ShowLinks
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/links/{**path}", HandleAsync)
        .WithName("ShowLinks").WithTags("Links").WithSummary("What a Digital Link leads to, who set it, and the signature")
        .Produces<LinkResource>()
        .Answers(LinkResource.Example).Refuses("not-found", "malformed-request", "identifier-malformed", "identifier-check-digit");

    private static async Task<IResult> HandleAsync(long? version, HttpContext context, LinkStore store)
    {
        var path = LinkResource.PathOf(context);
        var found = await store.FindAsync(path, version, context.RequestAborted);
        if (found is null) throw new LedgerException("not-found", $"No links are set for /{path.Name}{(version is null ? "" : $" at version {version}")}.", "GET /links lists all.");
        LinkResource.Tag(context.Response, found.Version);
        return TypedResults.Ok(LinkResource.Of(found));
    }
}
