using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Documents;

public sealed class CaptureTests : IAsyncLifetime
{
    private readonly PrivateKey key = PrivateKey.Generate();
    private ApiHost host = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ApiHost.StartAsync();
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
    public async Task A_document_is_stored_with_a_commitment_for_each_event_and_read_back_byte_for_byte()
    {
        var text = Samples.Event("urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a1", "urn:epc:id:sgtin:9506000.013435.ABC");
        var response = await PostAsync(Samples.Document(text));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        var receipt = job["events"]!.AsArray().Single()!;
        var body = await Samples.CapturedAsync(host.Client, (string)receipt["eventId"]!);
        Assert.Equal(text, body);
        var salt = Convert.FromHexString(((string)receipt["salt"]!)[2..]);
        Assert.Equal((string)receipt["commitment"]!, FieldCommitment.Compute(
            Encoding.UTF8.GetBytes(body), Encoding.UTF8.GetBytes(Samples.Context), new Hash32(Convert.FromHexString(EventHash.Compute(Encoding.UTF8.GetBytes(Samples.Document(text))).Single().AsSpan(14, 64))), salt).ToString());
        var again = (await client.GetFromJsonAsync<JsonObject>(response.Headers.Location!.ToString()))!;
        Assert.Equal((string)receipt["commitment"]!, (string)again["events"]![0]!["commitment"]!);
        foreach (var time in new[] { "createdAt", "finishedAt" }) Assert.Equal((string)job[time]!, (string)again[time]!);
    }

    [Fact]
    public async Task The_same_event_twice_is_one_event_and_another_of_its_id_is_a_conflict()
    {
        const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a2";
        var first = await CommitmentAsync(Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9506000.013435.1")));
        var spaced = Samples.Document(Samples.Event(Id, "urn:epc:id:sgtin:9506000.013435.1").Replace(",", " ,\n "));
        Assert.Equal(first, await CommitmentAsync(spaced));
        var other = Samples.Document(Samples.Event("urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a3", "urn:epc:id:sgtin:9506000.013435.3"), Samples.Event(Id, "urn:epc:id:sgtin:9506000.013435.2"));
        var answer = await PostAsync(other);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((false, 0, "event-conflict"), ((bool)job["success"]!, (int)job["capturedCount"]!, (string)job["errors"]![0]!["code"]!));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/epcis/v2/events/urn%3Auuid%3A8bd8b1a8-3a34-4d6b-9b0a-0000000000a3")).StatusCode);
    }

    [Fact]
    public async Task An_error_declaration_stands_beside_the_event_that_it_withdraws()
    {
        const string Id = "urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a4";
        var plain = Samples.Event(Id, "urn:epc:id:sgtin:9506000.013435.1");
        var declared = plain[..^1] + ",\"errorDeclaration\":{\"declarationTime\":\"2026-03-02T12:00:00Z\",\"reason\":\"incorrect_data\"}}";
        var first = await CommitmentAsync(Samples.Document(plain));
        Assert.NotEqual(first, await CommitmentAsync(Samples.Document(declared)));
        Assert.Equal(plain, await Samples.CapturedAsync(host.Client, Id));
    }

    [Theory]
    [InlineData("\"action\":\"OBSERVE\"", "\"action\":\"WATCH\"")]
    [InlineData("9506000.013435.ABC", "9506000.13435.ABC")]
    [InlineData("\"eventTime\":\"2026-03-01T12:00:00Z\"", "\"eventTime\":\"yesterday\"")]
    [InlineData("\"eventList\"", "\"events\"")]
    public async Task What_is_no_valid_epcis_is_refused_with_the_place(string found, string replacement)
    {
        var document = Samples.Document(Samples.Event("urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a5", "urn:epc:id:sgtin:9506000.013435.ABC"));
        Assert.Contains(found, document);
        var response = await PostAsync(document.Replace(found, replacement));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(response));
        Assert.NotEmpty(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["values"]!.AsObject());
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/epcis/v2/events/urn%3Auuid%3A8bd8b1a8-3a34-4d6b-9b0a-0000000000a5")).StatusCode);
    }

    [Fact]
    public async Task An_idempotency_key_runs_a_request_once_and_replays_its_answer()
    {
        var document = Samples.Document(Samples.Event("urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-0000000000a6", "urn:epc:id:sgtin:9506000.013435.6"));
        var first = await PostAsync(document, "key-1");
        var second = await PostAsync(document, "key-1");
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal((422, "idempotency-key-reused"), await ApiHost.ProblemAsync(await PostAsync(document + " ", "key-1")));
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await PostAsync(document, new string('k', 200))));
        Assert.Equal((400, "epcis-invalid"), await ApiHost.ProblemAsync(await PostAsync("{\"type\":\"nothing\"}", "key-2")));
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(document, "key-2")).StatusCode);
    }

    [Fact]
    public async Task An_identity_is_opened_only_by_what_the_chain_commits_to()
    {
        const string Document = "{\"name\":\"Orchard Farm\"}";
        var salt = Keccak256.Hash("salt"u8);
        await host.AddPartyAsync(3, PrivateKey.Generate().Address, PartyRoles.Carrier, identity: Ledger.Sdk.Provenance.Commitment.Of(salt, System.Text.Encoding.UTF8.GetBytes(Document)));
        await host.ReachBlockAsync(10);
        Assert.Equal((422, "identity-mismatch"), await ApiHost.ProblemAsync(await host.Client.PutAsJsonAsync("/parties/3/identity", new { document = Document.Replace("Farm", "Form"), salt = salt.ToString() })));
        (await host.Client.PutAsJsonAsync("/parties/3/identity", new { document = Document, salt = salt.ToString() })).EnsureSuccessStatusCode();
        Assert.Equal("Orchard Farm", (string)(await host.Client.GetFromJsonAsync<JsonObject>("/parties/3"))!["name"]!);
        await host.AddPartyAsync(3, PrivateKey.Generate().Address, PartyRoles.Carrier, identity: Keccak256.Hash("another"u8));
        Assert.Null((await host.Client.GetFromJsonAsync<JsonObject>("/parties/3"))!["name"]);
    }

    private async Task<string> CommitmentAsync(string document)
    {
        var response = await PostAsync(document);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["events"]![0]!["commitment"]!;
    }

    private async Task<HttpResponseMessage> PostAsync(string document, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/epcis/v2/capture") { Content = ApiHost.JsonBody(document) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await client.SendAsync(request);
    }
}
