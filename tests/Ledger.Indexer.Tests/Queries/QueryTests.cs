using System.Data.Common;
using Dapper;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Indexer.Tests.Sync;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;

namespace Ledger.Indexer.Tests.Queries;

public abstract class QueryTests(Dialect dialect) : IAsyncLifetime
{
    private TestDatabase test = null!;
    private DbConnection connection = null!;

    public async ValueTask InitializeAsync()
    {
        var chain = Journey.Build();
        await using var node = await SimulatedNode.StartAsync(chain);
        test = await TestDatabase.CreateAsync(dialect);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachAsync(chain.Head, chain.At(chain.Head)!.Hash);
        connection = await test.Database.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Custody_inside_a_moving_container_is_derived_from_the_packings()
    {
        var moves = await CustodyQueries.MovesAsync(connection, Journey.Wheel.Value);
        Assert.Equal(
            [(0UL, 2UL, null), (2UL, 3UL, Journey.Container.Value), (3UL, 4UL, Journey.Container.Value), (4UL, 5UL, Journey.Pallet.Value)],
            moves.Select(move => (move.From, move.To, move.Via)));
    }

    [Theory]
    [InlineData(4, null, null, null)]
    [InlineData(5, 2UL, 5UL, 7UL)]
    [InlineData(6, 2UL, 5UL, 7UL)]
    [InlineData(7, 3UL, 7UL, 8UL)]
    [InlineData(9, 4UL, 8UL, 10UL)]
    [InlineData(11, 5UL, 10UL, null)]
    [InlineData(12, 5UL, 10UL, null)]
    public async Task Who_held_it_at_a_moment_is_known_also_while_it_was_packed(ulong block, ulong? party, ulong? since, ulong? until)
    {
        var holding = await CustodyQueries.HolderAtAsync(connection, Journey.Wheel.Value, Journey.TimeOf(block));
        Assert.Equal(party, holding?.Party);
        Assert.Equal(since is { } from ? Journey.TimeOf(from) : null, holding?.Since);
        Assert.Equal(until is { } to ? Journey.TimeOf(to) : null, holding?.Until);
    }

    [Fact]
    public async Task A_unit_now_knows_its_holder_its_lot_and_what_the_next_intent_binds()
    {
        var wheel = await CustodyQueries.UnitAsync(connection, Journey.Wheel.Value);
        Assert.Equal((5UL, 3UL, Journey.Cheese.Value, Journey.Wheel.Value), (wheel!.Custodian, wheel.Seq, wheel.Lot, wheel.Outermost));
        Assert.Null(await CustodyQueries.UnitAsync(connection, Journey.Id(77)));
    }

    [Fact]
    public async Task The_timeline_tells_everything_in_order()
    {
        var steps = await CustodyQueries.TimelineAsync(connection, Journey.Wheel.Value);
        Assert.Equal(["registered", "packed", "handed-off", "handed-off", "handed-off", "unpacked"], steps.Select(step => step.Kind));
        var tank = await CustodyQueries.TimelineAsync(connection, Journey.Tank.Value);
        Assert.Equal(["registered", "handed-off", "transformed"], tank.Select(step => step.Kind));
    }

    [Fact]
    public async Task A_trace_back_reaches_the_first_lot_through_the_transformation()
    {
        var trace = await TraceQueries.UnitAsync(connection, Journey.Wheel.Value, TraceDirection.Back);
        Assert.Equal([Journey.Wheel.Value, Journey.Cheese.Value, Journey.Tank.Value, Journey.Milk.Value],
            trace!.Nodes.Select(node => node.Id));
        Assert.Equal(["lot", "transformed", "lot"], trace.Links.Select(link => link.Kind));
        Assert.True(trace.IsComplete);
    }

    [Fact]
    public async Task A_trace_back_of_a_container_finds_what_was_in_it_at_any_depth()
    {
        var trace = await TraceQueries.UnitAsync(connection, Journey.Container.Value, TraceDirection.Back);
        Assert.Superset(
            new HashSet<Sdk.Ethereum.Hash32> { Journey.Pallet.Value, Journey.Case.Value, Journey.Wheel.Value, Journey.Cheese.Value,
            Journey.Milk.Value },
            trace!.Nodes.Select(node => node.Id).ToHashSet());
    }

    [Fact]
    public async Task A_recall_of_the_first_lot_reaches_every_unit_downstream_and_its_packaging()
    {
        var trace = await TraceQueries.LotAsync(connection, Journey.Milk.Value, TraceDirection.Forward);
        Assert.Equal([Journey.Milk.Value, Journey.Tank.Value, Journey.Cheese.Value, Journey.Wheel.Value],
            trace!.Nodes.Where(node => !node.Packaging).Select(node => node.Id));
        Assert.Equal(
            new HashSet<Sdk.Ethereum.Hash32> { Journey.Case.Value, Journey.Pallet.Value, Journey.Container.Value },
            trace.Nodes.Where(node => node.Packaging).Select(node => node.Id).ToHashSet());
    }

    [Fact]
    public async Task A_trace_beyond_its_limit_says_that_it_is_not_complete()
    {
        var trace = await TraceQueries.UnitAsync(connection, Journey.Wheel.Value, TraceDirection.Back, limit: 2);
        Assert.False(trace!.IsComplete);
    }

    [Fact]
    public async Task An_unknown_unit_has_no_trace() =>
        Assert.Null(await TraceQueries.UnitAsync(connection, Journey.Id(77), TraceDirection.Back));
}

public sealed class SqliteQueryTests() : QueryTests(Dialect.Sqlite);

public sealed class PostgresQueryTests() : QueryTests(Dialect.PostgreSql);
