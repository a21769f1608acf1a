using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ledger.Bench.Indexer;

namespace Ledger.Bench.Api;

/// <summary>Capture of what is confidential, beside the same in the open: each event is encrypted, and found through a list for each of its readers.</summary>
internal static class SealingBench
{
    private const int Documents = 12;
    private const int Events = 1000;

    public static void Sealing() => SealingAsync().GetAwaiter().GetResult();

    private static async Task SealingAsync()
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            using var reader = await api.AddPartyAsync(setting, 3);
            using var client = api.NewClient();
            var open = 0.0;
            foreach (var (number, visibility) in ((int, string)[])[(1, "public"), (2, "private"), (3, "parties:3"), (4, "public; where=parties:3"), (5, "custody")])
            {
                await BenchApi.CaptureAsync(client, Document(number, 99), visibility);
                var begun = Stopwatch.GetTimestamp();
                for (var i = 0; i < Documents; i++) await BenchApi.CaptureAsync(client, Document(number, i), visibility);
                var rate = Documents * Events / Stopwatch.GetElapsedTime(begun).TotalSeconds;
                if (number == 1) open = rate;
                Bench.Print($"{name}: {visibility}", "events", rate, null, string.Create(CultureInfo.InvariantCulture, $"{rate / open:0.00} of the rate in the open; {Documents} documents of {Events} events, 1 client"));
            }
        }
    }

    private static byte[] Document(int run, int document) => Encoding.UTF8.GetBytes($$$"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z",
        "epcisBody":{"eventList":[{{{string.Join(",", Enumerable.Range(0, Events).Select(i => Event(((run * 1000L) + document) * 10_000 + i)))}}}]}}
        """);

    private static string Event(long number) =>
        $$$"""{"type":"ObjectEvent","eventID":"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{{{number:x12}}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["urn:epc:id:sgtin:9506000.013435.{{{number}}}"],"action":"OBSERVE","bizStep":"shipping","readPoint":{"id":"urn:epc:id:sgln:9506000.00001.0"}}""";
}
