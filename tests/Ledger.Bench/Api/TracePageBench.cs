using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ledger.Api;
using Ledger.Api.Documents;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Bench.Api;

/// <summary>The trace page over HTTP, 8 readers at once, among 2,000 journeys of 5 parties with 6 captured events each.</summary>
/// <remarks>Target: p95 at most 100 ms, at most 14 KB as a browser gets it (Brotli).</remarks>
internal static class TracePageBench
{
    private const int Readers = 8;
    private const int PagesEach = 250;
    private const int Events = 6;
    private const int Warm = 100;

    public static void Pages() => PagesAsync().GetAwaiter().GetResult();

    private static async Task PagesAsync()
    {
        var chain = TraceBench.Journeys();
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using (var database = Database.Parse(setting)) await TraceBench.FillAsync(database, node.Url, chain);
            await using var app = await LedgerApi.BuildAsync(["--Logging:Console:LogLevel:Default=None"], options =>
            {
                options.Use(chain.Manifest, null);
                (options.Database, options.Rpc, options.Indexer, options.RateLimit) = (setting, node.Url, false, 1_000_000);
            }, "http://127.0.0.1:0");
            await app.StartAsync();
            await CaptureAsync(app.Services.GetRequiredService<CaptureStore>());
            var processor = Environment.CpuUsage.TotalTime;
            var (times, bytes) = await MeasureAsync(app.Urls.First());
            processor = (Environment.CpuUsage.TotalTime - processor) / (times.Length + Warm);
            Bench.Print($"trace page, {name}", "pages", times.Length / times.Sum() * 1000 * Readers, null, string.Create(CultureInfo.InvariantCulture,
                $"p50 {times[times.Length / 2]:0.0} ms, p95 {times[times.Length * 95 / 100]:0.0} ms (≤ 100), p99 {times[times.Length * 99 / 100]:0.0} ms; {processor.TotalMilliseconds:0.0} ms of processor each, client included; largest {bytes:#,0} bytes (≤ 14,336)"));
            await app.StopAsync();
        }
    }

    private static async Task CaptureAsync(CaptureStore store)
    {
        foreach (var journeys in Enumerable.Range(0, TraceBench.Count).Chunk(200))
            await store.CaptureAsync(new CaptureOrder
            {
                Party = new PartyId(1),
                Context = "{}",
                MasterData = [],
                Hash = new byte[32],
                Slices = [[.. journeys.SelectMany(journey => Enumerable.Range(0, Events).Select(i => new ReadEvent(i, Event(journey, i), [])))]],
            });
    }

    private static CapturedEvent Event(int journey, int number)
    {
        var id = $"urn:bench:{journey}:{number}";
        var body = Encoding.UTF8.GetBytes($$"""{"type":"ObjectEvent","eventID":"{{id}}","padding":"{{new string('x', 600)}}"}""");
        var salt = new byte[EventCommitment.SaltLength];
        return new CapturedEvent
        {
            EventId = id,
            Key = EventKey.Of(id, false),
            Hash = EventKey.Of(id, true),
            Type = EventType.ObjectEvent,
            Action = 2,
            BizStep = "shipping",
            Disposition = "in_transit",
            ReadPoint = "urn:epc:id:sgln:9506000.00001.0",
            Time = 1_772_366_400_000 + number,
            Salt = salt,
            Commitment = EventCommitment.Of(salt, body, "{}"u8, EventKey.Of(id, true)),
            Body = body,
            Epcs = [new NamedEpc(TraceBench.Wheel(journey), $"https://example.com/wheel/{journey}", null)],
            Terms = [],
            Classes = [],
        };
    }

    private static async Task<(double[] Times, int Bytes)> MeasureAsync(string url)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var largest = 0;
        for (var i = 0; i < Warm; i++) await client.GetByteArrayAsync(Path(i));
        var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(async reader =>
        {
            var times = new double[PagesEach];
            var random = new Random(reader);
            for (var i = 0; i < PagesEach; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var page = await client.GetByteArrayAsync(Path(random.Next(TraceBench.Count)));
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                largest = Math.Max(largest, page.Length);
            }
            return times;
        }));
        double[] all = [.. readers.SelectMany(times => times)];
        Array.Sort(all);
        return (all, largest);
    }

    private static string Path(int journey) => $"/unit/{TraceBench.Wheel(journey)}";
}
