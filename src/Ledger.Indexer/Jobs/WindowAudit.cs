using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Jobs;

/// <summary>Reads a finalized window of blocks from the node again and compares its digest with the stored one.</summary>
public sealed class WindowAudit(Database database, EthereumClient client, DeploymentManifest manifest)
{
    private const int BlocksPerRequest = 64;

    private readonly ChainNode node = new(client, manifest);

    /// <summary>Audits a window picked by <paramref name="random"/> among those that are final and applied.</summary>
    /// <returns>Null where there is none yet, or where the projections were rolled back meanwhile.</returns>
    public async Task<AuditResult?> RunAsync(Random random, CancellationToken cancellationToken)
    {
        var reach = await ReachAsync(cancellationToken);
        if (reach is not { } bounds || bounds.Last < bounds.First) return null;
        var result = await RunAsync((ulong)random.NextInt64((long)bounds.First, (long)bounds.Last + 1), cancellationToken);
        if (result.Equal) return result;
        // A rebuild may have emptied the tables while the node was asked.
        return (await ReachAsync(cancellationToken))?.Last >= result.Window ? await RunAsync(result.Window, cancellationToken) : null;
    }

    /// <summary>Audits one window.</summary>
    public async Task<AuditResult> RunAsync(ulong window, CancellationToken cancellationToken)
    {
        var (digest, events) = (Hash32.Zero, 0UL);
        var first = Math.Max(window * LogDigest.WindowBlocks, manifest.DeploymentBlock);
        var end = (window + 1) * LogDigest.WindowBlocks;
        for (var from = first; from < end; from += BlocksPerRequest)
        {
            var range = await node.FetchAsync(from, Math.Min(end, from + BlocksPerRequest) - 1, cancellationToken);
            foreach (var item in range.Blocks.SelectMany(block => block.Events)) digest = LogDigest.Append(digest, item.Leaf);
            events += (ulong)range.Events;
        }
        await using var connection = await database.OpenAsync(Access.Read, cancellationToken);
        var stored = await connection.QuerySingleOrDefaultAsync<Window>(
            "select digest, events from projection.digest_window where number = @window", new { window });
        return new AuditResult(window, first, end - 1, digest == (stored?.Digest ?? Hash32.Zero), events, stored?.Events ?? 0);
    }

    private async Task<(ulong First, ulong Last)?> ReachAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Read, cancellationToken);
        var chain = await connection.QuerySingleOrDefaultAsync<Reach>("select block, finalized from projection.chain where id = 1");
        if (chain is null) return null;
        var complete = (Math.Min(chain.Block, chain.Finalized) + 1) / LogDigest.WindowBlocks;
        return complete == 0 ? null : (LogDigest.WindowOf(manifest.DeploymentBlock), complete - 1);
    }

    private sealed record Window(Hash32 Digest, ulong Events);

    private sealed record Reach(ulong Block, ulong Finalized);
}

/// <summary>What an audit found.</summary>
/// <param name="Window">The number of the window.</param>
/// <param name="From">Its first block.</param>
/// <param name="To">Its last block.</param>
/// <param name="Equal">Whether node and database agree.</param>
/// <param name="NodeEvents">Events that the node has in it.</param>
/// <param name="StoredEvents">Events that the database has in it.</param>
public sealed record AuditResult(ulong Window, ulong From, ulong To, bool Equal, ulong NodeEvents, ulong StoredEvents);
