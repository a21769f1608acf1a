using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Features.HandOffs;

/// <summary><c>GET /handoffs/{id}/proof</c>: all that a verifier needs to check a hand-off, or its rejection, without this server.</summary>
public static class ProveHandOff
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handoffs/{id}/proof", HandleAsync)
        .WithName("ProveHandOff").WithTags("Proofs").WithSummary("The proof bundle of a hand-off or rejection, for `ledger verify`")
        .Produces<object>(200, "application/json").Answers(new { ledgerProof = 1, kind = "hand-off" })
        .Refuses("invalid-identifier", "unknown-transaction", "not-provable", "not-confirmed", "proof-unavailable", "node-unavailable");

    private static async Task<IResult> HandleAsync(string id, Database database, ProofBuilder proofs, CancellationToken cancellationToken)
    {
        var asked = HandOffId.Parse(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var found = await ShowHandOff.ResolveAsync(connection, asked);
        try
        {
            var proof = await proofs.HandOffAsync(found.Transaction, cancellationToken);
            return TypedResults.Text(proof.ToJson(), "application/json");
        }
        catch (LedgerException exception) when (exception.Code == "unknown-transaction" && found != asked)
        {
            throw new LedgerException("not-confirmed", "The hand-off's transaction is in no block yet.", "Ask again in a moment; the operation says when it is confirmed.", exception);
        }
    }
}
