using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Documents;

namespace Ledger.Api.Tests.Queries;

/// <summary>The REST binding of EPCIS 2.0 beside the query language: resources, versions, forms, named queries, refusals.</summary>
public sealed class EpcisInterfaceTests : IAsyncLifetime
{
    private const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000d1";
    private QueryHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await QueryHost.StartAsync();
        await host.CaptureAsync(Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9521102.000125.A%2FB%25"), Samples.Event(Id.Replace("d1", "d2"), "urn:epc:id:sgtin:9521102.000125.2", "receiving")));
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("", "events")]
    [InlineData("/eventTypes", "TransformationEvent")]
    [InlineData("/eventTypes/ObjectEvent", "events")]
    [InlineData("/bizSteps?perPage=100", "shipping")]
    [InlineData("/bizSteps/urn:epcglobal:cbv:bizstep:shipping", "events")]
    [InlineData("/readPoints", "https://id.gs1.org/414/9506000000015")]
    [InlineData("/readPoints/urn%3Aepc%3Aid%3Asgln%3A9506000.00001.0", "events")]
    [InlineData("/epcs?perPage=5", "https://id.gs1.org/01/09521102001258/21/2")]
    [InlineData("/epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.2", "events")]
    public async Task Every_resource_lists_what_is_below_it(string path, string member)
    {
        var list = (await host.Api.Client.GetFromJsonAsync<JsonObject>($"/epcis/v2{path}"))!;
        Assert.Equal("Collection", (string)list["type"]!);
        Assert.Contains(member, list["member"]!.AsArray().Select(m => (string)m!));
    }

    [Fact]
    public async Task What_a_path_names_is_read_however_its_fixed_part_is_written()
    {
        var page = await host.Api.Client.GetAsync("/EPCIS/V2/epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.A%252FB%2525/events");
        Assert.Equal([Id], Subscriptions.SubscriptionRig.EventIds(await page.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("eventTypes/ObjectEvents")]
    [InlineData("epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.3")]
    [InlineData("events/urn%3Auuid%3A8bd8b1a8-3a34-4d6b-9b0a-0000000000ff")]
    [InlineData("queries/none")]
    [InlineData("queries/none/events")]
    public async Task What_is_not_there_is_not_found(string path) => Assert.Equal(404, (await host.RefusedAsync(path)).Status);

    [Theory]
    [InlineData("epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.A%252FB%2525/events", 1)]
    [InlineData("epcs/https%3A%2F%2Fexample.com%2F01%2F09521102001258%2F21%2FA%252FB%2525/events", 1)]
    [InlineData("epcs/https:%2f%2fexample.com%2f01%2f09521102001258/events", 2)]
    [InlineData("epcs/urn%3Aepc%3Aid%3Asgtin%3A9521102.000125.3/events", 0)]
    [InlineData("bizSteps/https%3A%2F%2Fref.gs1.org%2Fcbv%2FBizStep-receiving/events?EQ_action=OBSERVE", 1)]
    [InlineData("bizSteps/receiving/events?EQ_bizStep=shipping", 0)]
    [InlineData("readPoints/https%3A%2F%2Fid.gs1.org%2F414%2F9506000000015/events", 2)]
    [InlineData("dispositions/in_transit/events", 0)]
    [InlineData("eventTypes/AggregationEvent/events", 0)]
    [InlineData("events?EQ_bizStep=%25", 0)]
    public async Task Events_are_found_below_every_resource_in_every_form(string path, int count) => Assert.Equal(count, (await host.EventsAsync(path)).Count);

    [Theory]
    [InlineData("events?perPage=abc", "perPage")]
    [InlineData("events?perPage=0", "perPage")]
    [InlineData("events?perPage=1&perPage=2", "perPage")]
    [InlineData("events?EQ_nonsense=1", "EQ_nonsense")]
    [InlineData("events?GE_eventTime=now", "GE_eventTime")]
    [InlineData("epcs?EQ_bizStep=shipping", "EQ_bizStep")]
    [InlineData("events?eventCountLimit=5", "eventCountLimit")]
    public async Task A_wrong_parameter_is_named(string path, string name)
    {
        var (status, code, detail) = await host.RefusedAsync(path);
        Assert.Equal((400, "query-parameter"), (status, code));
        Assert.StartsWith(name + ":", detail);
    }

    [Fact]
    public async Task Versions_are_said_and_others_refused()
    {
        using var options = await host.Api.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/epcis/v2/queries/x"));
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal("DELETE, GET, OPTIONS", string.Join(", ", options.Content.Headers.Allow.Order()));
        foreach (var name in new[] { "GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-EPCIS-Max", "GS1-CBV-Version", "GS1-CBV-Min", "GS1-CBV-Max", "GS1-EPC-Format", "GS1-CBV-XML-Format", "GS1-Vendor-Version" })
            Assert.True(options.Headers.Contains(name), name);
        foreach (var (name, version, status) in new[] { ("GS1-EPCIS-Min", "2.0.0", 200), ("GS1-EPCIS-Min", "2.1", 406), ("GS1-EPCIS-Max", "1.2", 406), ("GS1-CBV-Max", "2", 200), ("GS1-EPCIS-Version", "x", 400),
            ("Accept", "text/plain", 406), ("Accept", "text/html, application/ld+json;q=0.5", 200), ("GS1-EPC-Format", "Sometimes", 400), ("GS1-Extensions", "nonsense", 400) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/epcis/v2/events");
            request.Headers.TryAddWithoutValidation(name, version);
            Assert.Equal((name, status), (name, (int)(await host.Api.Client.SendAsync(request)).StatusCode));
        }
    }

    [Theory]
    [InlineData(null, "https://id.gs1.org/01/09521102001258/21/A%2FB%25")]
    [InlineData("No_Preference", "urn:epc:id:sgtin:9521102.000125.A%2FB%25")]
    [InlineData("Always_EPC_URN", "urn:epc:id:sgtin:9521102.000125.A%2FB%25")]
    public async Task Epcs_come_in_the_form_asked_for(string? format, string epc)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(Id)}");
        if (format is not null) request.Headers.Add("GS1-EPC-Format", format);
        var answer = await (await host.Api.Client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.Equal(epc, (string)QueryHost.EventsOf(answer).Single()["epcList"]![0]!);
        Assert.True(DateTimeOffset.UtcNow - (DateTimeOffset)QueryHost.EventsOf(answer).Single()["recordTime"]! < TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("application/ld+json", "application/ld+json")]
    [InlineData("application/ld+json, application/json;q=0.9", "application/ld+json")]
    [InlineData("application/json, application/xml, text/xml, application/ld+json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/xml", "application/xml")]
    public async Task Events_come_under_the_name_of_the_form_that_was_asked_for(string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/epcis/v2/events/{Uri.EscapeDataString(Id)}");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        Assert.Equal(type, (await host.Api.Client.SendAsync(request)).Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task The_standards_own_query_takes_its_parameters_from_the_request_and_its_name_is_nobodys()
    {
        Assert.Equal(QueryHost.EventsOf(await host.Client.GetStringAsync("/epcis/v2/events?EQ_action=ADD")).Count, QueryHost.EventsOf(await host.Client.GetStringAsync("/epcis/v2/queries/SimpleEventQuery/events?EQ_action=ADD")).Count);
        Assert.Equal("""{"name":"SimpleEventQuery","query":{}}""", await host.Client.GetStringAsync("/epcis/v2/queries/SimpleEventQuery"));
        Assert.StartsWith("colour:", (await host.RefusedAsync("queries/SimpleEventQuery/events?colour=red")).Detail);
        Assert.Equal((409, "query-exists"), await ApiHost.ProblemAsync(await host.Client.PostAsync("/epcis/v2/queries", ApiHost.JsonBody("""{ "name": "SimpleEventQuery", "query": {} }"""))));
        Assert.Equal((404, "no-such-query"), await ApiHost.ProblemAsync(await host.Client.DeleteAsync("/epcis/v2/queries/SimpleEventQuery")));
    }

    [Fact]
    public async Task A_query_with_a_name_is_kept_run_listed_and_deleted()
    {
        var body = ApiHost.JsonBody("""{ "name": "receipts", "query": { "EQ_bizStep": ["receiving"], "orderBy": "eventTime" } }""");
        var created = await host.Client.PostAsync("/epcis/v2/queries", body);
        Assert.Equal((HttpStatusCode.Created, "/epcis/v2/queries/receipts"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal((409, "query-exists"), await ApiHost.ProblemAsync(await host.Client.PostAsync("/epcis/v2/queries", body)));
        Assert.Single(await host.EventsAsync("queries/receipts/events?perPage=1"));
        Assert.Equal("receiving", (string)(await host.JsonAsync("queries/receipts"))!["query"]!["EQ_bizStep"]![0]!);
        Assert.Equal("receipts", (string)(await host.Client.GetFromJsonAsync<JsonArray>("/epcis/v2/queries"))![0]!["name"]!);
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Api.Client.DeleteAsync("/epcis/v2/queries/receipts")));
        Assert.Equal(HttpStatusCode.NoContent, (await host.Client.DeleteAsync("/epcis/v2/queries/receipts")).StatusCode);
        Assert.Equal(404, (await host.RefusedAsync("queries/receipts")).Status);
        var wrong = await host.Client.PostAsync("/epcis/v2/queries", ApiHost.JsonBody("""{ "name": "bad", "query": { "EQ_bizSteps": ["receiving"] } }"""));
        Assert.Equal((400, "query-parameter"), await ApiHost.ProblemAsync(wrong));
        Assert.Equal("epcisException:QueryParameterException", (string)JsonNode.Parse(await wrong.Content.ReadAsStringAsync())!["type"]!);
    }
}
