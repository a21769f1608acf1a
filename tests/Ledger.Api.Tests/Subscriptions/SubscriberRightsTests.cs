using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Tests.Confidentiality;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;

namespace Ledger.Api.Tests.Subscriptions;

public sealed class SubscriberRightsTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Each_subscriber_is_told_what_it_may_read_and_by_what_it_may_read(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine, options => options.WebhooksToLoopback = true);
        await using var carrier = await Receiver.StartAsync();
        await using var rival = await Receiver.StartAsync();
        await SubscribeAsync(world, world.Carrier, carrier, "all", """{"eventType":["ObjectEvent"]}""");
        await SubscribeAsync(world, world.Rival, rival, "all", null);
        await SubscribeAsync(world, world.Carrier, carrier, "by-state", $$"""{"EQ_disposition":["https://example.com/state/{{PrivacyWorld.Secret}}2"]}""");
        await SubscribeAsync(world, world.Rival, rival, "by-state", null);
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1)), "parties:3");
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(2)), "public; why=parties:3");
        await PrivacyWorld.CaptureAsync(world.Farm, Samples.Document(Samples.Event("urn:uuid:00000000-0000-4000-8000-0000000000ff", "urn:epc:id:sgtin:9506000.013435.9")));
        // Each subscription is served by itself: one may have told its last before another told its first.
        for (var start = DateTime.UtcNow; Told(carrier).Count() < 4 || Told(rival).Count() < 2; await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), "Not all were told within 20 s.");
        Assert.Equal(
            [PrivacyWorld.IdOf(1), PrivacyWorld.IdOf(2), PrivacyWorld.IdOf(2), "urn:uuid:00000000-0000-4000-8000-0000000000ff"], Told(carrier).Order(StringComparer.Ordinal));
        Assert.Equal([PrivacyWorld.IdOf(2), "urn:uuid:00000000-0000-4000-8000-0000000000ff"], Told(rival));
        Assert.DoesNotContain($"state/{PrivacyWorld.Secret}", string.Concat(rival.Requests.Select(request => request.Body)), StringComparison.Ordinal);
        Assert.Contains($"state/{PrivacyWorld.Secret}2", string.Concat(carrier.Requests.Select(request => request.Body)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_is_shared_later_is_told_to_the_newly_entitled_once_and_leaves_no_trace_in_the_outbox(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine, options => options.WebhooksToLoopback = true);
        await using var shop = await Receiver.StartAsync();
        await using var broken = await Receiver.StartAsync();
        broken.AnswerWith(500);
        await SubscribeAsync(world, world.Shop, shop, "all", """{"eventType":["ObjectEvent"]}""");
        await SubscribeAsync(world, world.Shop, broken, "all", null);
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1), PrivacyWorld.Event(2)), "parties:3");
        await MarkAsync(world, shop, "0000000000f1");
        for (var again = 0; again < 2; again++)
            (await world.Farm.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(PrivacyWorld.IdOf(1))}/shares", new { party = "4" })).EnsureSuccessStatusCode();
        for (var start = DateTime.UtcNow; !Told(shop).Contains(PrivacyWorld.IdOf(1)); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), "The share was not told within 30 s.");
        await MarkAsync(world, shop, "0000000000f2");
        Assert.Equal([PrivacyWorld.IdOf(1)], Told(shop).Where(id => id.Contains(PrivacyWorld.Secret, StringComparison.Ordinal)));
        // Delivered, failed, and sent once more: the outbox has numbers of events only.
        Assert.Contains(PrivacyWorld.Secret, string.Concat(shop.Requests.Select(request => request.Body)), StringComparison.Ordinal);
        var sent = shop.Requests.First(request => request.Body.Contains(PrivacyWorld.Secret, StringComparison.Ordinal));
        var subscription = (string)System.Text.Json.Nodes.JsonNode.Parse(sent.Body)!["epcisBody"]!["queryResults"]!["subscriptionID"]!;
        (await world.Shop.PostAsync($"/epcis/v2/queries/all/subscriptions/{subscription}/deliveries/{sent.Id}/redeliver", null)).EnsureSuccessStatusCode();
        for (var start = DateTime.UtcNow; shop.Requests.Count(request => request.Id == sent.Id) < 2; await Task.Delay(50)) Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), "It was not sent once more within 30 s.");
        await broken.TakenAsync(1);
        byte[][] traces = [System.Text.Encoding.UTF8.GetBytes(PrivacyWorld.Secret), EventKey.Of(PrivacyWorld.IdOf(1), false).ToArray()[..8], UnitId.Of(PrivacyWorld.EpcOf(1)).Value.ToArray()[..8]];
        foreach (var trace in traces) Assert.False(await world.HoldsAsync(trace));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_open_socket_is_told_once_of_what_is_shared_later_and_of_nothing_that_was_captured_before_it_opened(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        await AddQueryAsync(world, "all", """{"eventType":["ObjectEvent"]}""");
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1)), "parties:3");
        using var shop = await SocketTests.OpenAsync(world.Host, "stream=true", world.Shop, "all");
        using var rival = await SocketTests.OpenAsync(world.Host, "stream=true", world.Rival, "all");
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(2), PrivacyWorld.Event(3)), "parties:3");
        await CaptureMarkAsync(world, "0000000000f1");
        foreach (var socket in (WebSocket[])[shop, rival]) Assert.Equal([MarkOf("0000000000f1")], await ToldAsync(socket));
        await ShareAsync(world, 1, 3, 3, 2);
        var told = await ToldAsync(shop);
        if (told.Count == 1) told.AddRange(await ToldAsync(shop));
        Assert.Equal([PrivacyWorld.IdOf(2), PrivacyWorld.IdOf(3)], told.Order());
        await CaptureMarkAsync(world, "0000000000f2");
        foreach (var socket in (WebSocket[])[shop, rival]) Assert.Equal([MarkOf("0000000000f2")], await ToldAsync(socket));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_socket_that_resumes_is_told_once_of_what_was_shared_while_it_was_away(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        await AddQueryAsync(world, "all", """{"eventType":["ObjectEvent"]}""");
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document([.. Enumerable.Range(1, 5).Select(PrivacyWorld.Event)]), "parties:3");
        await CaptureMarkAsync(world, "0000000000f0");
        using (var first = await SocketTests.OpenAsync(world.Host, $"stream=true&resume={MarkOf("0000000000f0")}", world.Shop, "all"))
        {
            await ShareAsync(world, 1);
            Assert.Equal([PrivacyWorld.IdOf(1)], await ToldAsync(first));
            await CaptureMarkAsync(world, "0000000000f1");
            Assert.Equal([MarkOf("0000000000f1")], await ToldAsync(first));
        }
        await Task.Delay(5, TestContext.Current.CancellationToken);
        var since = DateTimeOffset.UtcNow;
        // Away: events that it passed long ago, one of them twice, and one that was captured meanwhile.
        await ShareAsync(world, 3, 2, 3);
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(6)), "parties:3");
        await ShareAsync(world, 6);
        await CaptureMarkAsync(world, "0000000000f2");
        using var shop = await SocketTests.OpenAsync(world.Host, $"stream=true&resume={MarkOf("0000000000f1")}", world.Shop, "all");
        using var rival = await SocketTests.OpenAsync(world.Host, $"stream=true&resume={MarkOf("0000000000f1")}", world.Rival, "all");
        using var recent = await SocketTests.OpenAsync(world.Host, $"stream=true&resume={MarkOf("0000000000f1")}&initialRecordTime={since:yyyy-MM-ddTHH:mm:ss.fffZ}", world.Shop, "all");
        Assert.Equal([PrivacyWorld.IdOf(2), PrivacyWorld.IdOf(3), PrivacyWorld.IdOf(6), MarkOf("0000000000f2")], await ToldAsync(shop));
        Assert.Equal([MarkOf("0000000000f2")], await ToldAsync(rival));
        Assert.Equal([PrivacyWorld.IdOf(6), MarkOf("0000000000f2")], await ToldAsync(recent));
        await CaptureMarkAsync(world, "0000000000f3");
        foreach (var socket in (WebSocket[])[shop, rival, recent]) Assert.Equal([MarkOf("0000000000f3")], await ToldAsync(socket));
        // Nothing of it is left for who resumes behind what came after it.
        using var later = await SocketTests.OpenAsync(world.Host, $"stream=true&resume={MarkOf("0000000000f2")}", world.Shop, "all");
        Assert.Equal([MarkOf("0000000000f3")], await ToldAsync(later));
        await ShareAsync(world, 4);
        Assert.Equal([PrivacyWorld.IdOf(4)], await ToldAsync(later));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Shares_and_captures_at_once_stop_each_other_nowhere_and_the_log_of_shares_follows_the_events(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        int[] numbers = [.. Enumerable.Range(1, 24)];
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document([.. numbers.Select(PrivacyWorld.Event)]), "parties:3");
        var captures = Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await CaptureMarkAsync(world, $"{client:x4}{i:x8}");
        }));
        await Task.WhenAll([.. captures, .. numbers.Chunk(8).Select(some => ShareAsync(world, some))]);
        await using var connection = await world.Host.Database.OpenAsync();
        var shares = (await connection.QueryAsync<(long Event, long Behind)>("select event, behind from captured.share where party = 4 order by number")).ToList();
        Assert.Equal(numbers.Select(number => (long)number), shares.Select(share => share.Event).Order());
        Assert.Equal(shares.Select(share => share.Behind).Order(), shares.Select(share => share.Behind));
        Assert.All(shares, share => Assert.InRange(share.Behind, 24, 124));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_socket_is_told_nothing_once_its_key_was_revoked_or_its_query_deleted(string engine)
    {
        await using var world = await PrivacyWorld.StartAsync(engine);
        await AddQueryAsync(world, "all", """{"eventType":["ObjectEvent"]}""");
        var issued = (await (await world.Shop.PostAsJsonAsync("/api-keys", new { name = "scanner", scopes = new[] { "subscribe" } })).Content.ReadFromJsonAsync<JsonObject>())!;
        using var machine = new HttpClient();
        machine.DefaultRequestHeaders.Authorization = new("Bearer", (string)issued["key"]!);
        using var revoked = await SocketTests.OpenAsync(world.Host, "stream=true", machine, "all");
        using var kept = await SocketTests.OpenAsync(world.Host, "stream=true", world.Shop, "all");
        await CaptureMarkAsync(world, "0000000000f0");
        foreach (var socket in (WebSocket[])[revoked, kept]) Assert.Equal([MarkOf("0000000000f0")], await ToldAsync(socket));

        (await world.Shop.DeleteAsync($"/api-keys/{(string)issued["info"]!["id"]!}")).EnsureSuccessStatusCode();
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1)), "parties:4");
        Assert.Equal("The API key does not count any more: api-key-revoked.", await EndAsync(revoked));
        Assert.Equal([PrivacyWorld.IdOf(1)], await ToldAsync(kept));

        (await world.Farm.DeleteAsync("/epcis/v2/queries/all")).EnsureSuccessStatusCode();
        await CaptureMarkAsync(world, "0000000000f1");
        Assert.Equal("The query was deleted.", await EndAsync(kept));
    }

    /// <summary>Why a socket was closed; fails if it is told of anything before.</summary>
    private static async Task<string?> EndAsync(WebSocket socket)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        Assert.Equal(WebSocketMessageType.Close, (await socket.ReceiveAsync(new byte[64], soon.Token)).MessageType);
        return socket.CloseStatusDescription;
    }

    private static async Task ShareAsync(PrivacyWorld world, params int[] numbers)
    {
        foreach (var number in numbers)
            (await world.Farm.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(PrivacyWorld.IdOf(number))}/shares", new { party = "4" })).EnsureSuccessStatusCode();
    }

    private static async Task<List<string>> ToldAsync(WebSocket socket) => SubscriptionRig.EventIds(await SocketTests.ReadAsync(socket));

    private static string MarkOf(string id) => $"urn:uuid:00000000-0000-4000-8000-{id}";

    private static Task CaptureMarkAsync(PrivacyWorld world, string id) =>
        PrivacyWorld.CaptureAsync(world.Farm, Samples.Document(Samples.Event(MarkOf(id), "urn:epc:id:sgtin:9506000.013435.9")));

    /// <summary>Captures a public event, and waits until the receiver is told of it.</summary>
    private static async Task MarkAsync(PrivacyWorld world, Receiver receiver, string id)
    {
        await CaptureMarkAsync(world, id);
        for (var start = DateTime.UtcNow; !Told(receiver).Any(told => told.EndsWith(id, StringComparison.Ordinal)); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), $"{id} was not told within 30 s.");
    }

    private static IEnumerable<string> Told(Receiver receiver) => receiver.Requests.SelectMany(request => SubscriptionRig.EventIds(request.Body));

    private static async Task SubscribeAsync(PrivacyWorld world, HttpClient party, Receiver receiver, string name, string? query)
    {
        if (query is not null) await AddQueryAsync(world, name, query);
        (await party.PostAsJsonAsync($"/epcis/v2/queries/{name}/subscriptions", new { dest = receiver.Url, stream = true })).EnsureSuccessStatusCode();
    }

    private static async Task AddQueryAsync(PrivacyWorld world, string name, string query)
    {
        await using var connection = await world.Host.Database.OpenAsync(Access.Captured);
        await connection.ExecuteAsync("insert into captured.named_query (name, party, query, prefixes, created) values (@name, 2, @query, '{}', 0)", new { name, query });
    }
}
