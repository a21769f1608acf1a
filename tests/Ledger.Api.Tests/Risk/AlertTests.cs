using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Credit;
using Ledger.Api.Tests.Deliveries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Webhooks;

namespace Ledger.Api.Tests.Risk;

public sealed class AlertTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task An_alert_comes_once_by_list_stream_and_signed_webhook_to_whom_it_concerns_and_to_nobody_else(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync();
        var database = dialect == Dialect.Sqlite ? null : await MigratedDatabase.OnPostgresAsync();
        await using var ledger = await MoneyLedger.StartAsync(toLoopback: true, database);
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        using var stranger = await ledger.Live.Api.SignInAsync(MoneyLedger.StrangerKey);
        (await farm.PostAsync("/alerts/webhooks", ApiHost.JsonBody($$"""{"dest":"{{receiver.Url}}/farm","signatureToken":"token"}"""))).EnsureSuccessStatusCode();
        (await stranger.PostAsync("/alerts/webhooks", ApiHost.JsonBody($$"""{"dest":"{{receiver.Url}}/stranger"}"""))).EnsureSuccessStatusCode();
        using var client = new LedgerClient(farm);
        await using var stream = client.Alerts.FollowAsync().GetAsyncEnumerator();
        var next = stream.MoveNextAsync().AsTask();
        var owed = await ledger.OweAsync(500, 1);
        await ledger.PassAsync(3);
        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(("raised", "overdue", owed.ToString()), (stream.Current.Kind, stream.Current.Alert.Rule, (string)stream.Current.Alert.Evidence["receivable"]!));
        var alert = Assert.Single(await AlertsAsync(farm));
        Assert.Empty(await AlertsAsync(stranger));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await stranger.GetAsync($"/alerts/{alert}")));
        var sent = Assert.Single(await receiver.TakenAsync(1));
        Assert.Equal("/farm", sent.Path);
        Assert.True(WebhookSignature.Verify("token", sent.Headers[WebhookSignature.Header], Encoding.UTF8.GetBytes(sent.Body), DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5)));
        Assert.Equal(alert, (string)JsonNode.Parse(sent.Body)!["notices"]![0]!["alert"]!["id"]!);
        await ledger.PayAsync(owed, 500);
        Assert.True(await stream.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("resolved", stream.Current.Kind);
        Assert.Empty(await AlertsAsync(farm, "?open=true"));
        Assert.Equal(2, (await receiver.TakenAsync(2)).Count);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_its_reader_has_seen()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        using var client = new LedgerClient(farm);
        for (var i = 0; i < 3; i++) await ledger.OweAsync(100, 1);
        await ledger.PassAsync(3);
        var first = await TakeAsync(client, 0, 2);
        var rest = await TakeAsync(client, first[^1], 1);
        Assert.Equal([1L, 2L, 3L], [.. first, .. rest]);
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await SendAsync(farm, "x")));
    }

    [Fact]
    public async Task Whatever_is_killed_and_whenever_each_alert_is_there_once()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        await ledger.Live.Api.DisposeAsync();
        var folder = Directory.CreateTempSubdirectory("ledger-alerts-").FullName;
        await ApiProcess.ConfigureAsync(folder, ledger.Live.Manifest, ledger.Live.Relayer);
        for (var round = 0; round < 4; round++)
        {
            using var process = await ApiProcess.StartAsync(folder, ledger.Live.Chain.Url);
            await ledger.PassAsync(1);
            // Killed at another moment each time: before, while and after it follows.
            await Task.Delay(300 * round);
            process.Kill();
        }
        await ledger.Live.StartApiAsync(options => options.Database = $"sqlite:{Path.Combine(folder, "db")}");
        var owed = new List<ReceivableId>();
        for (var i = 0; i < 3; i++) owed.Add(await ledger.OweAsync(100, 1));
        await ledger.Live.Api.DisposeAsync();
        await ledger.PassAsync(3);
        for (var round = 0; round < 4; round++)
        {
            using var process = await ApiProcess.StartAsync(folder, ledger.Live.Chain.Url);
            await ledger.PassAsync(1);
            await Task.Delay(400 * round);
            process.Kill();
        }
        await ledger.Live.StartApiAsync(options => options.Database = $"sqlite:{Path.Combine(folder, "db")}");
        using var farm = await ledger.Live.Api.SignInAsync(LiveLedger.FarmKey);
        await ledger.CreditAsync(farm);
        for (var start = DateTime.UtcNow; (await AlertsAsync(farm)).Count < 3 && DateTime.UtcNow - start < TimeSpan.FromSeconds(30); await Task.Delay(200)) ;
        Assert.Equal(3, (await AlertsAsync(farm)).Count);
        await using var connection = await ledger.Live.Api.Database.OpenAsync();
        Assert.Equal((3L, 3L), await connection.QuerySingleAsync<(long, long)>("select (select count(*) from captured.alert), (select count(*) from captured.alert_notice)"));
    }

    private static async Task<List<string>> AlertsAsync(HttpClient client, string query = "") =>
        [.. (await client.GetFromJsonAsync<JsonObject>($"/alerts{query}"))!["items"]!.AsArray().Select(alert => (string)alert!["id"]!)];

    private static async Task<List<long>> TakeAsync(LedgerClient client, long after, int count)
    {
        var taken = new List<long>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var notice in client.Alerts.FollowAsync(after, cancellationToken: limit.Token))
        {
            taken.Add(notice.Notice);
            if (taken.Count == count) break;
        }
        return taken;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string last)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/alerts/stream");
        request.Headers.Add("Last-Event-ID", last);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
