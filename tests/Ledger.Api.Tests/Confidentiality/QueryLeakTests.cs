using System.Net;
using System.Text.Json.Nodes;
using static Ledger.Api.Tests.Confidentiality.PrivacyWorld;

namespace Ledger.Api.Tests.Confidentiality;

/// <summary>What a hostile reader asks is answered alike by an API with hidden events and by one without.</summary>
public sealed class QueryLeakTests
{
    private const string Open = "urn:epc:id:sgtin:9506000.013435.OPEN";

    private static readonly string[] Probes =
    [
        "events", "events?perPage=1", "events?orderBy=recordTime&perPage=1", $"events?MATCH_anyEPC={Uri.EscapeDataString(EpcOf(1))}", $"events?EQ_eventID={Uri.EscapeDataString(IdOf(1))}",
        $"events?EQ_bizStep=https%3A%2F%2Fexample.com%2Fstep%2F{Secret}1", $"events?EQ_disposition=https%3A%2F%2Fexample.com%2Fstate%2F{Secret}1",
        $"events?EQ_readPoint=https%3A%2F%2Fexample.com%2Fplace%2F{Secret}1", $"events?EQ_bizLocation=https%3A%2F%2Fexample.com%2Fsite%2F{Secret}1",
        $"events?EQ_bizTransaction_po=https%3A%2F%2Fexample.com%2Fpo%2F{Secret}1", $"events?EQ_source_owning_party=https%3A%2F%2Fexample.com%2Ffrom%2F{Secret}1",
        "events?GE_eventTime=2026-03-01T12:00:00Z&LT_eventTime=2026-03-01T12:00:04Z", "events?EQ_action=ADD", "events?eventCountLimit=2", "events?maxEventCount=3", "events?EXISTS_ilmd=",
        "epcs", "epcs?perPage=1", "bizSteps", "bizSteps?perPage=1", "bizLocations", "readPoints", "dispositions", "eventTypes", "eventTypes/ObjectEvent/events",
        $"epcs/{Uri.EscapeDataString(EpcOf(1))}", $"epcs/{Uri.EscapeDataString(EpcOf(1))}/events", $"bizLocations/https%3A%2F%2Fexample.com%2Fsite%2F{Secret}1/events",
        $"events/{Uri.EscapeDataString(IdOf(1))}", $"events/{Uri.EscapeDataString(IdOf(1))}/proof", $"events/{Uri.EscapeDataString(IdOf(1))}/sealed",
    ];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_hostile_reader_gets_the_same_answers_whether_hidden_events_are_there_or_not(string engine)
    {
        await using var with = await StartAsync(engine);
        await using var without = await StartAsync(engine);
        for (var i = 1; i <= 3; i++)
        {
            await CaptureAsync(with.Farm, Document(Event(i)), i == 2 ? "custody" : "parties:3");
            foreach (var world in (PrivacyWorld[])[with, without]) await CaptureAsync(world.Farm, Ledger.Api.Tests.Documents.Samples.Document(Public(i)), "public");
        }
        foreach (var probe in Probes)
        {
            Assert.Equal(await WalkAsync(without.Rival, probe), await WalkAsync(with.Rival, probe));
            Assert.Equal(await WalkAsync(without.Public, probe), await WalkAsync(with.Public, probe));
        }
        Assert.DoesNotContain(Secret, string.Join('\n', await Task.WhenAll(Probes.Where(probe => !probe.Contains(Secret)).Select(probe => WalkAsync(with.Rival, probe)))));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Those_it_is_for_find_a_hidden_event_by_all_that_it_holds(string engine)
    {
        await using var world = await StartAsync(engine);
        for (var i = 1; i <= 3; i++)
        {
            await CaptureAsync(world.Farm, Document(Event(i)), "parties:3");
            await CaptureAsync(world.Farm, Ledger.Api.Tests.Documents.Samples.Document(Public(i)), "public");
        }
        foreach (var reader in (HttpClient[])[world.Farm, world.Carrier])
        {
            foreach (var probe in Probes.Where(probe => probe.StartsWith("events?", StringComparison.Ordinal) && probe.Contains(Secret)))
                Assert.Contains(IdOf(1), await WalkAsync(reader, probe), StringComparison.Ordinal);
            var walked = await WalkAsync(reader, "events?perPage=1");
            Assert.Equal(6, walked.Split("\"ObjectEvent\"").Length - 1);
            Assert.Equal(6, (await WalkAsync(reader, "events?orderBy=recordTime&perPage=1")).Split("\"ObjectEvent\"").Length - 1);
            Assert.True(walked.IndexOf(IdOf(1), StringComparison.Ordinal) > walked.IndexOf(IdOf(2), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("where", "EQ_bizLocation=https%3A%2F%2Fexample.com%2Fsite%2F" + Secret + "1")]
    [InlineData("what", "MATCH_anyEPC=urn%3Aepc%3Aid%3Asgtin%3A9506000.013435." + Secret + "1")]
    [InlineData("why", "EQ_bizStep=https%3A%2F%2Fexample.com%2Fstep%2F" + Secret + "1")]
    [InlineData("when", "GE_eventTime=2026-03-01T12:00:00Z&LT_eventTime=2026-03-01T12:00:59Z")]
    [InlineData("parties", "EQ_source_owning_party=https%3A%2F%2Fexample.com%2Ffrom%2F" + Secret + "1")]
    public async Task A_sealed_group_is_found_by_its_readers_only_and_once(string group, string query)
    {
        await using var world = await StartAsync();
        await CaptureAsync(world.Farm, Document(Event(1)), $"public; {group}=parties:3");
        Assert.Equal(2, (await WalkAsync(world.Carrier, $"events?{query}")).Split("\"ObjectEvent\"").Length);
        Assert.DoesNotContain("\"ObjectEvent\"", await WalkAsync(world.Rival, $"events?{query}"), StringComparison.Ordinal);
        foreach (var reader in (HttpClient[])[world.Carrier, world.Rival, world.Public])
            Assert.Equal(2, (await WalkAsync(reader, "events?perPage=1")).Split("\"ObjectEvent\"").Length);
    }

    private static string Public(int number) =>
        $$"""{"type":"ObjectEvent","eventID":"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-00000000000{{number}}","eventTime":"2026-03-01T12:00:0{{number}}Z","eventTimeZoneOffset":"+00:00","epcList":["{{Open}}{{number}}"],"action":"OBSERVE","bizStep":"shipping"}""";

    /// <summary>All pages of an answer, without what differs from one moment to the next.</summary>
    private static async Task<string> WalkAsync(HttpClient client, string path)
    {
        var pages = new List<string>();
        string? next = "/epcis/v2/" + path;
        while (next is not null)
        {
            using var response = await client.GetAsync(next);
            var text = await response.Content.ReadAsStringAsync();
            foreach (var name in (string[])["recordTime", "creationDate", "traceId", "createdAt"])
                text = System.Text.RegularExpressions.Regex.Replace(text, $"\"{name}\":\"[^\"]*\"", "");
            var headers = response.Headers.Select(header => header.Key).Where(name => name is not "Date" and not "GS1-Next-Page-Token-Expires").Order();
            pages.Add($"{(int)response.StatusCode} {string.Join(',', headers)} {text}");
            next = response.StatusCode == HttpStatusCode.OK && response.Headers.TryGetValues("Link", out var links) && links.First() is ['<', .. var link] && link.Contains("rel=\"next\"", StringComparison.Ordinal)
                ? new Uri(link[..link.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery : null;
        }
        return string.Join('\n', pages);
    }
}
