using Ledger.Api.Deliveries;
using Ledger.Api.Relay;
using Ledger.Api.Risk;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Credit;

/// <summary>Follows the final events of the chain for credit and risk, behind the indexer: each block once, whatever process dies.</summary>
/// <remarks>Only final blocks count, so a reorganisation takes nothing back. What the events brought about and how far that goes are committed together; after a
/// restart the rest since the last kept state is folded again and not written again.</remarks>
public sealed class LedgerFollower(
    Database database, FollowStore store, CurrentDeployment deployment, EthereumClient node, AlertSignal signal, DeliverySignal sending, TimeProvider time, ILogger<LedgerFollower> logger)
    : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Keeping = TimeSpan.FromMinutes(5);
    private const ulong KeepAfter = 100_000;

    private readonly Lease lease = new(database, time, $"follow {deployment.Key}");
    private readonly LedgerFeed feed = new(node, deployment.Manifest);
    private RiskEngine? engine;
    private ChainMoment? written;
    private long noticed;
    private (ulong Events, DateTimeOffset Time) kept;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Idle;
            try
            {
                if (await lease.HoldAsync(stoppingToken)) await FollowAsync(stoppingToken);
                else engine = null;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                engine = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What is in memory may be ahead of what was written: it is taken up again from there.
                (engine, pause) = (null, AfterFailure);
                logger.LogWarning(exception, "Following credit and risk failed chain={Chain}", deployment.Manifest.ChainId);
            }
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (engine is { Fold.At: not null } current && current.Fold.Events > kept.Events && written?.Block == current.Fold.At?.Block) await KeepAsync(current, CancellationToken.None);
        await lease.ReleaseAsync();
    }

    /// <summary>Brings credit and alerts up to the newest final block that the indexer has.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        ulong? final;
        await using (var connection = await database.OpenAsync(cancellationToken: cancellationToken)) final = await FollowStore.FinalAsync(connection);
        if (final is not { } to || to < deployment.Manifest.DeploymentBlock) return;
        engine ??= await TakeUpAsync(cancellationToken);
        // What was written before is folded by itself, so that nothing of it is written again.
        if (written is { } done && (engine.Fold.At?.Block < done.Block || engine.Context.State.Noticed < noticed || engine.Fold.At is null))
        {
            await FollowAsync(engine, done.Block, cancellationToken);
            await MatureAsync(engine, noticed, cancellationToken);
            engine.Context.Take();
        }
        await FollowAsync(engine, to, cancellationToken);
        if (await MatureAsync(engine, long.MaxValue, cancellationToken)) await WriteAsync(engine, cancellationToken);
        if (engine.Fold.Events - kept.Events > KeepAfter || (engine.Fold.Events > kept.Events && time.GetUtcNow() - kept.Time > Keeping)) await KeepAsync(engine, cancellationToken);
    }

    private async Task FollowAsync(RiskEngine current, ulong to, CancellationToken cancellationToken)
    {
        var from = current.Fold.At is { } at ? at.Block + 1 : deployment.Manifest.DeploymentBlock;
        var started = time.GetTimestamp();
        await foreach (var piece in feed.ReadAsync(from, to, cancellationToken))
        {
            current.Apply(piece);
            if (!await lease.HoldAsync(cancellationToken)) throw new InvalidOperationException("Another process took over.");
            if (piece.Last.Block < to && time.GetElapsedTime(started) < Gather) continue;
            await WriteAsync(current, cancellationToken);
            started = time.GetTimestamp();
        }
    }

    /// <summary>Tells the rules what the maturity sweep noticed in blocks that were followed; whether there was anything.</summary>
    private async Task<bool> MatureAsync(RiskEngine current, long last, CancellationToken cancellationToken)
    {
        var (reached, any) = (current.Fold.At?.Block ?? 0, false);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        while (true)
        {
            var notices = await MaturityFeed.ReadAsync(connection, deployment.Key, current.Context.State.Noticed);
            foreach (var notice in notices)
            {
                if (notice.Number > last || notice.Block > reached) return any;
                current.Apply(notice);
                any = true;
            }
            if (notices.Count == 0) return any;
        }
    }

    /// <summary>Goes on from the last kept state; anew where the chain no longer has its block.</summary>
    private async Task<RiskEngine> TakeUpAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenAsync(cancellationToken: cancellationToken)) (written, noticed) = (await store.ReachedAsync(connection), await store.NoticedAsync(connection));
        if (written is { } reached && (await node.GetBlockAsync(reached.Block, false, cancellationToken))?.Hash != reached.BlockHash)
        {
            logger.LogWarning("The chain has another block than was followed: following anew block={Block}", reached.Block);
            await store.ForgetAsync(cancellationToken);
            (written, noticed) = (null, 0);
        }
        var state = written is null ? null : await store.LoadAsync(cancellationToken);
        var engineNow = state is { Fold.At: { } at } && at.Block <= written!.Value.Block && state.Context.State.Noticed <= noticed ? state : new RiskEngine();
        kept = (engineNow.Fold.Events, time.GetUtcNow());
        return engineNow;
    }

    private async Task WriteAsync(RiskEngine current, CancellationToken cancellationToken)
    {
        var at = current.Fold.At!.Value;
        // Blocks that were written before are only folded; what they touched is as it was written, unless later blocks touch it.
        if (written is { } done && at.Block <= done.Block && current.Context.State.Noticed <= noticed)
        {
            current.Fold.TakeTouched();
            current.Context.Take();
            return;
        }
        PartyConduct[] conducts = [.. current.Fold.TakeTouched().Select(current.Fold.ConductOf).OfType<PartyConduct>()];
        var changes = current.Context.Take();
        if (!await store.WriteAsync((written, noticed), (at, current.Context.State.Noticed), conducts, changes, cancellationToken)) throw new InvalidOperationException("Another process follows the same chain.");
        (written, noticed) = (at, current.Context.State.Noticed);
        if (changes.Count == 0) return;
        signal.Announce();
        sending.Set();
        logger.LogInformation("Followed block={Block} parties={Parties} alerts={Alerts}", at.Block, conducts.Length, changes.Count);
    }

    private async Task KeepAsync(RiskEngine current, CancellationToken cancellationToken)
    {
        await store.KeepAsync(current, cancellationToken);
        kept = (current.Fold.Events, time.GetUtcNow());
    }
}
