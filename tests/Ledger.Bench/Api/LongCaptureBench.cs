using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Ledger.Bench.Indexer;

namespace Ledger.Bench.Api;

/// <summary>Documents of 1,000, 10,000 and 100,000 events: the memory that capturing them takes stays the same.</summary>
internal static class LongCaptureBench
{
    public static void Capture() => CaptureAsync().GetAwaiter().GetResult();

    private static async Task CaptureAsync()
    {
        await using var databases = await BenchDatabases.CreateAsync();
        var seed = 500;
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            using var client = api.NewClient();
            foreach (var events in new[] { 5_000, 10_000, 100_000 })
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                using var stop = new CancellationTokenSource();
                var watch = WatchAsync(stop.Token);
                var clock = Stopwatch.GetTimestamp();
                using var content = new LongDocument(++seed, events);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await client.PostAsync("/epcis/v2/capture", content);
                if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
                var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
                await stop.CancelAsync();
                var (heap, resident) = await watch;
                Bench.Print($"{name}, {events:#,0} events in one", "events", events / seconds, null, string.Create(CultureInfo.InvariantCulture,
                    $"managed heap at most {heap / 1_048_576.0:0} MB, resident {resident / 1_048_576.0:0} MB, client included"));
            }
        }
    }

    internal static async Task<(long Heap, long Resident)> WatchAsync(CancellationToken cancellationToken)
    {
        var (heap, resident) = (0L, 0L);
        while (!cancellationToken.IsCancellationRequested)
        {
            heap = Math.Max(heap, GC.GetTotalMemory(false));
            resident = Math.Max(resident, Environment.WorkingSet);
            await Task.Delay(20, CancellationToken.None);
        }
        return (heap, resident);
    }
}
