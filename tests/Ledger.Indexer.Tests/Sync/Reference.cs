using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>What an undisturbed indexer makes of a chain.</summary>
internal static class Reference
{
    public static async Task<Hash32> DigestAsync(SimulatedChain chain, Dialect dialect = Dialect.Sqlite, ulong firstRange = 1000)
    {
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest, firstRange);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        return await rig.DigestAsync();
    }

    public static Task ReachHeadAsync(this IndexerRig rig, SimulatedChain chain, int seconds = 60) =>
        rig.ReachAsync(chain.Head, chain.At(chain.Head)!.Hash, seconds);
}
