using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Sync;

public sealed class LookTests
{
    [Fact]
    public async Task Who_knows_of_a_new_block_has_it_indexed_without_waiting_for_the_next_poll()
    {
        var chain = new SimulatedChain(5);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest, poll: TimeSpan.FromHours(1));
        await rig.StartAsync();
        await rig.ReachAsync(chain.Head, chain.At(chain.Head)!.Hash);
        for (var party = 1UL; party <= 3; party++)
        {
            chain.Mine([new PartyAdmitted(new PartyId(party), Address.Zero, Address.Zero, PartyRoles.None, default, new PartyId(1))]);
            rig.Service.Look();
            await rig.ReachAsync(chain.Head, chain.At(chain.Head)!.Hash);
        }
    }
}
