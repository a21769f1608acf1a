using System.Diagnostics;
using System.Globalization;
using Ledger.Bench.Indexer;

namespace Ledger.Bench.Api;

/// <summary>Capture over HTTP, hash, validation and commitment included, with the client in the same process on the same cores.</summary>
/// <remarks>Targets: ten times FasTnT (5-performance), and p50 at most 3 ms for single events.</remarks>
internal static class CaptureBench
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    public static void Capture() => CaptureAsync().GetAwaiter().GetResult();

    private static async Task CaptureAsync()
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, serverSeconds) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            foreach (var (events, epcs) in new[] { (1000, 1), (1000, 10), (1, 1), (1000, 1) })
                await RunAsync(api, $"{name}, warming up", events, epcs, 2, null, serverSeconds);
            await RunAsync(api, $"{name}, 1,000 × 1 EPC, 1 client", 1000, 1, 1, 26_050, serverSeconds);
            await RunAsync(api, $"{name}, 1,000 × 1 EPC, 8 clients", 1000, 1, 8, 32_240, serverSeconds);
            await RunAsync(api, $"{name}, 1,000 × 10, 1 client", 1000, 10, 1, 10_710, serverSeconds);
            await RunAsync(api, $"{name}, 1,000 × 10, 8 clients", 1000, 10, 8, 12_120, serverSeconds);
            await RunAsync(api, $"{name}, 1 × 1, 1 client", 1, 1, 1, 940, serverSeconds);
            await RunAsync(api, $"{name}, 1 × 1, 8 clients", 1, 1, 8, 2_310, serverSeconds);
        }
    }

    private static int seeds;

    private static async Task RunAsync(BenchApi api, string name, int events, int epcs, int clients, double? target, Func<double> serverSeconds)
    {
        if (!Bench.IsWanted(name)) return;
        // Made beforehand, so that making them is not measured.
        var prepared = Enumerable.Range(0, clients).Select(_ => new Queue<byte[]>(Prepare(events, epcs, clients))).ToList();
        var allocated = GC.GetTotalAllocatedBytes();
        var (processor, server, clock) = (Environment.CpuUsage.TotalTime, serverSeconds(), Stopwatch.GetTimestamp());
        var times = (await Task.WhenAll(prepared.Select(documents => Task.Run(() => SendAsync(api, documents))))).SelectMany(each => each).Order().ToArray();
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var count = (double)times.Length * events;
        Bench.Print(name, "events", count / seconds, target, string.Create(CultureInfo.InvariantCulture,
            $"p50 {times[times.Length / 2]:0.0} ms, p99 {times[times.Length * 99 / 100]:0.0} ms; per event {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / count:0.0} µs of processor here, {(serverSeconds() - server) * 1e6 / count:0.0} µs in the database's server, {(GC.GetTotalAllocatedBytes() - allocated) / count:#,0} bytes allocated"));
    }

    private static IEnumerable<byte[]> Prepare(int events, int epcs, int clients)
    {
        var documents = new CaptureDocuments(++seeds);
        var most = events == 1 ? 20_000 / clients : (int)Duration.TotalSeconds * (epcs == 1 ? 64 : 20) * 1000 / events / clients;
        return Enumerable.Range(0, most).Select(_ => documents.Make(events, epcs)).ToList();
    }

    private static async Task<List<double>> SendAsync(BenchApi api, Queue<byte[]> documents)
    {
        using var client = api.NewClient();
        var times = new List<double>();
        for (var begun = Stopwatch.GetTimestamp(); documents.TryDequeue(out var document) && Stopwatch.GetElapsedTime(begun) < Duration;)
        {
            var started = Stopwatch.GetTimestamp();
            await BenchApi.CaptureAsync(client, document);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return times;
    }
}
