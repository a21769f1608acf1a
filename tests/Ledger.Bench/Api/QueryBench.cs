using System.Diagnostics;
using System.Globalization;
using Dapper;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;

namespace Ledger.Bench.Api;

/// <summary>Point queries over HTTP: the events of one EPC among 200,000 events with 600,000 EPCs, the client in the same process on the same cores.</summary>
/// <remarks>Targets (5-performance): p50 at most 1.5 ms with one client, p99 at most 10 ms with eight.</remarks>
internal static class QueryBench
{
    private const int Documents = 200;
    private const int Events = 1000;
    private const int Epcs = 3;
    private const int Seed = 9_000;

    public static void Query() => QueryAsync().GetAwaiter().GetResult();

    private static async Task QueryAsync()
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, serverSeconds) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            using (var client = api.NewClient())
            {
                var documents = new CaptureDocuments(Seed);
                for (var i = 0; i < Documents; i++) await BenchApi.CaptureAsync(client, documents.Make(Events, Epcs));
            }
            await SettleAsync(setting);
            for (var turn = 0; turn < 3; turn++) await RunAsync(api, 8, 1000);
            await PrintAsync($"{name}, 1 client", api, 1, 8000, serverSeconds);
            await PrintAsync($"{name}, 8 clients", api, 8, 2000, serverSeconds);
        }
    }

    /// <summary>What the server does by itself some time after so much was written, so that it is not done while queries are measured.</summary>
    private static async Task SettleAsync(string setting)
    {
        await using var database = Database.Parse(setting);
        if (database.Dialect != Dialect.PostgreSql) return;
        await using var connection = await database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("vacuum (analyze) captured.event", commandTimeout: 600);
        await connection.ExecuteAsync("vacuum (analyze) captured.event_of_epc", commandTimeout: 600);
        await connection.ExecuteAsync("vacuum (analyze) captured.event_term", commandTimeout: 600);
        await connection.ExecuteAsync("checkpoint -- so that what was captured is not written while queries are measured", commandTimeout: 600);
    }

    private static async Task PrintAsync(string name, BenchApi api, int clients, int queries, Func<double> serverSeconds)
    {
        var (processor, server, clock) = (Environment.CpuUsage.TotalTime, serverSeconds(), Stopwatch.GetTimestamp());
        var times = await RunAsync(api, clients, queries);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var (here, there) = ((Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / times.Length, (serverSeconds() - server) * 1e6 / times.Length);
        Bench.PrintTime($"{name}, p50", times[times.Length / 2], clients == 1 ? 1.5 : null, string.Create(CultureInfo.InvariantCulture,
            $"{times.Length / seconds:#,0} queries/s; per query {here:0} µs of processor here, client included, {there:0} µs in the database's server"));
        Bench.PrintTime($"{name}, p99", times[times.Length * 99 / 100], clients == 8 ? 10 : null, string.Create(CultureInfo.InvariantCulture,
            $"p95 {times[times.Length * 95 / 100]:0.00} ms, p99.9 {times[times.Length * 999 / 1000]:0.00} ms"));
    }

    private static async Task<double[]> RunAsync(BenchApi api, int clients, int queries) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => AskAsync(api, client, queries))))).SelectMany(each => each).Order()];

    private static async Task<List<double>> AskAsync(BenchApi api, int seed, int queries)
    {
        using var client = api.NewClient();
        var random = new Random(seed);
        var times = new List<double>(queries);
        for (var i = 0; i < queries; i++)
        {
            var serial = (Seed * 100_000_000L + random.Next(Documents * Events)) * 100 + random.Next(Epcs);
            var address = string.Create(CultureInfo.InvariantCulture, $"/epcis/v2/events?MATCH_anyEPC=urn:epc:id:sgtin:9506000.013435.{serial}");
            var begun = Stopwatch.GetTimestamp();
            var answer = await client.GetByteArrayAsync(address);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (answer.AsSpan().IndexOf("\"recordTime\""u8) < 0) throw new InvalidOperationException($"Nothing was found at {address}.");
        }
        return times;
    }
}
