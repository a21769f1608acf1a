using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Links;

/// <summary><c>DELETE /links/{path}</c>: takes the links of a Digital Link away; their history stays.</summary>
public static class RemoveLinks
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapDelete("/links/{**path}", HandleAsync)
        .Needs(ApiScope.Links).WithName("RemoveLinks").WithTags("Links").WithSummary("Takes the links of a Digital Link away; a registrar may, too, which frees the key")
        .Produces<LinkResource>()
        .Answers(LinkResource.Example with { Version = 2, Document = null })
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "not-the-owner", "not-found", "links-changed", "wrong-signer", "malformed-signature", "malformed-request", "identifier-malformed", "identifier-check-digit");

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, LinkStore store)
    {
        caller.Require();
        var change = new LinkStore.Change(LinkResource.PathOf(context), null, LinkResource.ExpectedOf(context.Request), LinkResource.SignatureOf(context.Request));
        return TypedResults.Ok(LinkResource.Of((await store.ApplyAsync(caller, [change], context.RequestAborted))[0]));
    }
}
