using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Http;

namespace Ledger.Api.Tests.Http;

public sealed class ProblemTests(ProblemTests.Host fixture) : IClassFixture<ProblemTests.Host>
{
    private const string Address = "\"0x00000000000000000000000000000000000000aa\"";

    private HttpClient Client => fixture.Api.Client;

    [Theory]
    [InlineData("{\"address\":" + Address + ",\"extra\":1}", 400, "unknown-field")]
    [InlineData("{\"address\":" + Address + ",\"address\":" + Address + "}", 400, "malformed-json")]
    [InlineData("{}", 400, "missing-field")]
    [InlineData("{\"address\":null}", 400, "malformed-hex")]
    [InlineData("{\"address\":\"0x12\"}", 400, "malformed-hex")]
    [InlineData("{\"address\":\"0xzz000000000000000000000000000000000000aa\"}", 400, "malformed-hex")]
    [InlineData("{\"address\":7}", 400, "malformed-hex")]
    [InlineData("{\"address\":", 400, "malformed-json")]
    [InlineData("null", 400, "malformed-json")]
    [InlineData("", 400, "malformed-json")]
    public async Task A_malformed_body_is_refused_with_its_own_code(string body, int status, string code) =>
        Assert.Equal((status, code), await ApiHost.ProblemAsync(await Client.PostAsync("/session/challenge", ApiHost.JsonBody(body))));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_wrong_content_type_is_refused(string type) =>
        Assert.Equal((415, "unsupported-media-type"), await ApiHost.ProblemAsync(await Client.PostAsync("/session/challenge", ApiHost.JsonBody("{}", type))));

    [Fact]
    public async Task A_body_over_the_limit_is_refused_however_it_is_sent()
    {
        var large = new string(' ', BodyReader.DefaultLimit + 1);
        Assert.Equal((413, "body-too-large"), await ApiHost.ProblemAsync(await Client.PostAsync("/session/challenge", ApiHost.JsonBody(large))));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/session/challenge") { Content = ApiHost.JsonBody(large) };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal((413, "body-too-large"), await ApiHost.ProblemAsync(await Client.SendAsync(chunked)));
    }

    [Fact]
    public async Task An_unknown_path_and_a_wrong_method_are_problems_too()
    {
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await Client.GetAsync("/nothing")));
        Assert.Equal((405, "method-not-allowed"), await ApiHost.ProblemAsync(await Client.DeleteAsync("/health")));
    }

    [Fact]
    public async Task The_type_of_a_problem_leads_to_its_meaning()
    {
        var problem = (await (await Client.GetAsync("/nothing")).Content.ReadFromJsonAsync<JsonObject>())!;
        var meaning = (await Client.GetFromJsonAsync<JsonObject>((string)problem["type"]!))!;
        Assert.Equal("not-found", (string)meaning["code"]!);
    }

    [Fact]
    public async Task Every_answer_forbids_scripts_frames_and_sniffing_errors_included()
    {
        foreach (var path in new[] { "/health", "/nothing", "/operations/0x12" })
        {
            var response = await Client.GetAsync(path);
            Assert.Equal(SecurityHeaders.Policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task A_caller_beyond_its_rate_is_told_when_to_come_back()
    {
        await using var api = await ApiHost.StartAsync(options => options.RateLimit = 3);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 6; i++) answers.Add(await api.Client.GetAsync("/problems"));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal((429, "rate-limited"), await ApiHost.ProblemAsync(refused));
        Assert.Equal(HttpStatusCode.OK, (await api.Client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_in_prometheus_text_and_count_requests()
    {
        await Client.GetAsync("/health");
        var text = await Client.GetStringAsync("/metrics");
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", text);
        Assert.Matches("http_server_request_duration_seconds_count\\{[^}]*http_route=\"/health\"[^}]*\\} [1-9]", text);
    }

    public sealed class Host : IAsyncLifetime
    {
        public ApiHost Api { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Api = await ApiHost.StartAsync();

        public ValueTask DisposeAsync() => Api.DisposeAsync();
    }
}
