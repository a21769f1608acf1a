using System.Diagnostics;
using System.Globalization;
using Ledger.Bench.Indexer;

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
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            using (var client = api.NewClient())
            {
                var documents = new CaptureDocuments(Seed);
                for (var i = 0; i < Documents; i++) await BenchApi.CaptureAsync(client, documents.Make(Events, Epcs));
            }
            await RunAsync(api, 1, 2000);
            foreach (var (clients, queries) in new[] { (1, 5000), (8, 2000) }) Print($"{name}, {clients} clients", clients, await RunAsync(api, clients, queries));
        }
    }

    private static void Print(string name, int clients, double[] times) => Bench.Print(
        name, "queries", times.Length / times.Sum() * 1000 * clients, null, string.Create(CultureInfo.InvariantCulture,
            $"p50 {times[times.Length / 2]:0.00} ms (≤ 1.5 with 1), p99 {times[times.Length * 99 / 100]:0.00} ms (≤ 10 with 8) of {times.Length} queries, client included"));

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
