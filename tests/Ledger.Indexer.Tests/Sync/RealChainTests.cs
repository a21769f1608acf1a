using Dapper;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Tests;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>The contracts themselves on Hardhat and anvil.</summary>
public sealed class RealChainTests
{
    private const ulong Deadline = 4_000_000_000;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_the_contracts_did_is_what_the_tables_say(Dialect dialect)
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        UnitId[] units = [Unit(), Unit(), Unit()];
        await DoBusinessAsync(ledger, units);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, ledger.Node.Rpc.Endpoint, ledger.Manifest);
        await rig.StartAsync();
        await rig.ReachAsync(await ledger.Node.GetBlockNumberAsync(), (await ledger.Node.GetBlockAsync(BlockTag.Latest))!.Hash);
        await using var connection = await test.Database.OpenAsync();
        foreach (var unit in units)
        {
            var onChain = await ledger.Goods.UnitAsync(unit);
            var now = await CustodyQueries.UnitAsync(connection, unit.Value);
            Assert.Equal(
                (onChain.Custodian.Value, (ulong)onChain.Seq, onChain.Amount, (ulong)onChain.Contents),
                (now!.Custodian, now.Seq, now.Amount, now.Contents));
        }
        Assert.Equal(3, await connection.ExecuteScalarAsync<long>("select count(*) from projection.party"));
        Assert.Equal(["registered", "packed", "handed-off"], (await CustodyQueries.TimelineAsync(connection, units[1].Value))
            .Select(step => step.Kind));
        Assert.Equal(DeployedLedger.Carrier.Value, (await CustodyQueries.HolderAtAsync(connection, units[1].Value, long.MaxValue))!.Party);
    }

    [Fact]
    public async Task A_reorganisation_of_anvil_is_taken_back()
    {
        await using var chain = await TestChain.StartAnvilAsync();
        var ledger = await DeployedLedger.DeployAsync(chain);
        var manifest = ledger.Manifest with { Finality = FinalityRule.OfDepth(40) };
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, chain.Url, manifest);
        await rig.StartAsync();
        UnitId[] units = [Unit(), Unit(), Unit()];
        await DoBusinessAsync(ledger, units);
        var head = (await ledger.Node.GetBlockAsync(BlockTag.Latest))!;
        await rig.UntilAsync(status => status.Checkpoint?.Block >= head.Number);
        await ledger.Node.Rpc.CallAsync("anvil_reorg", [3, Array.Empty<object>()]);
        var replaced = (await ledger.Node.GetBlockAsync(head.Number))!;
        Assert.NotEqual(head.Hash, replaced.Hash);
        await rig.UntilAsync(status => status.Checkpoint?.Block > head.Number);
        await rig.Service.StopAsync(TestContext.Current.CancellationToken);
        await using (var connection = await test.Database.OpenAsync())
            Assert.Equal(replaced.Hash, await connection.ExecuteScalarAsync<byte[]>("select hash from projection.block where number = @Number", new { replaced.Number }) is { } hash ? new Hash32(hash) : default);
        await using var fresh = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var straight = new IndexerRig(fresh.Database, chain.Url, manifest);
        await straight.StartAsync();
        await straight.UntilAsync(status => status.Checkpoint?.Block >= rig.Board.Current.Checkpoint!.Block);
        await straight.Service.StopAsync(TestContext.Current.CancellationToken);
        // Blocks without events differ in number, events do not: nothing has happened since.
        Assert.Equal(await straight.DigestAsync(), await rig.DigestAsync());
    }

    private static UnitId Unit() => new(Keccak256.Hash(Guid.NewGuid().ToByteArray()));

    /// <summary>Registers three units, packs the second into the first, hands the first and the third to the carrier.</summary>
    private static async Task DoBusinessAsync(DeployedLedger ledger, UnitId[] units)
    {
        await ledger.RegisterAsync(units);
        var packing = new Packing(DeployedLedger.Farm, units[0], 1, [units[1]], [1], default, 1, Deadline);
        await ledger.SubmitAsync(ledger.Sign(packing, DeployedLedger.FarmKey));
        await ledger.SubmitAsync(ledger.HandOff(units[0], seq: 2));
        await ledger.SubmitAsync(ledger.HandOff(units[2]));
    }
}
