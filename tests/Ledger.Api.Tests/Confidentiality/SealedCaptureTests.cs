using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Api.Documents;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;
using static Ledger.Api.Tests.Confidentiality.PrivacyWorld;

namespace Ledger.Api.Tests.Confidentiality;

public sealed class SealedCaptureTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_event_sealed_whole_is_read_by_those_it_names_byte_for_byte_and_is_not_there_for_others(string engine)
    {
        await using var world = await StartAsync(engine);
        await CaptureAsync(world.Farm, Document(Event(1)), "parties:3");
        foreach (var reader in (HttpClient[])[world.Farm, world.Carrier])
        {
            var response = await GetEventAsync(reader, IdOf(1));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(JsonNode.Parse(Event(1))!.ToJsonString(), JsonNode.Parse(await response.Content.ReadAsStringAsync())!.ToJsonString());
            Assert.Equal(EventHash.Compute(Encoding.UTF8.GetBytes(Document(Event(1)))), EventHash.Compute(Encoding.UTF8.GetBytes(Document(await response.Content.ReadAsStringAsync()))));
        }
        foreach (var reader in (HttpClient[])[world.Shop, world.Rival, world.Public])
        {
            var (hidden, absent) = (await GetEventAsync(reader, IdOf(1)), await GetEventAsync(reader, IdOf(2)));
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
            Assert.Equal(Neutral(await absent.Content.ReadAsStringAsync()), Neutral(await hidden.Content.ReadAsStringAsync()));
            Assert.Equal(absent.Headers.Select(header => header.Key), hidden.Headers.Select(header => header.Key));
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Nothing_of_what_is_sealed_is_in_the_database(string engine)
    {
        await using var world = await StartAsync(engine);
        await CaptureAsync(world.Farm, Document(Event(1)), "parties:3", "key-1");
        await PostAsync(world.Farm, Document(Event(2)).Replace("eventTimeZoneOffset", "eventTimeZoneOff"), "parties:3");
        await PostAsync(world.Farm, Document(Event(2), Event(1).Replace("ADD", "WATCH")), "parties:3");
        var single = JsonNode.Parse(Event(3))!.AsObject();
        single.Insert(0, "@context", JsonNode.Parse(Document())!["@context"]!.DeepClone());
        var posted = await PostAsync(world.Farm, single.ToJsonString(), "private", "key-2", "/epcis/v2/events");
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        var replayed = await PostAsync(world.Farm, single.ToJsonString(), "private", "key-2", "/epcis/v2/events");
        Assert.Equal(posted.Headers.Location, replayed.Headers.Location);
        Assert.Equal(await posted.Content.ReadAsStringAsync(), await replayed.Content.ReadAsStringAsync());
        Assert.False(await world.HoldsAsync(Encoding.UTF8.GetBytes(Secret)));
        var read = EpcisDocument.Parse(Encoding.UTF8.GetBytes(Document(Event(1)))).Events[0];
        Assert.False(await world.HoldsAsync(EventKey.Of(IdOf(1), false).ToArray()[..8]));
        Assert.False(await world.HoldsAsync(DocumentReader.HashOf(read.Hash).ToArray()));
        Assert.False(await world.HoldsAsync(UnitId.Of(EpcOf(1)).Value.ToArray()[..8]));
        Assert.False(await world.HoldsAsync(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Document(Event(1))))));
        foreach (var term in Terms.OfEvent(read)) Assert.False(await world.HoldsAsync([.. BitConverter.GetBytes(term).Reverse()]));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task The_same_scan_finds_what_is_public(string engine)
    {
        await using var world = await StartAsync(engine);
        await CaptureAsync(world.Farm, Document(Event(1)));
        Assert.True(await world.HoldsAsync(Encoding.UTF8.GetBytes(Secret)));
        Assert.True(await world.HoldsAsync(EventKey.Of(IdOf(1), false).ToArray()[..8]));
        Assert.True(await world.HoldsAsync(UnitId.Of(EpcOf(1)).Value.ToArray()[..8]));
    }

    [Theory]
    [InlineData("where", "readPoint,bizLocation")]
    [InlineData("why", "bizStep,disposition,bizTransactionList")]
    [InlineData("what", "epcList")]
    [InlineData("when", "eventTime,eventTimeZoneOffset")]
    [InlineData("parties", "sourceList")]
    [InlineData("ilmd", "ilmd")]
    [InlineData("extensions", "ex:note")]
    public async Task A_sealed_group_is_withheld_by_name_and_the_rest_is_as_captured(string group, string members)
    {
        await using var world = await StartAsync();
        await CaptureAsync(world.Farm, Document(Event(1)), $"public; {group}=parties:3");
        var response = await GetEventAsync(world.Rival, IdOf(1));
        var seen = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        var expected = JsonNode.Parse(Event(1))!.AsObject();
        foreach (var member in members.Split(',')) Assert.True(expected.Remove(member));
        Assert.Equal(expected.ToJsonString(), seen.ToJsonString());
        Assert.Equal(group, Assert.Single(response.Headers.GetValues("Ledger-Withheld")));
        var full = await GetEventAsync(world.Carrier, IdOf(1));
        Assert.False(full.Headers.Contains("Ledger-Withheld"));
        Assert.Equal(JsonNode.Parse(Event(1))!.ToJsonString(), JsonNode.Parse(await full.Content.ReadAsStringAsync())!.ToJsonString());
    }

    [Fact]
    public async Task A_partly_public_event_without_an_id_gets_one_that_tells_nothing()
    {
        await using var world = await StartAsync();
        var text = Event(1).Replace($"\"eventID\":\"{IdOf(1)}\",", "");
        var job = await CaptureAsync(world.Farm, Document(text), "public; what=private");
        var id = (string)job["events"]![0]!["eventId"]!;
        Assert.StartsWith("urn:uuid:", id);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Rival, EventHash.Compute(Encoding.UTF8.GetBytes(Document(text)))[0])).StatusCode);
        Assert.Equal(id, (string)JsonNode.Parse(await (await GetEventAsync(world.Public, id)).Content.ReadAsStringAsync())!["eventID"]!);
        Assert.Equal(id, (string)(await CaptureAsync(world.Farm, Document(text), "public; what=private"))["events"]![0]!["eventId"]!);
    }

    [Fact]
    public async Task Anothers_hidden_event_makes_no_conflict_and_tells_nothing_by_answers_to_a_guess()
    {
        await using var world = await StartAsync();
        await CaptureAsync(world.Farm, Document(Event(1)), "private");
        await CaptureAsync(world.Rival, Document(Event(1).Replace("/step/", "/leap/")));
        await CaptureAsync(world.Farm, Document(Event(2)), "public; where=private");
        List<string> answers = [];
        foreach (var (guess, visibility) in ((string, string?)[])[(Event(2), null), (Event(2), "public; where=private"), (Event(2).Replace("/step/", "/leap/"), null)])
        {
            var job = await CaptureAsync(world.Rival, Document(guess), visibility);
            Assert.Equal((false, 0), ((bool)job["success"]!, (int)job["capturedCount"]!));
            Assert.Empty(job["events"]!.AsArray());
            answers.Add(job["errors"]!.ToJsonString());
        }
        // Whether the guess is right, and whose event it is, makes no difference.
        await CaptureAsync(world.Rival, Document(Event(3)), "public; where=private");
        var own = await CaptureAsync(world.Rival, Document(Event(3).Replace("/step/", "/leap/")));
        answers.Add(own["errors"]!.ToJsonString().Replace(IdOf(3), IdOf(2)));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, (int)(await CaptureAsync(world.Farm, Document(Event(2)), "public; where=private"))["eventCount"]!);
        Assert.Equal(0, (int)(await CaptureAsync(world.Farm, Document(Event(1)), "private"))["capturedCount"]!);
        Assert.Contains("/step/", await (await GetEventAsync(world.Farm, IdOf(1))).Content.ReadAsStringAsync());
        Assert.Contains("/leap/", await (await GetEventAsync(world.Public, IdOf(1))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_party_s_policy_counts_where_the_capture_says_nothing()
    {
        await using var world = await StartAsync();
        (await world.Farm.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "parties:4" })).EnsureSuccessStatusCode();
        await CaptureAsync(world.Farm, Document(Event(1)));
        await CaptureAsync(world.Farm, Document(Event(2)), "public");
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Carrier, IdOf(1))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Shop, IdOf(1))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Public, IdOf(2))).StatusCode);
        Assert.Equal((400, "visibility-invalid"), await ApiHost.ProblemAsync(await PostAsync(world.Farm, Document(Event(3)), "secret")));
        Assert.Equal((422, "unknown-party"), await ApiHost.ProblemAsync(await PostAsync(world.Farm, Document(Event(3)), "parties:99")));
    }

    [Fact]
    public async Task Without_a_master_key_public_events_are_captured_and_confidential_ones_refused()
    {
        await using var world = await StartAsync(configure: options => options.Use(ApiHost.Manifest with { ChainId = 2026, Development = false }, null));
        Assert.Equal((503, "confidentiality-off"), await ApiHost.ProblemAsync(await PostAsync(world.Farm, Document(Event(1)), "custody")));
        await CaptureAsync(world.Farm, Document(Event(1)), "public");
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Rival, IdOf(1))).StatusCode);
    }

    [Fact]
    public async Task What_is_encrypted_from_now_on_goes_to_the_new_key_and_what_was_stays_readable()
    {
        await using var world = await StartAsync();
        await CaptureAsync(world.Farm, Document(Event(1)), "parties:3");
        (await world.Carrier.PostAsync("/parties/3/encryption-keys", null)).EnsureSuccessStatusCode();
        await CaptureAsync(world.Farm, Document(Event(2)), "parties:3");
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Carrier, IdOf(1))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Carrier, IdOf(2))).StatusCode);
    }

    /// <summary>A problem without what names this one request.</summary>
    private static string Neutral(string problem)
    {
        var json = JsonNode.Parse(problem)!.AsObject();
        foreach (var name in (string[])["traceId", "instance", "detail"]) json.Remove(name);
        return json.ToJsonString();
    }
}
