using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Tests;

namespace Ledger.Indexer.Tests.Sync;

public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task A_locked_database_is_waited_for()
    {
        var (chain, scenario) = Story.Of(blocks: 20, seed: 51);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        await using (var other = await test.Database.OpenAsync(Access.Projection))
        await using (await other.BeginTransactionAsync())
        {
            Story.Continue(chain, scenario, 5, seed: 52);
            await Task.Delay(1_500);
            Assert.True(rig.Board.Current.Checkpoint!.Block < chain.Head);
        }
        await rig.ReachHeadAsync(chain);
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_server_that_stops_and_returns_is_survived(bool crash)
    {
        await using var cluster = await PostgresCluster.StartAsync(durable: true);
        var (chain, scenario) = Story.Of(blocks: 200, seed: 53);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var database = Database.Parse(await cluster.NewDatabaseAsync());
        await using var rig = new IndexerRig(database, node.Url, chain.Manifest, firstRange: 3);
        await rig.StartAsync();
        await rig.UntilAsync(status => status.Checkpoint?.Block > 20);
        for (var i = 0; i < 2; i++)
        {
            await cluster.StopServerAsync(crash);
            Story.Continue(chain, scenario, 10, seed: 54 + i);
            await rig.UntilAsync(status => status.State == IndexerState.Retrying);
            await cluster.StartServerAsync();
            await Task.Delay(100);
        }
        await rig.ReachHeadAsync(chain);
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Of_two_indexers_on_one_database_one_writes_and_the_other_takes_over(Dialect dialect)
    {
        var (chain, scenario) = Story.Of(blocks: 60, seed: 55);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var other = Database.Parse(test.Setting);
        await using var second = new IndexerRig(other, node.Url, chain.Manifest, firstRange: 2);
        await using (var first = new IndexerRig(test.Database, node.Url, chain.Manifest, firstRange: 2))
        {
            await first.StartAsync();
            await second.StartAsync();
            var (writer, waiter) = await RolesAsync(first, second);
            await writer.ReachHeadAsync(chain);
            Assert.Equal(IndexerState.Waiting, waiter.Board.Current.State);
            await writer.Service.StopAsync(TestContext.Current.CancellationToken);
            Story.Continue(chain, scenario, 20, seed: 56);
            await waiter.ReachHeadAsync(chain);
        }
        await using var connection = await test.Database.OpenAsync();
        Assert.Equal(await Reference.DigestAsync(chain), await StateDigest.ComputeAsync(connection));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_indexer_takes_over_from_one_that_was_killed(Dialect dialect)
    {
        var (chain, scenario) = Story.Of(blocks: 300, seed: 57);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var proxy = new FaultyProxy(node.Url)
        {
            Decide = call => call.Method == "eth_getLogs"
            ? Fault.Slow(TimeSpan.FromMilliseconds(30)) : null
        };
        await using var test = await TestDatabase.CreateAsync(dialect);
        using var process = IndexerProcess.Start(proxy.Url, test.Setting, await IndexerProcess.WriteManifestAsync(chain.Manifest),
            ulong.MaxValue, range: 2);
        await using (var connection = await test.Database.OpenAsync())
            while (await connection.ExecuteScalarAsync<long?>("select block from projection.chain where id = 1") is null or < 5) await Task.Delay(10);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.UntilAsync(status => status.State == IndexerState.Waiting);
        await process.KillAsync();
        Story.Continue(chain, scenario, 5, seed: 58);
        await rig.ReachHeadAsync(chain);
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    private static async Task<(IndexerRig Writer, IndexerRig Waiter)> RolesAsync(IndexerRig first, IndexerRig second)
    {
        for (; ; await Task.Delay(5))
        {
            if (second.Board.Current.State == IndexerState.Waiting) return (first, second);
            if (first.Board.Current.State == IndexerState.Waiting) return (second, first);
        }
    }
}
