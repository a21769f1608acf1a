using Ledger.Api.Confidentiality;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>POST /parties/{id}/encryption-keys</c>: a new encryption key that the API holds for the party; what was encrypted before stays readable with the old one.</summary>
public static class RenewEncryptionKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/parties/{id}/encryption-keys", HandleAsync)
        .WithName("RenewEncryptionKey").WithTags("Confidentiality").WithSummary("A new encryption key that the API holds for the party")
        .Answers(ListEncryptionKeys.Example with { HeldBy = "api", Signature = null })
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "invalid-identifier", "other-party", "confidentiality-off", "generation-stale");

    private static async Task<Ok<EncryptionKeyInfo>> HandleAsync(string id, Caller caller, Database database, PartyKeys keys, CancellationToken cancellationToken)
    {
        var party = ShowDisclosure.Own(caller.Require(), id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var newest = (await PartyKeys.ListAsync(connection, party)).Select(key => key.Generation).DefaultIfEmpty().Max();
        return TypedResults.Ok(ListEncryptionKeys.Of(await keys.CreateAsync(party, newest + 1, cancellationToken)));
    }
}
