using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ledger.Bench.Indexer;

/// <summary>Backfill of 50,000 hand-offs (5,000 blocks × 10) into current custody and history, in a process of its own, from a node in
/// another.</summary>
/// <remarks>The whole life of the process counts: start, compilation, migration, every check, the writes. The peer is ponder 0.16.10: 365
/// events/s, 35–39 CPU s, about 600 MB, cold.</remarks>
internal static class BackfillBench
{
    public const string Child = "backfill-child";

    private const int Blocks = 5_000;
    private const int PerBlock = 10;
    private const int Units = 1_000;
    private const double PeerRate = 365;

    public static void Backfill() => BackfillAsync().GetAwaiter().GetResult();

    /// <summary>The measured process: indexes until the node's head and prints events, seconds, processor seconds and the most
    /// memory.</summary>
    public static async Task<int> RunChildAsync(string[] args)
    {
        var started = Stopwatch.StartNew();
        var options = new IndexerOptions { RpcUrl = args[0], Manifest = DeploymentManifest.Parse(await File.ReadAllTextAsync(args[2])) };
        await using (var database = Database.Parse(args[1]))
        await using (var client = new EthereumClient(options.RpcUrl))
        {
            var board = new StatusBoard(TimeProvider.System);
            using var metrics = new IndexerMetrics(board);
            using var service = new IndexerService(database, client, options, board, metrics, TimeProvider.System,
                NullLogger<IndexerService>.Instance);
            await service.StartAsync(default);
            while (board.Current.State is not (IndexerState.Following or IndexerState.Stopped)) await Task.Delay(2);
            if (board.Current.Problem is { } problem) await Console.Error.WriteLineAsync(problem);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{started.Elapsed.TotalSeconds} {Environment.CpuUsage.TotalTime.TotalSeconds} {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0}"));
            await service.StopAsync(default);
            return board.Current.State == IndexerState.Stopped ? 1 : 0;
        }
    }

    private static async Task BackfillAsync()
    {
        foreach (var finality in (ulong[])[64, 1_000_000])
        {
            var name = finality == 64 ? "backfill" : "backfill, every block revertible";
            var chain = Chain(finality);
            await using var node = await SimulatedNode.StartAsync(chain);
            await using var databases = await BenchDatabases.CreateAsync();
            var manifest = Path.GetTempFileName();
            await chain.Manifest.WriteAsync(manifest);
            foreach (var database in await databases.EachAsync())
            {
                var before = database.ServerSeconds();
                var (seconds, processor, memory) = await MeasureAsync(node.Url, database.Setting, manifest);
                var server = database.ServerSeconds() - before;
                Bench.Print($"{name}, {database.Name}", "events", Blocks * PerBlock / seconds, 10_000,
                string.Create(CultureInfo.InvariantCulture,
                    $"{seconds:0.00} s, {processor:0.00} CPU s (≤ 5){(server > 0 ? $" + {server:0.00} in the server" : "")}, {memory:0} MB (≤ 200); ×{Blocks * PerBlock / seconds / PeerRate:0} ponder's {PeerRate:0}/s, 35–39 CPU s, 600 MB"));
            }
        }
    }

    /// <summary>Runs the measured process to the node's head.</summary>
    public static async Task<(double Seconds, double Processor, double Memory)> MeasureAsync(string rpc, string db, string manifest)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, Child, rpc, db,
            manifest])
        { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException("The backfill failed.");
        var figures = line.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1], figures[2]);
    }

    private static SimulatedChain Chain(ulong finality)
    {
        var chain = new SimulatedChain(finalityDepth: finality);
        var units = Enumerable.Range(0, Units).Select(number => new UnitId(Keccak256.Hash(BitConverter.GetBytes(number)))).ToArray();
        chain.Mine([.. Enumerable.Range(1, 5)
            .Select(id => new PartyAdmitted(new PartyId((ulong)id), new Address([.. new byte[19], (byte)id]), Address.Zero,
            PartyRoles.Carrier, default, new PartyId(1)))]);
        foreach (var batch in units.Chunk(250))
            chain.Mine([new UnitsRegistered(LotId.None, new PartyId(1), batch, [.. batch.Select(_ => 1UL)], default)]);
        var moved = 0;
        for (var block = 0; block < Blocks; block++)
        {
            var transactions = new IReadOnlyList<LedgerEvent>[PerBlock];
            for (var i = 0; i < PerBlock; i++, moved++)
            {
                var from = (ulong)(moved / Units % 5) + 1;
                transactions[i] = [new CustodyMoved(new PartyId(from), new PartyId((from % 5) + 1),
                    Keccak256.Hash(BitConverter.GetBytes(moved)), [units[moved % Units]])];
            }
            chain.Mine(transactions);
        }
        return chain;
    }
}
