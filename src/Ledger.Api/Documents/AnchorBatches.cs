using System.Data.Common;
using Dapper;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>Which tree an event is in: a batch has the events of consecutive numbers.</summary>
public static class AnchorBatches
{
    /// <summary>A subquery for the id of the batch of an event on the deployment <c>@chain</c>; null where it is in none.</summary>
    /// <param name="number">SQL for the event's number.</param>
    public static string Of(string number) =>
        $"select case when b.first_event + b.count > {number} then b.id end from captured.anchor_batch b where b.chain = @chain and b.first_event <= {number} order by b.first_event desc limit 1";

    /// <summary>The tree of a batch, made again from the commitments in the order of their numbers.</summary>
    public static async Task<MerkleTree> TreeAsync(DbConnection connection, long first, long count) => MerkleTree.Build(await CommitmentsAsync(connection, first, count));

    /// <summary>Commitments of the events from a number on.</summary>
    public static async Task<Hash32[]> CommitmentsAsync(DbConnection connection, long first, long count) => [.. (await connection.QueryAsync<byte[]>(
        "select commitment from captured.event where number >= @first and number < @end order by number", new { first, end = first + count })).Select(commitment => new Hash32(commitment))];
}
