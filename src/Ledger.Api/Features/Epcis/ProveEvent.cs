using System.Data.Common;
using System.Text;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/events/{eventID}/proof</c>: all that a verifier needs to check that an event was anchored as it is.</summary>
public static class ProveEvent
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events/{eventID}/proof", HandleAsync)
        .WithName("ProveEvent").WithTags("Proofs").WithSummary("The proof bundle of a captured event, for `ledger verify`")
        .Produces<object>(200, "application/json").Answers(new { ledgerProof = 1, kind = "event" })
        .Refuses("not-found", "not-anchored", "not-provable", "proof-unavailable", "node-unavailable");

    private static async Task<IResult> HandleAsync(string eventID, Database database, CurrentDeployment deployment, ProofBuilder proofs, CancellationToken cancellationToken)
    {
        var id = Uri.UnescapeDataString(eventID);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var captured = await connection.QueryFirstOrDefaultAsync<(long Number, byte[] Body, byte[] Salt)?>(
            "select number, body, salt from captured.event where event_id = @id order by declares_error limit 1", new { id })
            ?? throw new LedgerException("not-found", $"No event '{id}' was captured here.");
        var anchor = await connection.QueryFirstOrDefaultAsync<(long Batch, byte[]? Transaction, long State)?>("""
            select l.batch, o.tx_hash, o.state from captured.anchor_leaf l
            join captured.anchor_batch b on b.id = l.batch join captured.operation o on o.id = b.operation
            where l.chain = @Key and l.event = @Number
            """, new { deployment.Key, captured.Number });
        if (anchor is not { Transaction: { } transaction, State: (long)RelayState.Confirmed or (long)RelayState.Finalized } found)
            throw new LedgerException("not-anchored", "The event is stored, but its anchor is not in the chain yet.", "Ask again in a few seconds.");
        var (tree, index) = await TreeAsync(connection, found.Batch, captured.Number);
        var proof = await proofs.EventAsync(new Hash32(transaction), Encoding.UTF8.GetString(captured.Body), new Hash32(captured.Salt), tree.Proof(index), cancellationToken);
        return TypedResults.Text(proof.ToJson(), "application/json");
    }

    /// <summary>The tree of a batch, made again from the commitments in the order in which they were put into it.</summary>
    private static async Task<(MerkleTree Tree, int Index)> TreeAsync(DbConnection connection, long batch, long number)
    {
        var leaves = (await connection.QueryAsync<(long Number, byte[] Commitment)>("""
            select e.number, e.commitment from captured.anchor_leaf l join captured.event e on e.number = l.event where l.batch = @batch order by e.number
            """, new { batch })).AsList();
        return (MerkleTree.Build(leaves.Select(leaf => new Hash32(leaf.Commitment)).ToArray()), leaves.FindIndex(leaf => leaf.Number == number));
    }
}
