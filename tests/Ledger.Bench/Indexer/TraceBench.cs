using System.Diagnostics;
using System.Globalization;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Bench.Indexer;

/// <summary>The full trace of a unit through 5 parties, 3 levels of packing and a transformation, among 2,000 such journeys.</summary>
/// <remarks>Full: origin through the transformation, every unit's timeline with the moves inside cases, pallets and containers, and who
/// holds it now. Target: 20 ms p99; mango, the peer: 2.2 s.</remarks>
internal static class TraceBench
{
    /// <summary>How many journeys there are.</summary>
    public const int Count = 2_000;

    private const int Traces = 2_000;

    public static void Trace() => TraceAsync().GetAwaiter().GetResult();

    private static async Task TraceAsync()
    {
        var chain = Journeys();
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var database = Database.Parse(setting);
            await FillAsync(database, node.Url, chain);
            var times = await MeasureAsync(database);
            Bench.Print($"full trace, {name}", "traces", 1000 / times.Average(), null, string.Create(CultureInfo.InvariantCulture,
                $"p50 {times[times.Length / 2]:0.00} ms, p99 {times[times.Length * 99 / 100]:0.00} ms (≤ 20); mango 2,200 ms"));
        }
    }

    /// <summary>A chain on which the journeys took place.</summary>
    public static SimulatedChain Journeys()
    {
        var chain = new SimulatedChain();
        chain.Mine([.. Enumerable.Range(1, 5).Select(id => new PartyAdmitted(P((ulong)id), new Address([.. new byte[19], (byte)id]),
            Address.Zero, PartyRoles.Carrier, default, P(1)))]);
        for (var journey = 0; journey < Count; journey++) Travel(chain, journey);
        return chain;
    }

    /// <summary>The unit that makes a whole journey: packed three levels deep, and made in a transformation.</summary>
    public static Hash32 Wheel(int journey) => Id(journey, 2);

    /// <summary>Indexes the chain into a database.</summary>
    public static async Task FillAsync(Database database, string rpc, SimulatedChain chain)
    {
        var board = new StatusBoard(TimeProvider.System);
        using var metrics = new IndexerMetrics(board);
        await using var client = new EthereumClient(rpc);
        using var service = new IndexerService(database, client, new IndexerOptions { RpcUrl = rpc, Manifest = chain.Manifest }, board,
            metrics, TimeProvider.System, NullLogger<IndexerService>.Instance);
        await service.StartAsync(default);
        while (board.Current.State != IndexerState.Following) await Task.Delay(5);
        await service.StopAsync(default);
    }

    private static async Task<double[]> MeasureAsync(Database database)
    {
        var random = new Random(1);
        var times = new double[Traces];
        for (var i = -200; i < Traces; i++)
        {
            var unit = Id(random.Next(Count), 2);
            var started = Stopwatch.GetTimestamp();
            await using (var connection = await database.OpenAsync())
            {
                var trace = await TraceQueries.UnitAsync(connection, unit,
                    TraceDirection.Back) ?? throw new InvalidOperationException("No trace.");
                foreach (var node in trace.Nodes.Where(node => !node.IsLot)) await CustodyQueries.TimelineAsync(connection, node.Id);
                await CustodyQueries.UnitAsync(connection, unit);
            }
            if (i >= 0) times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static void Travel(SimulatedChain chain, int journey)
    {
        var (milk, cheese) = (new LotId(Id(journey, 10)), new LotId(Id(journey, 11)));
        var (tank, wheel, box, pallet, container) = (U(journey, 1), U(journey, 2), U(journey, 3), U(journey, 4), U(journey, 5));
        chain.Mine(
            [new LotRegistered(milk, P(1), 1000, UnitOfMeasure.Pieces, 0, default), new UnitsRegistered(milk, P(1), [tank], [1000],
            default)],
            [Move(1, 2, tank)],
            [new LotRegistered(cheese, P(2), 10, UnitOfMeasure.Pieces, 0, default),
            new Transformed(P(2), [tank], [900], [NoteId.RootOf(milk)], [cheese], [], default)],
            [new UnitsRegistered(cheese, P(2), [wheel], [1], default), new UnitsRegistered(LotId.None, P(2), [box, pallet, container],
            [1, 1, 1], default)],
            [new Packed(box, P(2), [wheel], default)],
            [new Packed(pallet, P(2), [box], default)],
            [new Packed(container, P(2), [pallet], default)]);
        chain.Mine([Move(2, 3, container)], [Move(3, 4, container)], [new Unpacked(container, P(4), [pallet], default)],
            [Move(4, 5, pallet)]);
        chain.Mine([new Unpacked(pallet, P(5), [box], default)], [new Unpacked(box, P(5), [wheel], default)]);
    }

    private static CustodyMoved Move(ulong from, ulong to, UnitId unit) => new(P(from), P(to), default, [unit]);

    private static PartyId P(ulong id) => new(id);

    private static UnitId U(int journey, int part) => new(Id(journey, part));

    private static Hash32 Id(int journey, int part) => Keccak256.Hash([.. BitConverter.GetBytes(journey), (byte)part]);
}
