using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Tests;

namespace Ledger.Indexer.Tests.Sync;

public sealed class CrashTests
{
    private const int Kills = 50;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Killing_the_indexer_50_times_while_it_catches_up_changes_nothing(Dialect dialect)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (chain, _) = Story.Of(blocks: 1_500, seed: 41, finalityDepth: 300);
        var expected = await Reference.DigestAsync(chain);
        await using var node = await SimulatedNode.StartAsync(chain);
        // A slow node stretches the work over all the kills.
        await using var proxy = new FaultyProxy(node.Url)
        {
            Decide = call => call.Method == "eth_getLogs"
            ? Fault.Slow(TimeSpan.FromMilliseconds(8)) : null
        };
        await using var test = await TestDatabase.CreateAsync(dialect, migrate: false);
        var manifest = await IndexerProcess.WriteManifestAsync(chain.Manifest);
        var (random, advanced, reached) = (new Random(42), 0, 0L);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = IndexerProcess.Start(proxy.Url, test.Setting, manifest, chain.Head, range: 4);
            var before = reached;
            // Half of the kills come at any moment of the start, the others once blocks are being written.
            if (kill % 2 == 1) while (!process.HasExited && (reached = await BlockAsync(test.Database)) == before) await Task.Delay(5,
                cancellation);
            await Task.Delay(random.Next(kill % 2 == 1 ? 40 : 400), cancellation);
            await process.KillAsync();
            if ((reached = await BlockAsync(test.Database)) > before) advanced++;
        }
        Assert.InRange(advanced, 10, Kills);
        proxy.Decide = _ => null;
        using (var last = IndexerProcess.Start(proxy.Url, test.Setting, manifest, chain.Head, range: 1000))
        {
            await last.WaitAsync(cancellation);
            Assert.Equal(0, last.ExitCode);
        }
        await using var connection = await test.Database.OpenAsync();
        Assert.Equal(expected, await StateDigest.ComputeAsync(connection));
    }

    private static async Task<long> BlockAsync(Database database)
    {
        try
        {
            await using var connection = await database.OpenAsync();
            return await connection.ExecuteScalarAsync<long?>("select block from projection.chain where id = 1") ?? 0;
        }
        catch (System.Data.Common.DbException)
        {
            return 0;
        }
    }
}
