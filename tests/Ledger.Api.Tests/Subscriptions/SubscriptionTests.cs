using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Webhooks;

namespace Ledger.Api.Tests.Subscriptions;

public sealed class SubscriptionTests(SubscriptionTests.Host fixture) : IClassFixture<SubscriptionTests.Host>
{
    private const string Path = "/epcis/v2/queries/shipped/subscriptions";
    private const string Token = "13df38d8275b13f05704629e5f1cf3d45d6132d5";

    [Fact]
    public async Task A_subscriber_is_told_of_a_captured_event_and_can_check_who_told_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var created = await SubscribeAsync(new { dest = receiver.Url + "/hook", signatureToken = Token, stream = true });
        var subscription = (await created.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((HttpStatusCode.Created, $"{Path}/{subscription["subscriptionID"]}"), (created.StatusCode, created.Headers.Location!.ToString()));
        Assert.DoesNotContain(Token, subscription.ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool)subscription["stream"]!);
        var ids = await fixture.CaptureAsync();
        var request = Assert.Single(await receiver.TakenAsync(1));
        Assert.Equal(ids, SubscriptionRig.EventIds(request.Body));
        Assert.True(WebhookSignature.Verify(Token, request.Headers["GS1-Signature"], Encoding.UTF8.GetBytes(request.Body), DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1)));
        var results = JsonNode.Parse(request.Body)!["epcisBody"]!["queryResults"]!;
        Assert.Equal(((string)subscription["subscriptionID"]!, "shipped"), ((string)results["subscriptionID"]!, (string)results["queryName"]!));
        JsonObject shown;
        do shown = (await fixture.Farm.GetFromJsonAsync<JsonObject>(created.Headers.Location))!;
        while (!shown.ContainsKey("lastNotifiedAt"));
        Assert.InRange(DateTimeOffset.Parse((string)shown["lastNotifiedAt"]!, null), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.Farm.DeleteAsync(created.Headers.Location)).StatusCode);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(created.Headers.Location)));
        await fixture.CaptureAsync();
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_schedule_is_kept_as_it_was_given_and_runs()
    {
        await using var receiver = await Receiver.StartAsync();
        var created = await SubscribeAsync(new { dest = receiver.Url, reportIfEmpty = true, schedule = new { second = "0/1", hour = "[0-23]" }, initialRecordTime = "2030-01-01T00:00:00+02:00" });
        var subscription = (await created.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("{\"second\":\"0/1\",\"hour\":\"[0-23]\"}", subscription["schedule"]!.ToJsonString());
        Assert.Equal("2029-12-31T22:00:00+00:00", (string)subscription["initialRecordTime"]!);
        Assert.False(subscription.ContainsKey("stream"));
        Assert.Empty(SubscriptionRig.EventIds((await receiver.TakenAsync(2))[1].Body));
        await fixture.Farm.DeleteAsync(created.Headers.Location);
    }

    [Theory]
    [InlineData("""{"stream":true}""", "missing-field", "dest")]
    [InlineData("""{"dest":null,"stream":true}""", "missing-field", "dest")]
    [InlineData("""{"dest":7,"stream":true}""", "malformed-json", "dest")]
    [InlineData("""{"dest":"http://partner.example/","stream":true}""", "destination-refused", "dest: ")]
    [InlineData("""{"dest":"https://10.0.0.1/","stream":true}""", "destination-refused", "dest: ")]
    [InlineData("""{"dest":"https://me:secret@partner.example/","stream":true}""", "destination-refused", "dest: ")]
    [InlineData("""{"dest":"https://partner.example/"}""", "subscription-invalid", "stream: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":false}""", "subscription-invalid", "stream: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":"true"}""", "malformed-json", "stream")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"schedule":{"hour":"1"}}""", "subscription-invalid", "stream: ")]
    [InlineData("""{"dest":"https://partner.example/","schedule":{}}""", "subscription-invalid", "schedule: ")]
    [InlineData("""{"dest":"https://partner.example/","schedule":{"hour":"24"}}""", "subscription-invalid", "schedule.hour: ")]
    [InlineData("""{"dest":"https://partner.example/","schedule":{"minute":"[9-3]"}}""", "subscription-invalid", "schedule.minute: ")]
    [InlineData("""{"dest":"https://partner.example/","schedule":{"year":"2026"}}""", "unknown-field", "year")]
    [InlineData("""{"dest":"https://partner.example/","schedule":{"hour":1}}""", "malformed-json", "schedule")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"initialRecordTime":"yesterday"}""", "subscription-invalid", "initialRecordTime: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"initialRecordTime":"2026-03-01T12:00:00"}""", "subscription-invalid", "initialRecordTime: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"signatureToken":""}""", "subscription-invalid", "signatureToken: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"secret":""}""", "subscription-invalid", "secret: ")]
    [InlineData("""{"dest":"https://partner.example/","stream":true,"reportIfEmpty":1}""", "malformed-json", "reportIfEmpty")]
    public async Task What_makes_no_sense_is_refused_by_the_fields_name(string body, string code, string named)
    {
        var response = await fixture.Farm.PostAsync(Path, ApiHost.JsonBody(body));
        Assert.Equal((400, code), await ApiHost.ProblemAsync(response));
        Assert.Contains(named, (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_sees_its_own_subscriptions_only()
    {
        var created = await SubscribeAsync(new { dest = "https://partner.example/mine", signatureToken = Token, stream = true });
        var location = created.Headers.Location!.ToString();
        Assert.Contains(location[^36..], await fixture.Farm.GetStringAsync(Path), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, await fixture.Farm.GetStringAsync(Path), StringComparison.Ordinal);
        Assert.DoesNotContain(location[^36..], await fixture.Carrier.GetStringAsync(Path), StringComparison.Ordinal);
        foreach (var path in new[] { location, location + "/deliveries" }) Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await fixture.Carrier.GetAsync(path)));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await fixture.Carrier.DeleteAsync(location)));
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await fixture.Api.Client.GetAsync(location)));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(location.Replace("shipped", "received"))));
        Assert.Equal((404, "no-such-query"), await ApiHost.ProblemAsync(await fixture.Farm.PostAsync(Path.Replace("shipped", "none"), ApiHost.JsonBody("""{"dest":"https://partner.example/","stream":true}"""))));
        await fixture.Farm.DeleteAsync(location);
    }

    [Fact]
    public async Task A_delivery_that_failed_is_shown_with_its_reason_and_sent_again_on_demand_under_its_id()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.AnswerWith(500);
        var location = (await SubscribeAsync(new { dest = receiver.Url, stream = true })).Headers.Location!.ToString();
        var ids = await fixture.CaptureAsync();
        await receiver.TakenAsync(1);
        JsonNode failed;
        do failed = (await fixture.Farm.GetFromJsonAsync<JsonObject>(location + "/deliveries?state=waiting"))!["items"]!.AsArray().Single()!;
        while ((int)failed["attempts"]! == 0);
        Assert.Equal((500, "The receiver answered 500.", 1), ((int)failed["lastStatus"]!, (string)failed["lastError"]!, (int)failed["events"]!));
        receiver.AnswerWith(200);
        Assert.Equal(HttpStatusCode.Accepted, (await fixture.Farm.PostAsync($"{location}/deliveries/{failed["deliveryID"]}/redeliver", null)).StatusCode);
        var last = (await receiver.TakenAsync(2))[^1];
        Assert.Equal((string)failed["deliveryID"]!, last.Id);
        Assert.Equal(ids, SubscriptionRig.EventIds(last.Body));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await fixture.Farm.PostAsync($"{location}/deliveries/none/redeliver", null)));
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(location + "/deliveries?state=lost")));
        await fixture.Farm.DeleteAsync(location);
    }

    [Fact]
    public async Task Subscriptions_are_listed_page_by_page_and_end_with_their_query()
    {
        var made = await fixture.Farm.PostAsJsonAsync("/epcis/v2/queries", new { name = "short-lived", query = new { eventType = new[] { "ObjectEvent" } } });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var path = Path.Replace("shipped", "short-lived");
        var expected = new List<string>();
        for (var i = 0; i < 3; i++)
            expected.Add((string)(await (await fixture.Farm.PostAsJsonAsync(path, new { dest = "https://partner.example/", stream = true })).Content.ReadFromJsonAsync<JsonObject>())!["subscriptionID"]!);
        var listed = new List<string>();
        for (var next = path + "?perPage=2"; next is not null;)
        {
            var page = await fixture.Farm.GetAsync(next);
            listed.AddRange((await page.Content.ReadFromJsonAsync<JsonArray>())!.Select(entry => (string)entry!["subscriptionID"]!));
            next = page.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        Assert.Equal(expected, listed);
        Assert.Equal((400, "query-parameter"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(path + "?perPage=abc")));
        Assert.Equal((400, "query-parameter"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(path + "?colour=red")));
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.Farm.DeleteAsync("/epcis/v2/queries/short-lived")).StatusCode);
        Assert.Equal((404, "no-such-query"), await ApiHost.ProblemAsync(await fixture.Farm.GetAsync(path)));
        await using var connection = await fixture.Api.Database.OpenAsync();
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from captured.subscription where query = 'short-lived'"));
    }

    [Theory]
    [InlineData("Always_EPC_URN", "urn:epc:id:sgtin:9506000.013435.1")]
    [InlineData("Always_GS1_Digital_Link", "https://id.gs1.org/01/09506000134352/21/1")]
    [InlineData(null, "https://id.gs1.org/01/09506000134352/21/1")]
    public async Task Identifiers_come_in_the_form_that_the_subscriber_named(string? format, string expected)
    {
        await using var receiver = await Receiver.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new { dest = receiver.Url, stream = true }) };
        if (format is not null) request.Headers.Add("GS1-EPC-Format", format);
        var created = await fixture.Farm.SendAsync(request);
        Assert.Equal(format, (string?)(await created.Content.ReadFromJsonAsync<JsonObject>())!["epcFormat"]);
        await fixture.CaptureAsync();
        Assert.Contains($"\"{expected}\"", (await receiver.TakenAsync(1))[0].Body, StringComparison.Ordinal);
        await fixture.Farm.DeleteAsync(created.Headers.Location);
    }

    [Fact]
    public async Task What_can_be_done_is_told_by_options()
    {
        foreach (var (path, allowed) in new[] { (Path, "GET, OPTIONS, POST"), (Path + "/df5a33e3", "DELETE, GET, OPTIONS") })
        {
            var answer = await fixture.Farm.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
            Assert.Equal((HttpStatusCode.NoContent, allowed), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal))));
        }
    }

    private Task<HttpResponseMessage> SubscribeAsync(object body) => fixture.Farm.PostAsJsonAsync(Path, body);

    public sealed class Host : IAsyncLifetime
    {
        private readonly PrivateKey farmKey = PrivateKey.Generate();
        private readonly PrivateKey carrierKey = PrivateKey.Generate();

        public ApiHost Api { get; private set; } = null!;

        public HttpClient Farm { get; private set; } = null!;

        public HttpClient Carrier { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Api = await ApiHost.StartAsync(options => (options.WebhooksToLoopback, options.SocketPatience) = (true, TimeSpan.FromSeconds(1)));
            await Api.AddPartyAsync(2, farmKey.Address, PartyRoles.Producer);
            await Api.AddPartyAsync(3, carrierKey.Address, PartyRoles.Carrier);
            Farm = await Api.SignInAsync(farmKey);
            Carrier = await Api.SignInAsync(carrierKey);
            await using var connection = await Api.Database.OpenAsync(Access.Captured);
            await connection.ExecuteAsync("""insert into captured.named_query (name, party, query, prefixes, created) values ('shipped', 2, '{"EQ_bizStep":["shipping"]}', '{}', 0), ('packed', 2, '{"EQ_bizStep":["packing"]}', '{}', 0)""");
        }

        /// <summary>Captures an event that ships, and one that does not; returns the id of the first.</summary>
        public async Task<List<string>> CaptureAsync()
        {
            var id = $"urn:uuid:{Guid.NewGuid()}";
            var document = Samples.Document(Samples.Event(id, "urn:epc:id:sgtin:9506000.013435.1"), Samples.Event($"urn:uuid:{Guid.NewGuid()}", "urn:epc:id:sgtin:9506000.013435.1", "receiving"));
            (await Carrier.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(document))).EnsureSuccessStatusCode();
            return [id];
        }

        public async ValueTask DisposeAsync()
        {
            Farm.Dispose();
            Carrier.Dispose();
            farmKey.Dispose();
            carrierKey.Dispose();
            await Api.DisposeAsync();
        }
    }
}
