using Ledger.Api.Confidentiality;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Confidentiality;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>PUT /parties/{id}/disclosure</c>: who may read what the party captures from now on. What was captured stays as it is.</summary>
public static class SetDisclosure
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/parties/{id}/disclosure", HandleAsync)
        .WithName("SetDisclosure").WithTags("Confidentiality").WithSummary("Sets who may read what the party captures from now on")
        .Answers(ShowDisclosure.Example, ShowDisclosure.Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "invalid-identifier", "other-party", "visibility-invalid", "unknown-party", "confidentiality-off",
            "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large");

    private static async Task<Ok<DisclosurePolicy>> HandleAsync(
        string id, Caller caller, Body<DisclosurePolicy> body, Database database, PartyKeys keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var party = ShowDisclosure.Own(caller.Require(), id);
        var visibility = Visibility.Parse(body.Value.Visibility);
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await Disclosure.CheckAsync(connection, visibility, keys);
        await Disclosure.WriteAsync(connection, party, visibility, time.GetUtcNow());
        return TypedResults.Ok(new DisclosurePolicy(visibility.ToString()));
    }
}
