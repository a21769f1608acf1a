using System.Data.Common;
using Dapper;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>What became due.</summary>
public enum MaturityKind
{
    /// <summary>A receivable is due.</summary>
    ReceivableDue = 1,

    /// <summary>A receivable is overdue by a day.</summary>
    ReceivableOverdue = 2,

    /// <summary>A loan is overdue.</summary>
    LoanOverdue = 3,

    /// <summary>A margin call was not answered in time.</summary>
    MarginUnanswered = 4,
}

/// <summary>Something became due.</summary>
/// <param name="Number">Its place in the feed.</param>
/// <param name="Kind">What.</param>
/// <param name="Id">The receivable or position.</param>
/// <param name="Due">When, in Unix seconds.</param>
/// <param name="Party">Who has to pay.</param>
/// <param name="Amount">What was outstanding, or the principal.</param>
/// <param name="Block">The final block at which it was noticed.</param>
/// <param name="Time">That block's time.</param>
public sealed record MaturityNotice(long Number, MaturityKind Kind, Hash32 Id, ulong Due, ulong Party, ulong Amount, ulong Block, ulong Time);

/// <summary>The feed of what became due, for rules and alerts.</summary>
public static class MaturityFeed
{
    /// <summary>The notices after a place in the feed, in their order.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="chain">The deployment, as <see cref="Storage.DeploymentKey"/> names it.</param>
    /// <param name="after">The number of the last notice seen; 0 for none.</param>
    /// <param name="limit">At most so many.</param>
    public static async Task<IReadOnlyList<MaturityNotice>> ReadAsync(DbConnection connection, Hash32 chain, long after, int limit = 500) =>
        [.. (await connection.QueryAsync<Row>(
            """
            select number, kind, id, due, party, amount, block, time from captured.maturity_notice
            where chain = @chain and number > @after order by number limit @limit
            """, new { chain, after, limit })).Select(row => new MaturityNotice(row.Number, (MaturityKind)row.Kind, row.Id, row.Due, row.Party, row.Amount, row.Block, row.Time))];

    private sealed record Row
    {
        public long Number { get; init; }
        public long Kind { get; init; }
        public Hash32 Id { get; init; }
        public ulong Due { get; init; }
        public ulong Party { get; init; }
        public ulong Amount { get; init; }
        public ulong Block { get; init; }
        public ulong Time { get; init; }
    }
}
