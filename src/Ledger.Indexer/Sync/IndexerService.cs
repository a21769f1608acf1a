using System.Data.Common;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Indexer.Sync;

/// <summary>Keeps the loop going: takes the writer's lock, survives node and database, stops where only a person can decide.</summary>
public sealed partial class IndexerService(
    Database database, EthereumClient client, IndexerOptions options, StatusBoard board, IndexerMetrics metrics, TimeProvider time,
        ILogger<IndexerService> logger)
    : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly Lock terms = new();
    private volatile bool rebuild;
    private CancellationTokenSource? term;
    private TaskCompletionSource asked = NotAsked();

    /// <summary>Somebody knows of a block that is not indexed yet: looks for it at once instead of at the next poll.</summary>
    public void Look() => Interlocked.Exchange(ref asked, NotAsked()).TrySetResult();

    /// <summary>Asks for all projections to be dropped and made anew from the chain; returns at once.</summary>
    public void RequestRebuild()
    {
        rebuild = true;
        lock (terms) term?.Cancel();
        if (wake.CurrentCount == 0) wake.Release();
    }

    /// <summary>Runs until cancelled.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            lock (terms) term = own;
            try
            {
                await SyncAsync(() => failures = 0, own.Token);
            }
            catch (OperationCanceledException) when (own.IsCancellationRequested)
            {
                // The host stops, or a rebuild begins another term.
            }
            catch (Exception failure) when (IsExpected(failure))
            {
                await PauseAsync(failure, failures++, stoppingToken);
            }
            lock (terms) term = null;
        }
    }

    /// <summary>One term as the writer: from taking the lock to losing the node or the database.</summary>
    private async Task SyncAsync(Action progressed, CancellationToken cancellationToken)
    {
        if (await ProjectionStore.TryOpenAsync(database, cancellationToken) is not { } store)
        {
            board.Waiting();
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            return;
        }
        await using var synchronizer = new Synchronizer(new ChainNode(client, options.Manifest), store, options.Manifest, options, board,
            metrics, logger);
        await Migrator.MigrateAsync(database, "projection", cancellationToken);
        await RebuildIfAskedAsync(cancellationToken);
        for (var failures = 0; ;)
        {
            try
            {
                var look = Volatile.Read(ref asked).Task;
                var moved = await synchronizer.ConvergeAsync(cancellationToken);
                failures = 0;
                progressed();
                if (!moved) await look.WaitAsync(options.PollInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (LedgerException failure) when (failure is RpcException or NodeInconsistentException)
            {
                await synchronizer.FailedAsync();
                Note(failure, final: false);
                await Task.Delay(Backoff(failures++), time, cancellationToken);
            }
        }
    }

    private async Task RebuildIfAskedAsync(CancellationToken cancellationToken)
    {
        if (!rebuild) return;
        rebuild = false;
        await Migrator.RecreateProjectionAsync(database, cancellationToken);
        board.Restarted();
        LogRebuilding(logger, options.Manifest.ChainId);
    }

    private async Task PauseAsync(Exception failure, int failures, CancellationToken stoppingToken)
    {
        var final = Synchronizer.IsFinal(failure);
        Note(failure, final);
        try
        {
            if (final) await wake.WaitAsync(stoppingToken);
            else await Task.Delay(Backoff(failures), time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; so does the loop.
        }
    }

    private TimeSpan Backoff(int failures) =>
        TimeSpan.FromTicks(Math.Min(options.MaxBackoff.Ticks, options.Backoff.Ticks << Math.Min(failures, 16)));

    private void Note(Exception failure, bool final)
    {
        board.Failed(failure, final);
        var code = StatusBoard.CodeOf(failure);
        metrics.Failed(code);
        if (final) LogStopped(logger, code, failure.Message, (failure as LedgerException)?.Hint);
        else LogFailed(logger, code, failure.Message);
    }

    private static TaskCompletionSource NotAsked() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsExpected(Exception failure) =>
        failure is LedgerException or DbException or IOException or TimeoutException or InvalidOperationException or OperationCanceledException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to index code={Code} message={Problem}")]
    private static partial void LogFailed(ILogger logger, string code, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stopped indexing code={Code} message={Problem} hint={Hint}")]
    private static partial void LogStopped(ILogger logger, string code, string problem, string? hint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dropped projections to make them anew chain={Chain}")]
    private static partial void LogRebuilding(ILogger logger, ulong chain);
}
