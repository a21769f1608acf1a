using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Cli.Tests;

/// <summary>A lender (1) reads its alerts, and is told of new ones.</summary>
public sealed class AlertsCommandTests : IDisposable
{
    private static readonly Alert Margin = new(
        "5f0c1d7be1a64a0f9d3c2b1a00ff3e21", "margin", AlertSeverity.Critical, "position 0x01", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), 1042, Keccak256.Hash("transaction"u8), 7,
        new JsonObject { ["shortfall"] = 250_000 }, [new AlertAct("Limit", new PartyId(1), new JsonObject { ["lender"] = 1, ["debtor"] = 2, ["amount"] = 900_000 }, "Stops lending.")], null);

    private static readonly Alert Late = Margin with { Id = "2", Rule = "overdue", Severity = AlertSeverity.Warning, Acts = [], Resolved = new AlertEnd(DateTimeOffset.FromUnixTimeSeconds(1_772_366_500), 1050, null) };

    private readonly Folder folder = new();
    private readonly PrivateKey key = PrivateKey.Generate();
    private readonly FakeApi api;
    private readonly List<(string? Last, string Query)> asked = [];

    public AlertsCommandTests()
    {
        api = new FakeApi(key);
        KeyFile.Save(folder["lender.json"], key, "correct horse", new KeyDerivation.Pbkdf2(1));
    }

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        key.Dispose();
    }

    [Fact]
    public async Task Alerts_are_listed_page_by_page_with_evidence_and_what_may_be_signed()
    {
        api.Special = request => Note(request).AbsolutePath != "/alerts" ? null
            : request.QueryString["cursor"] is null ? (200, Json(new AlertPage([Margin], "more"))) : (200, Json(new AlertPage([Late], null)));
        var result = await RunAsync();
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("critical margin               position 0x01  open", result.Output, StringComparison.Ordinal);
        Assert.Contains("""{"shortfall":250000}""", result.Output, StringComparison.Ordinal);
        Assert.Contains("1. Limit", result.Output, StringComparison.Ordinal);
        Assert.Contains("resolved in block 1050", result.Output, StringComparison.Ordinal);
        Assert.Equal(["?open=false", "?open=false&cursor=more"], asked.Select(request => request.Query));
    }

    [Fact]
    public async Task Only_open_ones_are_asked_for_and_json_is_what_the_api_says()
    {
        api.Special = request => Note(request).AbsolutePath == "/alerts" ? (200, Json(new AlertPage([Margin], null))) : null;
        var result = await RunAsync("--open", "--json");
        Assert.Equal("?open=true", Assert.Single(asked).Query);
        Assert.Equal((0, Json(Margin)), (result.Code, JsonNode.Parse(result.Output)![0]!.Deserialize<Alert>(LedgerJson.Options) is { } read ? Json(read) : ""));
        api.Special = request => request.Url!.AbsolutePath == "/alerts" ? (200, Json(new AlertPage([], null))) : null;
        Assert.Contains("No alerts.", (await RunAsync("--open")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_goes_on_after_the_last_notice_until_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        string[] answers =
        [
            "id: 40\nevent: ready\ndata: {}\n\n",
            $"id: 40\nevent: ready\ndata: {{}}\n\nid: 41\nevent: raised\ndata: {Json(Margin)}\n\n:\n\n",
            $"id: 41\nevent: ready\ndata: {{}}\n\nid: 43\nevent: resolved\ndata: {Json(Late)}\n\n",
        ];
        var calls = 0;
        api.Special = request =>
        {
            if (Note(request).AbsolutePath != "/alerts/stream") return null;
            if (calls == 1) return calls++ is var _ ? (503, """{"title":"x","code":"storage-unavailable","detail":"The database does not answer."}""") : default;
            if (calls > answers.Length) interrupt.Cancel();
            var answer = answers[Math.Min(calls > 1 ? calls - 1 : calls, answers.Length - 1)];
            calls++;
            return (200, answer);
        };
        var result = await RunAsync(interrupt.Token, "--follow").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.True(result.Output.IndexOf("raised (notice 41)", StringComparison.Ordinal) < result.Output.IndexOf("resolved (notice 43)", StringComparison.Ordinal));
        Assert.Equal([null, "40", "40", "41", "43"], asked.Take(5).Select(request => request.Last));
    }

    [Fact]
    public async Task A_stream_begins_after_the_notice_that_is_given()
    {
        using var interrupt = new CancellationTokenSource();
        api.Special = request =>
        {
            if (Note(request).AbsolutePath != "/alerts/stream") return null;
            interrupt.Cancel();
            return (200, "id: 7\nevent: ready\ndata: {}\n\n");
        };
        Assert.Equal(0, (await RunAsync(interrupt.Token, "--follow", "--after", "7").WaitAsync(TimeSpan.FromSeconds(60))).Code);
        Assert.Equal("7", asked[0].Last);
    }

    [Fact]
    public async Task What_the_api_refuses_ends_with_1_and_an_api_that_cannot_be_reached_with_2()
    {
        api.Special = request => request.Url!.AbsolutePath.StartsWith("/alerts", StringComparison.Ordinal) ? (403, """{"title":"x","code":"not-a-party","detail":"The key is no party's."}""") : null;
        foreach (var arguments in (string[][])[[], ["--follow"]])
        {
            var refused = await RunAsync(arguments);
            Assert.Equal(1, refused.Code);
            Assert.Contains("not-a-party", refused.Error, StringComparison.Ordinal);
        }
        string[] away = ["alerts", "--key", folder["lender.json"], "--password-file", folder["password"], "--api", "http://127.0.0.1:1"];
        Assert.Equal(2, (await Cli.RunAsync(away)).Code);
        Assert.Equal(2, (await Cli.RunAsync([.. away, "--follow"])).Code);
    }

    [Fact]
    public async Task What_an_alert_offers_is_signed_with_the_limit_of_now_and_what_it_does_not_offer_is_refused()
    {
        var line = new ExposureRecord(new PartyId(1), new PartyId(2), 1_000_000, 900_000, 0, 3);
        var freeze = new AlertAct("StatusChange", null, new JsonObject { ["party"] = 2, ["status"] = 2 }, "Asks for a freeze.");
        api.Special = request => request.Url!.AbsolutePath switch
        {
            "/alerts/5f" => (200, Json(Margin with { Acts = [.. Margin.Acts, freeze] })),
            "/exposure" => (200, Json(new Page<ExposureRecord>([line], null, new AsOf(9, default, 0)))),
            _ => null,
        };
        string[] act = ["alerts", "act", "5f", "--key", folder["lender.json"], "--password-file", folder["password"], "--api", api.Url];
        Assert.Equal((0, ""), await Cli.RunAsync(act) is var done ? (done.Code, done.Error) : default);
        var limit = Assert.IsType<Limit>(Assert.Single(api.Submitted).Intent);
        Assert.Equal((1UL, 2UL, 900_000UL, 3U, 7U), (limit.Lender.Value, limit.Debtor.Value, limit.Amount, limit.Seq, limit.Epoch));
        var asked = await Cli.RunAsync([.. act, "--do", "2"]);
        Assert.Equal(1, asked.Code);
        Assert.Contains("missing-role", asked.Error, StringComparison.Ordinal);
        Assert.Contains("bad-input", (await Cli.RunAsync([.. act, "--do", "3"])).Error, StringComparison.Ordinal);
        Assert.Single(api.Submitted);
    }

    private Uri Note(HttpListenerRequest request)
    {
        if (request.Url!.AbsolutePath.StartsWith("/alerts", StringComparison.Ordinal)) asked.Add((request.Headers["Last-Event-ID"], request.Url.Query));
        return request.Url;
    }

    private Task<Cli.Result> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    private async Task<Cli.Result> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] all = ["alerts", "--key", folder["lender.json"], "--password-file", folder["password"], "--api", api.Url, .. arguments];
        var code = await CommandLine.Create().Parse(all).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
        return new Cli.Result(code, output.ToString(), error.ToString());
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);
}
