using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Jobs;

/// <summary>Notices what became due by the time of the newest final block, once each, in <c>captured.maturity_notice</c>.</summary>
/// <remarks>Everything is due later than it was made, so what falls due between two sweeps, and a little before, is all that the second has to look at.
/// The rules of risk read it as <see cref="Queries.MaturityFeed"/>, and raise alerts of it.</remarks>
public sealed class MaturitySweep(Database database, DeploymentManifest manifest)
{
    /// <summary>How long after its due date a receivable is overdue, in seconds.</summary>
    public const ulong Grace = 86_400;

    /// <summary>How far each sweep looks back behind the one before, in seconds: what a block paid that was taken back since is noticed after all.</summary>
    private const long Again = 86_400;

    private const string Notice = "insert into captured.maturity_notice (chain, kind, id, due, party, amount, block, time)";

    private static readonly string[] Sweeps =
    [
        $"{Notice} select @chain, 1, id, due, debtor, outstanding, @block, @now from projection.receivable where due > @since and due <= @now and outstanding <> 0 order by due, id on conflict do nothing",
        $"{Notice} select @chain, 2, id, due, debtor, outstanding, @block, @now from projection.receivable where due > @since - @grace and due <= @now - @grace and outstanding <> 0 order by due, id on conflict do nothing",
        $"{Notice} select @chain, 3, id, due, borrower, owed_principal, @block, @now from projection.position where due >= @since and due < @now and status < 3 order by due, id on conflict do nothing",
        $"{Notice} select @chain, 4, id, margin_due, borrower, owed_principal, @block, @now from projection.position where margin_due <> 0 and margin_due >= @since and margin_due < @now and status < 3 order by margin_due, id on conflict do nothing",
    ];

    private readonly byte[] chain = DeploymentKey.Of(manifest).ToArray();

    /// <summary>Sweeps once; returns how many notices were added.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await NewestFinalAsync(connection) is not var (block, now)) return 0;
        var last = await connection.ExecuteScalarAsync<long?>("select time from captured.maturity_sweep where chain = @chain", new { chain }) ?? 0;
        // After a rebuild the projections are behind what was swept.
        if (now <= last) return 0;
        var added = 0;
        foreach (var sweep in Sweeps) added += await connection.ExecuteAsync(sweep, new { chain, since = last - Again, now, block, grace = (long)Grace });
        await connection.ExecuteAsync(
            "insert into captured.maturity_sweep (chain, time) values (@chain, @now) on conflict (chain) do update set time = excluded.time", new { chain, now });
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    private static async Task<(long Block, long Time)?> NewestFinalAsync(DbConnection connection) =>
        await connection.QueryFirstOrDefaultAsync<(long, long)?>(
            """
            select b.number, b.time from projection.block b join projection.chain c on c.id = 1
            where b.number <= c.finalized and b.number <= c.block order by b.number desc limit 1
            """);
}
