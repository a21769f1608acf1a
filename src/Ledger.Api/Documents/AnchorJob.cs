using System.Diagnostics.Metrics;
using System.Text.Json;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>Publishes what was captured: every few seconds one Merkle tree over the commitments that the current deployment lacks, one transaction a tree.</summary>
/// <remarks>A fresh chain lacks all of them, so it gets them all again, batch by batch. Which tree an event is in is stored before the transaction is signed.</remarks>
public sealed class AnchorJob(
    Database database, RelayStore relay, RelayKey key, RelaySignal signal, CurrentDeployment deployment, LedgerApiOptions options, TimeProvider time, ILogger<AnchorJob> logger)
    : BackgroundService
{
    private const ulong Gas = 120_000;

    private static readonly Counter<long> Anchored = Telemetry.Meter.CreateCounter<long>("ledger.anchor.events", description: "Events put into a tree that is to be anchored.");

    private readonly Lease lease = new(database, time, $"anchor {deployment.Key}");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var full = false;
            try
            {
                if (await lease.HoldAsync(stoppingToken))
                {
                    await RetryFailedAsync(stoppingToken);
                    full = await AnchorAsync(stoppingToken) == options.AnchorBatch;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Anchoring failed chain={Chain}", deployment.Manifest.ChainId);
            }
            if (!full) await Task.Delay(options.AnchorInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await lease.ReleaseAsync();
    }

    /// <summary>Puts what waits into one tree and hands its root to the relay; returns how many events that were.</summary>
    public async Task<int> AnchorAsync(CancellationToken cancellationToken)
    {
        var (first, waiting) = await WaitingAsync(cancellationToken);
        if (waiting.Length == 0) return 0;
        var tree = MerkleTree.Build(waiting);
        var operation = OperationOf(tree.Root);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("""
            insert into captured.anchor_batch (chain, first_event, count, root, operation, created) values (@Chain, @first, @Length, @Root, @operation, @now)
            """, new { Chain = deployment.Key, first, waiting.Length, tree.Root, operation, now });
        await relay.AddAsync(connection, operation, "Anchor", Describe(tree), deployment.Manifest.Anchors, AnchorsContract.Anchor(tree.Root, (uint)waiting.Length), Gas);
        await transaction.CommitAsync(cancellationToken);
        signal.Set();
        Anchored.Add(waiting.Length);
        logger.LogInformation("Queued anchor root={Root} events={Count} first={First}", tree.Root, waiting.Length, first);
        return waiting.Length;
    }

    private static string Describe(MerkleTree tree) =>
        JsonSerializer.Serialize(new { type = "Anchor", message = new { root = tree.Root, count = tree.Count } }, Json.Options);

    private Hash32 OperationOf(Hash32 root) => Keccak256.Hash([.. "Anchor"u8, .. deployment.Key.Span, .. key.Address.Span, .. root.Span]);

    /// <summary>The commitments of the events that follow the last batch. Numbers follow the order of commits, so none is ever missed.</summary>
    private async Task<(long First, Hash32[] Commitments)> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var first = await connection.ExecuteScalarAsync<long?>(
            "select first_event + count from captured.anchor_batch where chain = @Key order by first_event desc limit 1", new { deployment.Key }) ?? 1;
        return (first, await AnchorBatches.CommitmentsAsync(connection, first, options.AnchorBatch));
    }

    /// <summary>An anchor that failed (the account had no funds, say) is queued again: its root is still owed.</summary>
    private async Task RetryFailedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        var again = await connection.ExecuteAsync("""
            update captured.operation set state = 1, updated = @now, error_code = null, error_message = null, error_hint = null
            where chain = @Chain and type = 'Anchor' and state = 5 and error_code <> 'already-anchored' and updated < @before
            """, new { Chain = deployment.Key, now = time.GetUtcNow().ToUnixTimeSeconds(), before = (time.GetUtcNow() - TimeSpan.FromSeconds(30)).ToUnixTimeSeconds() });
        if (again > 0) logger.LogWarning("Queued failed anchors again count={Count}", again);
    }
}
