using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Confidentiality;

/// <summary><c>PUT /parties/{id}/encryption-keys/{generation}</c>: registers an encryption key whose private part the party holds itself.</summary>
/// <remarks>The party's signature is all that counts, so no sign-in is asked. Sent again, it changes nothing.</remarks>
public static class RegisterEncryptionKey
{
    /// <param name="PublicKey">65 bytes: 0x04 and both coordinates of a point of P-256.</param>
    /// <param name="Signature">The party's key over EIP-712 <c>EncryptionKeyRegistration(uint64 party,uint64 generation,bytes publicKey)</c>, domain of the Registry.</param>
    public sealed record Request(string PublicKey, string Signature);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/parties/{id}/encryption-keys/{generation}", HandleAsync)
        .WithName("RegisterEncryptionKey").WithTags("Confidentiality").WithSummary("Registers an encryption key that the party holds itself")
        .Answers(new Request(ListEncryptionKeys.Example.PublicKey, ListEncryptionKeys.Example.Signature!), ListEncryptionKeys.Example)
        .Refuses("invalid-identifier", "not-found", "malformed-json", "unknown-field", "missing-field", "malformed-hex", "malformed-signature", "wrong-signer", "generation-stale", "unsupported-media-type", "body-too-large");

    private static async Task<Ok<EncryptionKeyInfo>> HandleAsync(
        string id, ulong generation, Body<Request> body, Database database, PartyKeys keys, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        var party = ShowParty.ParseId(id);
        if (generation is 0 or > int.MaxValue) throw new LedgerException("invalid-identifier", "A generation is a number from 1.");
        var key = Parse(body.Value.PublicKey);
        if (!Hex.TryDecode(body.Value.Signature, out var bytes) || !Signature.TryParse(bytes, out var signature))
            throw new LedgerException("malformed-signature", "The signature is not 65 or 64 bytes of a secp256k1 signature.", "Sign EncryptionKeyRegistration as EIP-712 typed data.");
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var address = await connection.ExecuteScalarAsync<byte[]?>("select address from projection.party where id = @Value", party)
            ?? throw new LedgerException("not-found", $"There is no party {party}.", "GET /parties lists all.");
        var digest = EncryptionKeyMessages.RegistrationDigest(deployment.Manifest.DomainOf(LedgerContract.Registry), party, generation, key);
        if (!signature.TryRecover(digest, out var signer) || signer != new Address(address))
            throw new LedgerException("wrong-signer", $"The registration is not signed by the current key of party {party}.", "Check chain, Registry address, generation and key.");
        var known = (await PartyKeys.ListAsync(connection, party)).FirstOrDefault(row => row.Generation == generation && row.PublicKey.AsSpan().SequenceEqual(key.Span));
        return TypedResults.Ok(ListEncryptionKeys.Of(known ?? await keys.RegisterAsync(party, generation, key, signature, cancellationToken)));
    }

    internal static EncryptionPublicKey Parse(string text)
    {
        try
        {
            return EncryptionPublicKey.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new LedgerException("malformed-hex", exception.Message, "ledger encryption-key register makes and registers one.", exception);
        }
    }
}
