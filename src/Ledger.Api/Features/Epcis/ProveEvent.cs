using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/events/{eventID}/proof</c>: all that a verifier needs to check that an event was anchored as it is, once the anchor is final.</summary>
public static class ProveEvent
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events/{eventID}/proof", HandleAsync)
        .WithName("ProveEvent").WithTags("Proofs").WithSummary("The proof bundle of a captured event, for `ledger verify`")
        .Produces<object>(200, "application/json").Answers(new { ledgerProof = 2, kind = "event" })
        .Refuses("not-found", "not-anchored", "not-provable", "proof-unavailable", "node-unavailable");

    private static async Task<IResult> HandleAsync(HttpContext context, Reader reader, EventViews views, CaptureSigning signing, Database database, CurrentDeployment deployment, ProofBuilder proofs, CancellationToken cancellationToken)
    {
        var id = EpcisRequest.PathValue(context, 1);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var events = await views.FindAsync(connection, reader.Party, id);
        if (events.Count == 0) throw new LedgerException("not-found", $"No event '{id}' was captured here.");
        var captured = events[0];
        var anchor = await connection.QueryFirstOrDefaultAsync<(long First, long Count, byte[]? Transaction, long State)?>($"""
            select b.first_event, b.count, o.tx_hash, o.state from captured.anchor_batch b join captured.operation o on o.id = b.operation
            where b.id = ({AnchorBatches.Of("@Number")})
            """, new { chain = deployment.Key, captured.Number });
        if (anchor is not { Transaction: { } transaction, State: (long)RelayState.Finalized } found)
            throw new LedgerException("not-anchored", "The event is stored, but its anchor is not final yet.", "Ask again in a few seconds.");
        var tree = await AnchorBatches.TreeAsync(connection, found.First, found.Count);
        var proof = await proofs.EventAsync(
            new Hash32(transaction), EventCommitment.Leaves(captured), await signing.ProveAsync(connection, captured, reader.Party), tree.Proof((int)(captured.Number - found.First)), cancellationToken);
        return TypedResults.Text(proof.ToJson(), "application/json");
    }
}
