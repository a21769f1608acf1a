using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Dapper;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Documents;

/// <summary>The capture interface of EPCIS 2.0's REST binding.</summary>
public sealed class CaptureInterfaceTests : IAsyncLifetime
{
    private readonly PrivateKey key = PrivateKey.Generate();
    private ApiHost host = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ApiHost.StartAsync(options => (options.CaptureLimit, options.CaptureEventLimit) = (3_000_000, 3000));
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        client = await host.SignInAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        key.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task With_proceed_the_valid_events_are_captured_and_the_job_names_the_others()
    {
        var document = Samples.Document(Event(1), Event(2).Replace("OBSERVE", "WATCH"), Event(3));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await PostAsync(document)));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(1));

        var response = await PostAsync(document, "proceed");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK], [await StatusOfAsync(1), await StatusOfAsync(2), await StatusOfAsync(3)]);
        var job = (await client.GetFromJsonAsync<JsonObject>(response.Headers.Location))!;
        Assert.Equal((false, false, "proceed", 3, 2), ((bool)job["running"]!, (bool)job["success"]!, (string)job["captureErrorBehaviour"]!, (int)job["eventCount"]!, (int)job["capturedCount"]!));
        var error = Assert.Single(job["errors"]!.AsArray())!;
        Assert.Equal(("/epcisBody/eventList/1/action", 400), ((string)error["pointer"]!, (int)error["status"]!));
        using var request = new HttpRequestMessage(HttpMethod.Get, response.Headers.Location) { Headers = { { "Accept", "application/xml" } } };
        var xml = XDocument.Parse(await (await client.SendAsync(request)).Content.ReadAsStringAsync()).Root!;
        Assert.Equal(("EPCISCaptureJob", "false", "proceed"), (xml.Name.LocalName, (string?)xml.Attribute("success"), (string?)xml.Element("captureErrorBehaviour")));
        Assert.Single(xml.Element("errors")!.Elements("error"));
    }

    [Fact]
    public async Task What_is_confidential_is_captured_by_a_server_that_signs_for_its_parties()
    {
        using var relayer = PrivateKey.Generate();
        await using var signing = await ApiHost.StartAsync(options => options.Use(ApiHost.Manifest, relayer));
        await signing.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        using var party = await signing.SignInAsync(key);
        party.DefaultRequestHeaders.Add("Ledger-Visibility", "private");
        var answer = await party.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Samples.Document(Event(90))));
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_answer_to_a_query_is_not_captured()
    {
        var document = await File.ReadAllTextAsync(Vectors.Require("gs1", "epcis", "gs1", "JSON", "EPCISQueryDocument.jsonld"));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await PostAsync(document)));
    }

    [Fact]
    public async Task A_conflict_refuses_the_whole_document_or_with_proceed_that_event_alone()
    {
        await AcceptAsync(Samples.Document(Event(10)));
        var document = Samples.Document(Event(11), Event(10, "urn:epc:id:sgtin:9506000.013435.other"));
        await RejectAsync(document, "/epcisBody/eventList/1", Id(10));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(11));
        var job = await AcceptAsync(document, "proceed");
        Assert.False((bool)job["success"]!);
        Assert.Equal(("event-conflict", "/epcisBody/eventList/1"), ((string)job["errors"]![0]!["code"]!, (string)job["errors"]![0]!["pointer"]!));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(11));
    }

    [Fact]
    public async Task A_conflict_behind_a_thousand_events_still_refuses_all_of_them()
    {
        await AcceptAsync(Samples.Document(Event(10)));
        var events = Enumerable.Range(2000, 1200).Select(number => Event(number)).Append(Event(10, "urn:epc:id:sgtin:9506000.013435.other"));
        await RejectAsync(Samples.Document([.. events]), "/epcisBody/eventList/1200", Id(10));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(2000));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(3199));
    }

    [Fact]
    public async Task An_event_without_an_id_is_one_event_however_it_is_written_and_however_often_it_is_sent()
    {
        var plain = Event(0).Replace("\"eventID\":\"" + Id(0) + "\",", "", StringComparison.Ordinal);
        Assert.DoesNotContain("eventID", plain);
        var link = plain.Replace("urn:epc:id:sgtin:9506000.013435.0", "https://id.gs1.org/01/09506000134352/21/0", StringComparison.Ordinal);
        var first = await AcceptAsync(Samples.Document(plain));
        Assert.Equal((1, 2), ((int)first["capturedCount"]!, (int)(await AcceptAsync(Samples.Document(link, plain)))["eventCount"]!));
        Assert.Equal(0, (int)(await AcceptAsync(Samples.Document(link, plain)))["capturedCount"]!);
        Assert.StartsWith("ni:///sha-256;", (string)first["events"]![0]!["eventId"]!);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString((string)first["events"]![0]!["eventId"]!)}")).StatusCode);
    }

    [Fact]
    public async Task The_same_event_twice_in_a_document_is_captured_once_and_another_of_its_id_is_a_conflict()
    {
        Assert.Equal((2, 1), Counts(await AcceptAsync(Samples.Document(Event(20), Event(20)))));
        await RejectAsync(Samples.Document(Event(21), Event(21, "urn:epc:id:sgtin:9506000.013435.other")), "/epcisBody/eventList/1", Id(21));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(21));
    }

    [Fact]
    public async Task One_event_is_created_with_its_address_and_refused_when_it_exists()
    {
        var bare = Event(30).Insert(1, "\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"],");
        var response = await client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(bare, "application/ld+json"));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(bare, await Samples.CapturedAsync(host.Client, Id(30)));
        Assert.True((await host.Client.GetAsync(response.Headers.Location)).IsSuccessStatusCode);
        Assert.Equal((409, "event-exists"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(bare))));
        var other = bare.Replace("9506000.013435.30", "9506000.013435.31", StringComparison.Ordinal);
        Assert.Equal((409, "event-conflict"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(other))));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(Samples.Document(Event(32))))));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/events", ApiHost.JsonBody(Event(33)))));
    }

    [Fact]
    public async Task The_jobs_of_a_party_are_listed_newest_first_page_by_page_and_no_one_else_sees_them()
    {
        var jobs = new List<string>();
        for (var i = 0; i < 5; i++) jobs.Add((string)(await AcceptAsync(Samples.Document(Event(40 + i))))["captureID"]!);
        var listed = new List<string>();
        for (var page = "/epcis/v2/capture?perPage=2"; page is not null;)
        {
            var response = await client.GetAsync(page);
            listed.AddRange((await response.Content.ReadFromJsonAsync<JsonArray>())!.Select(job => (string)job!["captureID"]!));
            page = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('>')[0][1..] : null;
        }
        Assert.Equal(jobs.AsEnumerable().Reverse(), listed);
        Assert.Equal((400, "query-parameter"), await ApiHost.ProblemAsync(await client.GetAsync("/epcis/v2/capture?perPage=abc")));
        Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await client.GetAsync("/epcis/v2/capture?nextPageToken=abc")));
        using var otherKey = PrivateKey.Generate();
        await host.AddPartyAsync(3, otherKey.Address, PartyRoles.Carrier);
        using var other = await host.SignInAsync(otherKey);
        Assert.Empty((await other.GetFromJsonAsync<JsonArray>("/epcis/v2/capture"))!);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/epcis/v2/capture/{jobs[0]}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Client.GetAsync($"/epcis/v2/capture/{jobs[0]}")).StatusCode);
    }

    [Fact]
    public async Task Limits_are_announced_and_held()
    {
        var response = await PostAsync(Samples.Document(Event(50)));
        Assert.Equal(("3000", "3000000", "2.0.0"), (Header(response, "GS1-EPCIS-Capture-Limit"), Header(response, "GS1-EPCIS-Capture-File-Size-Limit"), Header(response, "GS1-EPCIS-Version")));
        var many = await PostAsync(Samples.Document([.. Enumerable.Range(1000, 3001).Select(i => Event(i))]));
        Assert.Equal((413, "too-many-events"), await ApiHost.ProblemAsync(many));
        Assert.Equal("3000", Header(many, "GS1-EPCIS-Capture-Limit"));
        Assert.Equal((413, "body-too-large"), await ApiHost.ProblemAsync(await PostAsync(new string(' ', 3_000_001))));
        Assert.Equal((415, "unsupported-media-type"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody("{}", "text/plain"))));
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await PostAsync(Samples.Document(Event(51)), "perhaps")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("proceed")]
    public async Task A_long_document_is_captured_whole_and_a_fault_at_its_end_is_found(string? behaviour)
    {
        string[] events = [.. Enumerable.Range(1000, 2999).Select(i => Event(i).PadRight(400))];
        var faulty = Samples.Document([.. events, Event(7).Replace("OBSERVE", "WATCH")]);
        Assert.True(faulty.Length > 1024 * 1024);
        if (behaviour is null)
        {
            var refused = await PostAsync(faulty);
            Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(refused));
            Assert.Equal("/epcisBody/eventList/2999/action", Assert.Single(JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["values"]!.AsObject()).Key);
            Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(1000));
            Assert.Equal((2999, 2999), Counts(await AcceptAsync(Samples.Document(events))));
            Assert.Equal((2999, 0), Counts(await AcceptAsync(Samples.Document(events))));
        }
        else Assert.Equal((3000, 2999), Counts(await AcceptAsync(faulty, behaviour)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await StatusOfAsync(1000), await StatusOfAsync(3998)]);
    }

    [Fact]
    public async Task Documents_that_wait_together_are_all_stored_and_one_that_conflicts_harms_no_other()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => PostAsync(i % 6 == 5
            ? Samples.Document(Event(9000 + i), Event(8000, $"urn:epc:id:sgtin:9506000.013435.{i}")) : Samples.Document(Event(9000 + i)))));
        var captured = 0;
        for (var i = 0; i < 60; i++)
        {
            var isCaptured = (bool)(await answers[i].Content.ReadFromJsonAsync<JsonObject>())!["success"]!;
            Assert.Equal(isCaptured ? HttpStatusCode.OK : HttpStatusCode.NotFound, await StatusOfAsync(9000 + i));
            if (isCaptured) captured++;
        }
        Assert.Equal(51, captured);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
    }

    [Fact]
    public async Task A_long_document_with_conflicts_is_rejected_whole_and_its_job_names_them_all()
    {
        await AcceptAsync(Samples.Document(Event(10), Event(12)));
        string[] events = [.. Enumerable.Range(5000, 2900).Select(i => Event(i).PadRight(400))];
        events[1500] = Event(10, "urn:epc:id:sgtin:9506000.013435.other");
        events[2800] = Event(12, "urn:epc:id:sgtin:9506000.013435.other");
        var document = Samples.Document(events);
        Assert.True(document.Length > 1024 * 1024);
        var job = await RejectAsync(document, "/epcisBody/eventList/1500", Id(10));
        Assert.Equal((2900, 0, "/epcisBody/eventList/2800"), ((int)job["eventCount"]!, (int)job["capturedCount"]!, (string)job["errors"]![1]!["pointer"]!));
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [await StatusOfAsync(5000), await StatusOfAsync(7899)]);
        Assert.Equal((2900, 2898), Counts(await AcceptAsync(document, "proceed")));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await PostAsync(Samples.Document([.. events, Event(13).Replace("OBSERVE", "WATCH")]))));
    }

    [Fact]
    public async Task Master_data_of_a_rejected_document_is_not_kept()
    {
        await AcceptAsync(Samples.Document(Event(60)));
        const string Header = "\"epcisHeader\":{\"epcisMasterData\":{\"vocabularyList\":[{\"type\":\"urn:epcglobal:epcis:vtype:BusinessLocation\",\"vocabularyElementList\":[{\"id\":\"https://example.org/site/7\",\"attributes\":[{\"id\":\"cbvmda:name\",\"attribute\":\"Dock\"}]}]}]}},";
        var rejected = Samples.Document(Event(60, "urn:epc:id:sgtin:9506000.013435.other")).Replace("\"epcisBody\"", Header + "\"epcisBody\"", StringComparison.Ordinal);
        await RejectAsync(rejected, "/epcisBody/eventList/0", Id(60));
        Assert.Equal(0, await NamesAsync());
        await AcceptAsync(rejected, "proceed");
        Assert.Equal(1, await NamesAsync());
    }

    private static string Id(int number) => $"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{number:x12}";

    private static string Event(int number, string? epc = null) => Samples.Event(Id(number), epc ?? $"urn:epc:id:sgtin:9506000.013435.{number}");

    private async Task<long> NamesAsync()
    {
        await using var connection = await host.Database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>("select count(*) from captured.master_name where uri = 'https://example.org/site/7'");
    }

    /// <summary>A capture whose job fails: accepted, done, without success, and durable; its first error names the place and the event.</summary>
    private async Task<JsonObject> RejectAsync(string document, string pointer, string eventId)
    {
        var answered = await AcceptAsync(document);
        var job = (await client.GetFromJsonAsync<JsonObject>($"/epcis/v2/capture/{answered["captureID"]}"))!;
        Assert.Equal((false, false, "rollback", 0), ((bool)job["running"]!, (bool)job["success"]!, (string)job["captureErrorBehaviour"]!, (int)job["capturedCount"]!));
        foreach (var captured in (JsonNode?[])[answered["events"], job["events"]]) Assert.Equal((int)job["eventCount"]! > 100 ? null : 0, captured?.AsArray().Count);
        Assert.Equal(job["errors"]!.ToJsonString(), answered["errors"]!.ToJsonString());
        var error = job["errors"]![0]!;
        Assert.Equal(("epcisException:ResourceAlreadyExistsException", 409, "event-conflict", pointer), ((string)error["type"]!, (int)error["status"]!, (string)error["code"]!, (string)error["pointer"]!));
        Assert.Contains(eventId, (string)error["detail"]!);
        return job;
    }

    private static (int, int) Counts(JsonObject job) => ((int)job["eventCount"]!, (int)job["capturedCount"]!);

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private async Task<HttpStatusCode> StatusOfAsync(int number) => (await host.Client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString(Id(number))}")).StatusCode;

    private async Task<JsonObject> AcceptAsync(string document, string? behaviour = null)
    {
        var response = await PostAsync(document, behaviour);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private async Task<HttpResponseMessage> PostAsync(string document, string? behaviour = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = ApiHost.JsonBody(document) };
        if (behaviour is not null) request.Headers.Add("GS1-Capture-Error-Behaviour", behaviour);
        return await client.SendAsync(request);
    }
}
