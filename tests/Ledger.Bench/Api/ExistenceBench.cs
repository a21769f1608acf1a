using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Ledger.Bench.Indexer;

namespace Ledger.Bench.Api;

/// <summary>Whether a stranger can tell by the clock that something is hidden: each question about an event sealed for others, beside the same about nothing.</summary>
/// <remarks>"told apart" is the probability that an answer about the hidden takes longer than one about nothing: 50 % is no better than a coin.</remarks>
internal static class ExistenceBench
{
    private const int Rounds = 1500;
    private const int Warmup = 200;
    private const int Hidden = 2000;
    private const int Crowd = 1000;
    private const int Public = 20_000;
    private const string Crowded = "urn:epc:id:sgtin:9506000.013435.crowded";
    private const string Void = "urn:epc:id:sgtin:9506000.013435.nothing";

    private sealed record Question(string Name, Func<HttpClient, bool, int, Task> AskAsync, int Rounds = Rounds, bool IsPublic = false);

    private static readonly Question[] Questions =
    [
        new("GET /events/{id}, not signed in", (client, hidden, i) => GetAsync(client, $"events/{Uri.EscapeDataString(IdOf(hidden, i))}"), IsPublic: true),
        new("GET /events/{id}", (client, hidden, i) => GetAsync(client, $"events/{Uri.EscapeDataString(IdOf(hidden, i))}")),
        new("GET /events/{id}/proof", (client, hidden, i) => GetAsync(client, $"events/{Uri.EscapeDataString(IdOf(hidden, i))}/proof")),
        new("GET /events/{id}/sealed", (client, hidden, i) => GetAsync(client, $"events/{Uri.EscapeDataString(IdOf(hidden, i))}/sealed")),
        new("POST /events/{id}/shares", (client, hidden, i) => ShareAsync(client, IdOf(hidden, i))),
        new("GET /events?EQ_eventID", (client, hidden, i) => GetAsync(client, $"events?EQ_eventID={Uri.EscapeDataString(IdOf(hidden, i))}")),
        new("GET /events?MATCH_anyEPC", (client, hidden, i) => GetAsync(client, $"events?MATCH_anyEPC={EpcOf(hidden, i)}")),
        new("the same, of 1,000 hidden events", (client, hidden, i) => GetAsync(client, $"events?MATCH_anyEPC={(hidden ? Crowded : Void)}")),
        new("the same by recordTime", (client, hidden, i) => GetAsync(client, $"events?orderBy=recordTime&MATCH_anyEPC={(hidden ? Crowded : Void)}")),
        new("GET /events?EQ_bizStep", (client, hidden, i) => GetAsync(client, $"events?EQ_bizStep={(hidden ? "https://example.org/hidden" : "https://example.org/absent")}")),
        new("GET /epcs/{epc}", (client, hidden, i) => GetAsync(client, $"epcs/{Uri.EscapeDataString(hidden ? Crowded : Void)}")),
        new("GET /epcs/{epc}/events", (client, hidden, i) => GetAsync(client, $"epcs/{Uri.EscapeDataString(EpcOf(hidden, i))}/events")),
        new("GET /01/…/21/… (resolver)", (client, hidden, i) => GetAsync(client, $"/01/09506000134352/21/{(hidden ? "crowded" : "nothing")}?linkType=all")),
        new("GET /units/{epc}/trace", (client, hidden, i) => GetAsync(client, $"/units/{Uri.EscapeDataString(EpcOf(hidden, i))}/trace")),
        new("POST /capture of a known eventID", (client, hidden, i) => BenchApi.CaptureAsync(client, Document(Event(IdOf(hidden, i), $"urn:epc:id:sgtin:9506000.013435.{(hidden ? "x" : "y")}{i}", "shipping"))), 600),
    ];

    public static void Existence() => ExistenceAsync().GetAwaiter().GetResult();

    private static async Task ExistenceAsync()
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            using var stranger = await api.AddPartyAsync(setting, 5);
            using (var owner = api.NewClient()) await FillAsync(owner, stranger);
            using var nobody = new HttpClient { BaseAddress = stranger.BaseAddress };
            foreach (var question in Questions) Print($"{name}: {question.Name}", await MeasureAsync(question, question.IsPublic ? nobody : stranger));
        }
    }

    private static async Task FillAsync(HttpClient owner, HttpClient stranger)
    {
        for (var i = 0; i < Public; i += 1000)
            await BenchApi.CaptureAsync(owner, Document(Enumerable.Range(i, 1000).Select(n => Event($"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{n:x12}", $"urn:epc:id:sgtin:9506000.013435.p{n}", "shipping"))));
        await BenchApi.CaptureAsync(owner, Document(Enumerable.Range(0, Hidden).Select(n => Event(IdOf(true, n), n < Crowd ? Crowded : EpcOf(true, n), "https://example.org/hidden"))), "private");
        // Who never read anything confidential would be told apart by that alone.
        await BenchApi.CaptureAsync(stranger, Document(Enumerable.Range(0, 500).Select(n => Event($"urn:uuid:8bd8b1a8-3a34-4d6b-9b0b-{n:x12}", $"urn:epc:id:sgtin:9506000.013435.s{n}", "shipping"))), "private");
    }

    private static async Task<(double[] Hidden, double[] Absent)> MeasureAsync(Question question, HttpClient client)
    {
        for (var i = 0; i < Math.Min(Warmup, question.Rounds / 3); i++) foreach (var hidden in (bool[])[true, false]) await question.AskAsync(client, hidden, Hidden - 1 - i);
        var times = (Hidden: new double[question.Rounds], Absent: new double[question.Rounds]);
        var random = new Random(7);
        for (var i = 0; i < question.Rounds; i++)
        {
            // In an order that nobody chose, so that what one leaves in caches serves the other as often.
            var first = random.Next(2) == 0;
            foreach (var hidden in (bool[])[first, !first])
            {
                var begun = Stopwatch.GetTimestamp();
                await question.AskAsync(client, hidden, i);
                (hidden ? times.Hidden : times.Absent)[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }
        return times;
    }

    private static void Print(string name, (double[] Hidden, double[] Absent) times)
    {
        double[] hidden = [.. times.Hidden.Order()], absent = [.. times.Absent.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-60} hidden p50 {hidden[hidden.Length / 2]:0.000} p95 {hidden[hidden.Length * 95 / 100]:0.000} ms, nothing p50 {absent[absent.Length / 2]:0.000} p95 {absent[absent.Length * 95 / 100]:0.000} ms, told apart {Apart(hidden, absent):0.0 %}"));
    }

    /// <summary>How often one of the first is greater than one of the second: the area under the curve, from the sorted values.</summary>
    private static double Apart(double[] first, double[] second)
    {
        var (greater, below) = (0.0, 0);
        foreach (var value in first)
        {
            while (below < second.Length && second[below] < value) below++;
            greater += below;
        }
        return greater / first.Length / second.Length;
    }

    private static string IdOf(bool hidden, int i) => $"https://example.org/event/{(hidden ? "hidden" : "absent")}/{i:D6}";

    private static string EpcOf(bool hidden, int i) => $"urn:epc:id:sgtin:9506000.013435.{(hidden ? $"h{Crowd + (i % (Hidden - Crowd))}" : $"a{i}")}";

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path[0] == '/' ? path : $"/epcis/v2/{path}");
        await response.Content.CopyToAsync(Stream.Null);
    }

    private static async Task ShareAsync(HttpClient client, string eventId)
    {
        using var response = await client.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(eventId)}/shares", new { party = 2 });
        if ((int)response.StatusCode != 404) throw new InvalidOperationException($"{eventId}: {response.StatusCode}");
    }

    private static byte[] Document(params IEnumerable<string> events) => Encoding.UTF8.GetBytes($$$"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z",
        "epcisBody":{"eventList":[{{{string.Join(",", events)}}}]}}
        """);

    private static string Event(string id, string epc, string step) =>
        $$$"""{"type":"ObjectEvent","eventID":"{{{id}}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["{{{epc}}}"],"action":"OBSERVE","bizStep":"{{{step}}}"}""";
}
