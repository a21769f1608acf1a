using System.Data.Common;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Sync;

public sealed class RollbackPropertyTests
{
    [Theory]
    [InlineData(Dialect.Sqlite, 40)]
    [InlineData(Dialect.PostgreSql, 15)]
    public async Task Any_interleaving_of_apply_and_rollback_ends_as_a_straight_run(Dialect dialect, int tests)
    {
        await using var test = await TestDatabase.CreateAsync(dialect);
        // Positive: apply so many blocks in one range; negative: roll back so many, at most what was applied.
        var steps = Gen.Choose(-6, 9).Where(step => step != 0).NonEmptyListOf();
        var configuration = Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(17, 3);
        Prop.ForAll(steps.ToArbitrary(), list => HoldsAsync(test.Database, [.. list]).GetAwaiter().GetResult()).Check(configuration);
    }

    private static async Task<bool> HoldsAsync(Database database, int[] steps)
    {
        var seed = steps.Aggregate(17, (hash, step) => unchecked((hash * 31) + step)) & 0xffff;
        var chain = new SimulatedChain((ulong)seed, finalityDepth: 1_000);
        var scenarios = new Stack<Scenario>([new Scenario(seed)]);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var client = new EthereumClient(node.Url);
        var reader = new ChainNode(client, chain.Manifest);
        await Migrator.RecreateProjectionAsync(database);
        await using (var store = (await ProjectionStore.TryOpenAsync(database, default))!)
        {
            var genesis = (await reader.HeadersAsync([0UL], default))[0]!;
            var checkpoint = await store.InitializeAsync(chain.Manifest, genesis, 0, default);
            foreach (var step in steps) checkpoint = step > 0
                ? await ForwardAsync(store, checkpoint, reader, chain, scenarios, step)
                : await BackAsync(store, checkpoint, chain, scenarios, Math.Min(-step, scenarios.Count - 1));
        }
        await using var connection = await database.OpenAsync();
        return await StateDigest.ComputeAsync(connection) == await Reference.DigestAsync(chain);
    }

    private static async Task<Checkpoint> ForwardAsync(ProjectionStore store, Checkpoint checkpoint, ChainNode reader, SimulatedChain chain,
        Stack<Scenario> scenarios, int blocks)
    {
        for (var i = 0; i < blocks; i++)
        {
            var next = scenarios.Peek().Fork(scenarios.Count + (int)chain.Head * 7);
            chain.Mine(next.Next(), next.Next(), next.Next());
            scenarios.Push(next);
        }
        return await store.ApplyAsync(checkpoint, await reader.FetchAsync(checkpoint.Block + 1, chain.Head, default), 0, default);
    }

    private static async Task<Checkpoint> BackAsync(ProjectionStore store, Checkpoint checkpoint, SimulatedChain chain,
        Stack<Scenario> scenarios, int blocks)
    {
        if (blocks == 0) return checkpoint;
        chain.Drop(blocks);
        for (var i = 0; i < blocks; i++) scenarios.Pop();
        return await store.RollBackAsync(checkpoint, (await store.StoredBlockAsync(chain.Head))!, default);
    }
}
