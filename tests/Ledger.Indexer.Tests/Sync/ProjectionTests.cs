using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Tests.Sync;

public sealed class ProjectionTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Tables_hold_what_the_contracts_hold(Dialect dialect)
    {
        var (chain, scenario) = Story.Of(blocks: 150, seed: 7);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachAsync(chain.Head, chain.At(chain.Head)!.Hash);
        await using var connection = await test.Database.OpenAsync();
        var units = (await connection.QueryAsync<UnitRecord>("select id, lot, custodian, amount, seq, parent, contents, condition from projection.unit")).ToDictionary(unit => unit.Id);
        Assert.Equal(scenario.Units.Count, units.Count);
        foreach (var (id, model) in scenario.Units)
        {
            var lot = model.Lot.Value == Hash32.Zero ? (Hash32?)null : model.Lot.Value;
            Assert.Equal(new UnitRecord(id.Value, lot, model.Custodian, model.Amount, model.Seq, model.Parent?.Value, model.Contents,
                model.Condition), units[id.Value]);
        }
        var notes = (await connection.QueryAsync<NoteRecord>("select id, lot, owner, amount, seq from projection.note"))
            .ToDictionary(note => note.Id);
        Assert.Equal(scenario.Notes.Count, notes.Count);
        foreach (var (id, model) in scenario.Notes)
            Assert.Equal(new NoteRecord(id.Value, model.Lot.Value, model.Owner, model.Amount, model.Seq), notes[id.Value]);
        var lots = (await connection.QueryAsync<LotRecord>("select id, issuer, remaining, recalled from projection.lot"))
            .ToDictionary(lot => lot.Id);
        foreach (var (id, model) in scenario.Lots) Assert.Equal(new LotRecord(id.Value, model.Issuer, model.Remaining, model.Recalled ? 1UL
            : 0), lots[id.Value]);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            "select count(*) from projection.unit u where (u.parent is not null) <> exists (select 1 from projection.packing p where p.child = u.id and p.parent = u.parent and p.to_block is null)"));
    }

    private sealed record UnitRecord(Hash32 Id, Hash32? Lot, ulong Custodian, ulong Amount, ulong Seq, Hash32? Parent, ulong Contents,
        ulong Condition);

    private sealed record NoteRecord(Hash32 Id, Hash32 Lot, ulong Owner, ulong Amount, ulong Seq);

    private sealed record LotRecord(Hash32 Id, ulong Issuer, ulong Remaining, ulong Recalled);
}
