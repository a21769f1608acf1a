using Ledger.Api.Confidentiality;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>GET /parties/{id}/encryption-keys</c>: what confidential content is encrypted to, oldest first.</summary>
public static class ListEncryptionKeys
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties/{id}/encryption-keys", HandleAsync)
        .WithName("ListEncryptionKeys").WithTags("Confidentiality").WithSummary("A party's public encryption keys; new content goes to the last")
        .Answers(new[] { Example }).Refuses("invalid-identifier");

    internal static EncryptionKeyInfo Example { get; } = new(1, new PartyId(2), 1, "0x04" + new string('a', 128), "party", "0x" + new string('1', 130), 1_772_366_400);

    internal static EncryptionKeyInfo Of(RegisteredKey key) => new(
        key.Id, new PartyId(key.Party), key.Generation, Hex.Encode(key.PublicKey), ((KeyHolder)key.Held).ToString().ToLowerInvariant(),
        key.Signature is null ? null : Hex.Encode(key.Signature), key.Created);

    private static async Task<Ok<EncryptionKeyInfo[]>> HandleAsync(string id, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var keys = await PartyKeys.ListAsync(connection, ShowParty.ParseId(id));
        return TypedResults.Ok(keys.Select(Of).ToArray());
    }
}
