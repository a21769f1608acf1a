using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Sync;

public sealed class ReorganisationTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Reorganisations_of_depth_1_to_20_leave_what_the_surviving_chain_holds(Dialect dialect)
    {
        var (chain, scenario) = Story.Of(blocks: 40, seed: 21);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest, firstRange: 7);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        for (var depth = 1; depth <= 20; depth++)
        {
            // What is dropped continued the business; so does, differently, what replaces it.
            Story.Continue(chain, scenario.Fork(1000 + depth), depth, seed: depth);
            await rig.ReachHeadAsync(chain);
            chain.Drop(depth);
            Story.Continue(chain, scenario, depth + depth % 3, seed: 100 + depth);
            await rig.ReachHeadAsync(chain);
        }
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    [Fact]
    public async Task A_reorganisation_to_a_shorter_chain_is_noticed_at_once()
    {
        var (chain, scenario) = Story.Of(blocks: 30, seed: 3);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        var fork = scenario.Fork(5);
        Story.Continue(chain, scenario, 10, seed: 4);
        await rig.ReachHeadAsync(chain);
        chain.Drop(10);
        Story.Continue(chain, fork, 3, seed: 5);
        await rig.ReachHeadAsync(chain);
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task The_digest_does_not_depend_on_range_sizes_or_engine(Dialect dialect)
    {
        var (chain, _) = Story.Of(blocks: 120, seed: 8);
        var expected = await Reference.DigestAsync(chain);
        foreach (var range in (ulong[])[1, 13]) Assert.Equal(expected, await Reference.DigestAsync(chain, dialect, range));
    }

    [Fact]
    public async Task A_reorganisation_deeper_than_finality_stops_the_indexer_and_says_what_to_do()
    {
        var (chain, scenario) = Story.Of(blocks: 32, seed: 9, finalityDepth: 5);
        var fork = scenario.Fork(2);
        Story.Continue(chain, scenario, 8, seed: 9);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        var before = await rig.DigestAsync();
        chain.Drop(8);
        Story.Continue(chain, fork, 12, seed: 10);
        var stopped = await StoppedAsync(rig);
        Assert.Equal("reorg-beyond-finality", stopped.ProblemCode);
        Assert.Contains("rebuild", stopped.Hint, StringComparison.Ordinal);
        Assert.Equal(before, await rig.DigestAsync());
        rig.Service.RequestRebuild();
        while (rig.Board.Current.State == IndexerState.Stopped) await Task.Delay(10);
        await rig.ReachHeadAsync(chain);
        Assert.Equal(await Reference.DigestAsync(chain), await rig.DigestAsync());
    }

    [Fact]
    public async Task A_chain_started_anew_under_the_same_database_stops_the_indexer_and_says_what_to_do()
    {
        var (chain, _) = Story.Of(blocks: 20, seed: 11);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using (var first = new IndexerRig(test.Database, node.Url, chain.Manifest))
        {
            await first.StartAsync();
            await first.ReachHeadAsync(chain);
            (node.Chain, _) = Story.Of(blocks: 30, seed: 12);
            Assert.Equal("chain-mismatch", (await StoppedAsync(first)).ProblemCode);
        }
        await using (var second = new IndexerRig(test.Database, node.Url, node.Chain.Manifest))
        {
            await second.StartAsync();
            var stopped = await StoppedAsync(second);
            Assert.Equal("chain-mismatch", stopped.ProblemCode);
            Assert.Contains("rebuild", stopped.Hint, StringComparison.Ordinal);
            second.Service.RequestRebuild();
            while (second.Board.Current.State == IndexerState.Stopped) await Task.Delay(10);
            await second.ReachHeadAsync(node.Chain);
            Assert.Equal(await Reference.DigestAsync(node.Chain), await second.DigestAsync());
        }
    }

    [Fact]
    public async Task The_undo_journal_and_empty_blocks_are_forgotten_below_finality()
    {
        var (chain, _) = Story.Of(blocks: 60, seed: 13, finalityDepth: 10);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest, firstRange: 5);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        for (var i = 0; i < 20; i++) chain.Mine();
        await rig.ReachHeadAsync(chain);
        await Task.Delay(50);
        await using var connection = await test.Database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from projection.undo"));
        Assert.Equal(11, await connection.ExecuteScalarAsync<long>("select count(*) from projection.block where events = 0"));
    }

    private static async Task<IndexerStatus> StoppedAsync(IndexerRig rig)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); rig.Board.Current.State != IndexerState.Stopped; await Task.Delay(10))
            Assert.True(DateTime.UtcNow < deadline, $"Not stopped: {rig.Board.Current}");
        return rig.Board.Current;
    }
}
