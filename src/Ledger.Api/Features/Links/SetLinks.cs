using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Links;

/// <summary><c>PUT /links/{path}</c>: sets what a Digital Link leads to, such as <c>PUT /links/01/09506000134376/21/{serialnumber}</c>.</summary>
public static class SetLinks
{
    internal const int Limit = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/links/{**path}", HandleAsync)
        .Needs(ApiScope.Links).WithName("SetLinks").WithTags("Links").WithSummary("Sets what a Digital Link leads to; signed by the party (Ledger-Links-Signature), else by the API for it")
        .Accepts<LinkDocument>("application/json").Produces<LinkResource>().Limit(Limit)
        .Answers(LinkDocument.Example, LinkResource.Example)
        .Refuses(
            "sign-in-required", "not-a-party", "party-not-active", "not-the-owner", "links-invalid", "links-changed", "wrong-signer", "malformed-signature", "malformed-request", "malformed-json", "unknown-field",
            "missing-field", "unsupported-media-type", "body-too-large", "identifier-malformed", "identifier-check-digit", "identifier-content", "identifier-association");

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, LinkStore store)
    {
        caller.Require();
        var path = LinkResource.PathOf(context);
        var bytes = await BodyReader.ReadBytesAsync(context);
        var document = LinkDocument.Parse(bytes.Span);
        var own = document.Anchor is null && document.Qualifiers is null ? path : LinkDocument.PathOf(document with { Anchor = document.Anchor ?? $"/{path.Key}" });
        if (own.Template != path.Template)
            throw LinkDocument.Invalid("/anchor", $"The document is about /{own.Template}, not /{path.Template}.");
        var change = new LinkStore.Change(path, bytes, LinkResource.ExpectedOf(context.Request), LinkResource.SignatureOf(context.Request));
        var made = (await store.ApplyAsync(caller, [change], context.RequestAborted))[0];
        LinkResource.Tag(context.Response, made.Version);
        return TypedResults.Ok(LinkResource.Of(made));
    }
}
