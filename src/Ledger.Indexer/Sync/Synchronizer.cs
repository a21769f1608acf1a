using System.Diagnostics;
using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Microsoft.Extensions.Logging;

namespace Ledger.Indexer.Sync;

/// <summary>The one loop: read the checkpoint, fetch what follows, apply it, commit; where the chain has changed, go back first.</summary>
internal sealed partial class Synchronizer(
    ChainNode node, ProjectionStore store, DeploymentManifest manifest, IndexerOptions options, StatusBoard board, IndexerMetrics metrics,
        ILogger logger)
    : IAsyncDisposable
{
    private const int PatienceWithReorganisation = 3;
    private const int EventsBetweenStatistics = 20_000;

    private readonly RangeSizer sizer = new(options.FirstRange, options.MaxRange);
    private readonly Prefetch prefetch = new(node);
    private int beyondFinality;
    private int sinceStatistics;
    private bool knowsChain;

    /// <summary>Takes one step towards the node's head; false where there is nothing to do until a new block comes.</summary>
    /// <exception cref="LedgerException">The node failed or contradicted itself (try again), or a person must decide (<see
    /// cref="IsFinal"/>).</exception>
    public async Task<bool> ConvergeAsync(CancellationToken cancellationToken)
    {
        if (!knowsChain) await node.CheckChainAsync(cancellationToken);
        knowsChain = true;
        var head = await node.HeadAsync(cancellationToken);
        var checkpoint = await store.ReadCheckpointAsync(manifest) ?? await BeginAsync(head, cancellationToken);
        board.Saw(head.Number, checkpoint);
        if (head.Number <= checkpoint.Block) return await StandAsync(checkpoint, head, cancellationToken);

        var range = await FetchAsync(checkpoint.Block + 1, head, cancellationToken);
        if (range.Parent != checkpoint.Hash) return await GoBackAsync(checkpoint, cancellationToken);
        if (range.To < head.Number) prefetch.Start(range.To + 1, End(range.To + 1, head));

        var started = Stopwatch.GetTimestamp();
        checkpoint = await store.ApplyAsync(checkpoint, range, head.Finalized, cancellationToken);
        beyondFinality = 0;
        sinceStatistics += range.Events;
        Report(range, checkpoint, Stopwatch.GetElapsedTime(started));
        return true;
    }

    /// <summary>Whether trying again can never help.</summary>
    public static bool IsFinal(Exception failure) => failure is ChainMismatchException
        or LedgerException { Code: "reorg-beyond-finality" or "projection-gap" or "undecodable-event" or "schema-changed" or "schema-newer" };

    /// <summary>Asks for less next time, and fetches anew.</summary>
    public async Task FailedAsync()
    {
        sizer.Failed();
        await prefetch.DropAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await prefetch.DisposeAsync();
        await store.DisposeAsync();
    }

    private async Task<Checkpoint> BeginAsync(NodeHead head, CancellationToken cancellationToken)
    {
        var before = manifest.DeploymentBlock == 0 ? 0 : manifest.DeploymentBlock - 1;
        var header = (await node.HeadersAsync([before],
            cancellationToken))[0] ?? throw new NodeInconsistentException($"The node has no block {before}.");
        return await store.InitializeAsync(manifest, header, Math.Min(head.Finalized, before), cancellationToken);
    }

    private async Task<FetchedRange> FetchAsync(ulong from, NodeHead head, CancellationToken cancellationToken)
    {
        var range = await prefetch.TakeAsync(from, End(from, head), cancellationToken);
        sizer.Succeeded((ulong)range.Blocks.Count, range.Events);
        return range;
    }

    private ulong End(ulong from, NodeHead head) => Math.Min(head.Number, from + sizer.Blocks - 1);

    /// <summary>The node has nothing newer: it is idle, lags, or has reorganised to a chain that is not longer.</summary>
    private async Task<bool> StandAsync(Checkpoint checkpoint, NodeHead head, CancellationToken cancellationToken)
    {
        var stored = head.Number == checkpoint.Block
            ? new BlockRow(checkpoint.Block, checkpoint.Hash, default, checkpoint.Time, 0)
            : await store.StoredBlockAsync(head.Number);
        if (stored is not null)
        {
            var header = (await node.HeadersAsync([stored.Number], cancellationToken))[0];
            if (header is not null && header.Hash != stored.Hash) return await GoBackAsync(checkpoint, cancellationToken);
        }
        if (head.Number == checkpoint.Block && head.Finalized > checkpoint.Finalized) await store.FinalizeAsync(checkpoint, head.Finalized,
            cancellationToken);
        if (sinceStatistics < EventsBetweenStatistics) return false;
        await store.AnalyzeAsync();
        sinceStatistics = 0;
        return false;
    }

    /// <summary>The chain no longer holds the checkpoint: takes back every block above the newest one that it still holds.</summary>
    private async Task<bool> GoBackAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        await prefetch.DropAsync();
        await node.CheckChainAsync(cancellationToken);
        foreach (var candidates in (await store.RevertibleAsync(checkpoint)).Chunk(64))
        {
            var headers = await node.HeadersAsync([.. candidates.Select(block => block.Number)], cancellationToken);
            var common = candidates.Where((block, index) => headers[index]?.Hash == block.Hash).FirstOrDefault();
            if (common is null) continue;
            if (common.Number == checkpoint.Block) throw new NodeInconsistentException($"The node changed its mind about block {checkpoint.Block}.");
            var reached = await store.RollBackAsync(checkpoint, common, cancellationToken);
            beyondFinality = 0;
            metrics.RolledBack(checkpoint.Block - reached.Block);
            board.Reached(reached);
            LogRolledBack(logger, manifest.ChainId, checkpoint.Block, reached.Block);
            return true;
        }
        if (++beyondFinality < PatienceWithReorganisation)
            throw new NodeInconsistentException($"The node's chain does not hold the finalized block {Math.Min(checkpoint.Finalized, checkpoint.Block)}.");
        throw new LedgerException("reorg-beyond-finality",
            $"The node's chain does not hold block {Math.Min(checkpoint.Finalized, checkpoint.Block)}, which counted as final under the rule '{manifest.Finality}'.",
            "Compare the node with another one. If its chain is right, correct the finality rule in the manifest and run `rebuild`.");
    }

    private void Report(FetchedRange range, Checkpoint checkpoint, TimeSpan took)
    {
        metrics.Applied(range, took);
        board.Reached(checkpoint);
        if (range.Events > 0 || range.Blocks.Count > 1)
            LogIndexed(logger, manifest.ChainId, range.From, range.To, range.Events, (long)took.TotalMilliseconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Indexed block range chain={Chain} from={From} to={To} events={Events} ms={Ms}")]
    private static partial void LogIndexed(ILogger logger, ulong chain, ulong from, ulong to, int events, long ms);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rolled back reorganised blocks chain={Chain} from={From} to={To}")]
    private static partial void LogRolledBack(ILogger logger, ulong chain, ulong from, ulong to);
}
