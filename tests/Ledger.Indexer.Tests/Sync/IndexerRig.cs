using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>An indexer of a test: the service as a host runs it, impatient.</summary>
internal sealed class IndexerRig : IAsyncDisposable
{
    private readonly EthereumClient client;
    private readonly IndexerMetrics metrics;

    public IndexerRig(Database database, string rpc, DeploymentManifest manifest, ulong firstRange = 16, TimeProvider? time = null, TimeSpan? poll = null)
    {
        Options = new IndexerOptions
        {
            RpcUrl = rpc,
            Manifest = manifest,
            FirstRange = firstRange,
            PollInterval = poll ?? TimeSpan.FromMilliseconds(10),
            Backoff = TimeSpan.FromMilliseconds(5),
            MaxBackoff = TimeSpan.FromMilliseconds(50),
            StallAfter = TimeSpan.FromSeconds(2),
        };
        Database = database;
        client = new EthereumClient(rpc, new JsonRpcOptions { MaxAttempts = 1, AttemptTimeout = TimeSpan.FromSeconds(5) });
        Board = new StatusBoard(time ?? TimeProvider.System);
        metrics = new IndexerMetrics(Board);
        Service = new IndexerService(database, client, Options, Board, metrics, TimeProvider.System, NullLogger<IndexerService>.Instance);
    }

    public IndexerOptions Options { get; }

    public Database Database { get; }

    public StatusBoard Board { get; }

    public IndexerService Service { get; }

    public EthereumClient Client => client;

    public Task StartAsync() => Service.StartAsync(CancellationToken.None);

    /// <summary>Waits until the checkpoint is this very block.</summary>
    public async Task ReachAsync(ulong block, Hash32 hash, int seconds = 60) =>
        await UntilAsync(status => status.State == IndexerState.Following && status.Checkpoint is { } at && at.Block == block && at.Hash == hash, seconds);

    public async Task<IndexerStatus> UntilAsync(Func<IndexerStatus, bool> reached, int seconds = 60)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        for (; ; await Task.Delay(5))
        {
            var status = Board.Current;
            if (reached(status)) return status;
            if (status.State == IndexerState.Stopped) Assert.Fail($"The indexer stopped: {status.Problem}");
            if (DateTime.UtcNow > deadline) Assert.Fail($"Not reached: {status}");
        }
    }

    public async Task<Hash32> DigestAsync()
    {
        await using var connection = await Database.OpenAsync();
        return await StateDigest.ComputeAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(CancellationToken.None);
        Service.Dispose();
        metrics.Dispose();
        await client.DisposeAsync();
    }
}
