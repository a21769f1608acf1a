using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Api.Tests.Subscriptions;
using Ledger.Indexer.Storage;

namespace Ledger.Api.Tests.Chain;

/// <summary>PostgreSQL that crashes under a running API and comes back.</summary>
public sealed class DatabaseOutageTests
{
    private readonly ConcurrentQueue<string> acknowledged = new();
    private readonly ConcurrentQueue<string> told = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private int refused;
    private int unanswered;

    [Fact]
    public async Task A_database_that_crashes_under_load_and_returns_costs_nothing_acknowledged_and_no_restart()
    {
        await using var cluster = await PostgresCluster.StartAsync(durable: true);
        var setting = await cluster.NewDatabaseAsync();
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(1), configure: options =>
        {
            options.Use(options.Deployment! with { Development = true }, options.RelayerKey);
            (options.Database, options.WebhooksToLoopback) = (setting, true);
        });
        await using var receiver = await Receiver.StartAsync();
        using var farm = await ledger.Api.SignInAsync(LiveLedger.FarmKey);
        await SubscribeAsync(ledger, farm, receiver);
        using var socket = await SocketTests.OpenAsync(ledger.Api, "stream=true", farm, "shipped");
        var listening = ListenAsync(socket);
        using var stop = new CancellationTokenSource();
        List<Task> load = [.. Enumerable.Range(0, 3).Select(client => CaptureAsync(farm, client, stop.Token)), .. Enumerable.Range(0, 2).Select(_ => QueryAsync(ledger.Api.Client, stop.Token))];
        await UntilAsync(() => acknowledged.Count > 20, "Nothing was captured before the crash.");
        await cluster.StopServerAsync(crash: true);
        await UntilAsync(() => refused > 3 && unanswered > 2, "Nobody was told that the database is away.");
        await Task.Delay(1500);
        var before = acknowledged.Count;
        await cluster.StartServerAsync();
        await UntilAsync(() => acknowledged.Count > before + 20, "Nothing was captured after the crash.");
        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(wrong);
        // The indexer, the relayer, the anchors, the subscription, its deliveries and the socket go on as they are.
        await ledger.RegisterAsync(LiveLedger.Unit("after-the-crash"));
        await IndexedAsync(ledger);
        await CaptureKillTests.CheckAsync(setting, [.. acknowledged], ledger.Api.Client.BaseAddress!.AbsoluteUri);
        await UntilAsync(() => !acknowledged.Except(receiver.Requests.SelectMany(request => SubscriptionRig.EventIds(request.Body))).Any(), "The subscriber was not told of everything.");
        await UntilAsync(() => !acknowledged.Except(told).Any(), "The socket was not told of everything.");
        Assert.Equal(told.Distinct(), told);
        Assert.False(listening.IsCompleted, "The socket was closed.");
    }

    private async Task ListenAsync(WebSocket socket)
    {
        for (var buffer = new byte[1 << 20]; ;)
        {
            var length = 0;
            for (ValueWebSocketReceiveResult part = default; !part.EndOfMessage; length += part.Count) part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            foreach (var id in SubscriptionRig.EventIds(Encoding.UTF8.GetString(buffer, 0, length))) told.Enqueue(id);
        }
    }

    /// <summary>The indexer looks again after ten seconds at most.</summary>
    private static async Task IndexedAsync(LiveLedger ledger)
    {
        var head = await ledger.Node.GetBlockNumberAsync();
        for (var start = DateTime.UtcNow; !(await ledger.Api.Client.GetAsync($"/parties/1?minBlock={head}")).IsSuccessStatusCode;)
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(40), "The index did not go on.");
    }

    private static async Task SubscribeAsync(LiveLedger ledger, HttpClient farm, Receiver receiver)
    {
        await using (var connection = await ledger.Api.Database.OpenAsync(Access.Captured))
            await connection.ExecuteAsync("""insert into captured.named_query (name, party, query, prefixes, created) values ('shipped', 2, '{"EQ_bizStep":["shipping"]}', '{}', 0)""");
        (await farm.PostAsJsonAsync("/epcis/v2/queries/shipped/subscriptions", new { dest = receiver.Url, stream = true })).EnsureSuccessStatusCode();
    }

    /// <summary>Captures documents of 1 to 5 events, each until it is acknowledged, as a client does that goes by the answers.</summary>
    private async Task CaptureAsync(HttpClient farm, int client, CancellationToken stop)
    {
        for (var document = 0; !stop.IsCancellationRequested; document++)
        {
            string[] ids = [.. Enumerable.Range(0, 1 + document % 5).Select(i => $"urn:uuid:8bd8b1a8-{client:x4}-4d6b-9b0a-{document:x6}{i:x6}")];
            var text = Samples.Document([.. ids.Select(id => Samples.Event(id, $"urn:epc:id:sgtin:9506000.013435.{id[^12..]}"))]);
            while (!stop.IsCancellationRequested)
            {
                using var response = await AskAsync(() => farm.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(text), CancellationToken.None));
                if (response is null || (int)response.StatusCode != 202)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(100, CancellationToken.None);
                    continue;
                }
                foreach (var id in ids) acknowledged.Enqueue(id);
                await Task.Delay(20, CancellationToken.None);
                break;
            }
        }
    }

    private async Task QueryAsync(HttpClient client, CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; await Task.Delay(50, CancellationToken.None))
        {
            using var response = await AskAsync(() => client.GetAsync("/epcis/v2/events?EQ_bizStep=shipping&perPage=5&orderBy=recordTime", CancellationToken.None));
            if (response is not { IsSuccessStatusCode: true }) Interlocked.Increment(ref unanswered);
        }
    }

    /// <summary>The answer: a success, or a problem that says when to come again. Everything else is wrong.</summary>
    private async Task<HttpResponseMessage?> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        try
        {
            var response = await ask();
            if (response.IsSuccessStatusCode) return response;
            var problem = await ApiHost.ProblemAsync(response);
            if (problem != (503, "storage-unavailable") || response.Headers.RetryAfter?.Delta is not { TotalSeconds: > 0 and < 60 } || response.Content.Headers.ContentType!.MediaType != Problem.MediaType)
                wrong.Enqueue($"{problem} {response.Headers.RetryAfter} {await response.Content.ReadAsStringAsync()}");
            return response;
        }
        catch (HttpRequestException exception)
        {
            wrong.Enqueue(exception.Message);
            return null;
        }
    }

    private static async Task UntilAsync(Func<bool> reached, string otherwise)
    {
        for (var start = DateTime.UtcNow; !reached(); await Task.Delay(20)) Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(40), otherwise);
    }
}
