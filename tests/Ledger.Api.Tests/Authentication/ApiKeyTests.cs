using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Authentication;

public sealed class ApiKeyTests : IAsyncLifetime
{
    private readonly PrivateKey key = PrivateKey.Generate();
    private ApiHost host = null!;
    private HttpClient session = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ApiHost.StartAsync();
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        session = await host.SignInAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        key.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_key_captures_as_bearer_token_and_as_the_password_of_HTTP_Basic_with_any_user()
    {
        var (_, secret) = await IssueAsync("capture");
        using var bearer = With(new AuthenticationHeaderValue("Bearer", secret));
        Assert.Equal(HttpStatusCode.Accepted, (await CaptureAsync(bearer, "1")).StatusCode);
        foreach (var user in new[] { "", "erp", secret[3..19] })
        {
            using var basic = With(Basic(user, secret));
            var response = await CaptureAsync(basic, $"2{user}");
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await basic.GetAsync(response.Headers.Location)).StatusCode);
        }
    }

    [Fact]
    public async Task A_client_that_sends_its_password_only_when_asked_is_asked_and_captures_unchanged()
    {
        var (_, secret) = await IssueAsync("capture");
        using var handler = new HttpClientHandler { Credentials = new NetworkCredential("erp", secret) };
        using var client = new HttpClient(handler) { BaseAddress = host.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.Accepted, (await CaptureAsync(client, "3")).StatusCode);
    }

    [Fact]
    public async Task Curl_captures_with_user_and_password()
    {
        var (_, secret) = await IssueAsync("capture");
        ProcessStartInfo start = new("curl",
        [
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "-u", $"erp:{secret}", "-H", "Content-Type: application/json", "--data-binary", "@-",
            $"{host.Client.BaseAddress}epcis/v2/capture",
        ])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var curl = TryStart(start);
        Assert.SkipUnless(curl is not null, "curl is not installed.");
        await curl.StandardInput.WriteAsync(Document("4"));
        curl.StandardInput.Close();
        Assert.Equal("202", await curl.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task A_key_does_only_what_its_scopes_say_and_nothing_that_takes_a_session()
    {
        var (_, secret) = await IssueAsync("query");
        using var client = With(Basic("erp", secret));
        var refused = await CaptureAsync(client, "5");
        Assert.Equal((403, "insufficient-scope"), await ApiHost.ProblemAsync(refused));
        Assert.Contains("error=\"insufficient_scope\"", refused.Headers.WwwAuthenticate.ToString());
        Assert.Equal((403, "session-required"), await ApiHost.ProblemAsync(await client.GetAsync("/api-keys")));
        Assert.Equal((403, "session-required"), await ApiHost.ProblemAsync(await PostAsync(client, "more", ["capture"])));
        Assert.Equal((403, "session-required"), await ApiHost.ProblemAsync(await client.PostAsync("/index/rebuild", null)));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await client.GetAsync("/epcis/v2/events/urn%3Auuid%3A1")));
        Assert.Equal(["query"], (await client.GetFromJsonAsync<JsonObject>("/session"))!["scopes"]!.AsArray().Select(scope => (string)scope!));
        var (_, other) = await IssueAsync("capture");
        using var capturing = With(Basic("erp", other));
        Assert.Equal((403, "insufficient-scope"), await ApiHost.ProblemAsync(await capturing.GetAsync("/epcis/v2/events/urn%3Auuid%3A1")));
    }

    [Fact]
    public async Task A_revoked_key_counts_no_longer_from_the_next_request_on()
    {
        var (id, secret) = await IssueAsync("capture");
        using var client = With(Basic("erp", secret));
        Assert.Equal(HttpStatusCode.Accepted, (await CaptureAsync(client, "6")).StatusCode);
        Assert.Equal("revoked", (string)(await (await session.DeleteAsync($"/api-keys/{id}")).Content.ReadFromJsonAsync<JsonObject>())!["status"]!);
        Assert.Equal((401, "api-key-revoked"), await ApiHost.ProblemAsync(await CaptureAsync(client, "7")));
        Assert.Equal(HttpStatusCode.OK, (await session.DeleteAsync($"/api-keys/{id}")).StatusCode);
    }

    [Fact]
    public async Task An_expired_key_and_one_whose_party_changed_its_key_or_epoch_are_refused()
    {
        var (id, secret) = await IssueAsync("capture");
        using var client = With(Basic("erp", secret));
        await ExecuteAsync("update captured.api_key set expires = 1 where id = @id", new { id }, Access.Captured);
        Assert.Equal((401, "api-key-expired"), await ApiHost.ProblemAsync(await CaptureAsync(client, "8")));
        await ExecuteAsync("update captured.api_key set expires = 4000000000 where id = @id", new { id }, Access.Captured);
        await ChangeAsync(kind: 5, epoch: 2);
        Assert.Equal(HttpStatusCode.Accepted, (await CaptureAsync(client, "8")).StatusCode);
        await ChangeAsync(kind: 3, epoch: 3);
        Assert.Equal((401, "api-key-revoked"), await ApiHost.ProblemAsync(await CaptureAsync(client, "9")));
        Assert.Equal("revoked", (string)(await session.GetFromJsonAsync<JsonArray>("/api-keys"))![0]!["status"]!);
    }

    [Fact]
    public async Task The_key_of_a_frozen_party_reads_but_does_not_write()
    {
        var (_, secret) = await IssueAsync("capture", "query");
        using var client = With(Basic("erp", secret));
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer, PartyStatus.Frozen);
        Assert.Equal((403, "party-not-active"), await ApiHost.ProblemAsync(await CaptureAsync(client, "10")));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await client.GetAsync("/epcis/v2/events/urn%3Auuid%3A1")));
        Assert.Equal((403, "party-not-active"), await ApiHost.ProblemAsync(await PostAsync(session, "one more", ["capture"])));
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_id_and_what_is_no_key_are_refused_alike()
    {
        var (_, secret) = await IssueAsync("query");
        var wrong = secret[..^1] + (secret[^1] == '0' ? '1' : '0');
        foreach (var text in new[] { wrong, $"lk_0011223344556677_{secret[^64..]}", "lk_x", secret.ToUpperInvariant(), "password", "" })
        {
            using var client = With(Basic("erp", text));
            var refused = await client.GetAsync("/session");
            Assert.Equal((401, "api-key-refused"), await ApiHost.ProblemAsync(refused));
            Assert.Equal(["Basic", "Bearer"], refused.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).Order());
            Assert.Equal((401, "api-key-refused"), await ApiHost.ProblemAsync(await client.GetAsync("/epcis/v2/events/urn%3Auuid%3A1")));
        }
        using var broken = With(new AuthenticationHeaderValue("Basic", "%%%"));
        Assert.Equal((401, "api-key-refused"), await ApiHost.ProblemAsync(await broken.GetAsync("/session")));
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_stored_nowhere()
    {
        var (id, secret) = await IssueAsync("capture", "query");
        var listed = await session.GetStringAsync("/api-keys");
        Assert.Contains(id, listed);
        Assert.DoesNotContain(secret[^64..], listed);
        await using var connection = await host.Database.OpenAsync();
        var stored = (IDictionary<string, object>)await connection.QuerySingleAsync("select id, chain, party, epoch, secret_hash, name, scopes, created, expires, revoked, last_used from captured.api_key where id = @id", new { id });
        Assert.DoesNotContain(stored.Values, value => value is string text && text.Contains(secret[^64..], StringComparison.Ordinal));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(secret[^64..])), (byte[])stored["secret_hash"]);
        Assert.Null(JsonNode.Parse(listed)![0]!["lastUsed"]);
        using var client = With(Basic("erp", secret));
        await client.GetAsync("/session");
        Assert.True((await session.GetFromJsonAsync<JsonArray>("/api-keys"))![0]!["lastUsed"] is not null);
    }

    [Theory]
    [InlineData("", "capture", null)]
    [InlineData("ok", null, null)]
    [InlineData("ok", "capture", "2020-01-01T00:00:00Z")]
    [InlineData("ok", "capture", "2999-01-01T00:00:00Z")]
    public async Task A_request_out_of_bounds_is_refused(string name, string? scope, string? expires) => Assert.Equal(
        (400, "malformed-value"), await ApiHost.ProblemAsync(await session.PostAsJsonAsync("/api-keys", new { name, scopes = scope is null ? [] : new[] { scope }, expires })));

    [Fact]
    public async Task Another_partys_keys_are_neither_listed_nor_revoked()
    {
        var (id, _) = await IssueAsync("query");
        using var other = PrivateKey.Generate();
        await host.AddPartyAsync(3, other.Address, PartyRoles.Carrier);
        using var stranger = await host.SignInAsync(other);
        Assert.Empty((await stranger.GetFromJsonAsync<JsonArray>("/api-keys"))!);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await stranger.DeleteAsync($"/api-keys/{id}")));
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Document(string id) => Samples.Document(Samples.Event($"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{id.GetHashCode(StringComparison.Ordinal):x12}", "urn:epc:id:sgtin:9506000.013435.K"));

    private static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static Task<HttpResponseMessage> CaptureAsync(HttpClient client, string id) => client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Document(id)));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string name, string[] scopes) => client.PostAsJsonAsync("/api-keys", new { name, scopes });

    private HttpClient With(AuthenticationHeaderValue authorization)
    {
        var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = authorization;
        return client;
    }

    private async Task<(string Id, string Secret)> IssueAsync(params string[] scopes)
    {
        var response = await PostAsync(session, "ERP", scopes);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var issued = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        return ((string)issued["info"]!["id"]!, (string)issued["key"]!);
    }

    private Task ChangeAsync(int kind, int epoch) => ExecuteAsync(
        "insert into projection.party_change (party, block, log_index, time, tx_hash, kind, epoch) values (2, @epoch, 0, 1, @hash, @kind, @epoch)",
        new { kind, epoch, hash = new byte[32] }, Access.Projection);

    private async Task ExecuteAsync(string sql, object values, Access access)
    {
        await using var connection = await host.Database.OpenAsync(access);
        await connection.ExecuteAsync(sql, values);
    }
}
