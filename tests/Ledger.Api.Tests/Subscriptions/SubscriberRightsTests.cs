using System.Net.Http.Json;
using Dapper;
using Ledger.Api.Tests.Confidentiality;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;

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
        var last = "0000000000ff";
        for (var start = DateTime.UtcNow; !Told(carrier).Any(id => id.EndsWith(last, StringComparison.Ordinal)) || !Told(rival).Any(id => id.EndsWith(last, StringComparison.Ordinal)); await Task.Delay(50))
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
        await SubscribeAsync(world, world.Shop, shop, "all", """{"eventType":["ObjectEvent"]}""");
        await PrivacyWorld.CaptureAsync(world.Farm, PrivacyWorld.Document(PrivacyWorld.Event(1), PrivacyWorld.Event(2)), "parties:3");
        await MarkAsync(world, shop, "0000000000f1");
        for (var again = 0; again < 2; again++)
            (await world.Farm.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(PrivacyWorld.IdOf(1))}/shares", new { party = "4" })).EnsureSuccessStatusCode();
        for (var start = DateTime.UtcNow; !Told(shop).Contains(PrivacyWorld.IdOf(1)); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), "The share was not told within 30 s.");
        await MarkAsync(world, shop, "0000000000f2");
        Assert.Equal([PrivacyWorld.IdOf(1)], Told(shop).Where(id => id.Contains(PrivacyWorld.Secret, StringComparison.Ordinal)));
        Assert.False(await world.HoldsAsync(System.Text.Encoding.UTF8.GetBytes(PrivacyWorld.Secret)));
    }

    /// <summary>Captures a public event, and waits until the receiver is told of it.</summary>
    private static async Task MarkAsync(PrivacyWorld world, Receiver receiver, string id)
    {
        await PrivacyWorld.CaptureAsync(world.Farm, Samples.Document(Samples.Event($"urn:uuid:00000000-0000-4000-8000-{id}", "urn:epc:id:sgtin:9506000.013435.9")));
        for (var start = DateTime.UtcNow; !Told(receiver).Any(told => told.EndsWith(id, StringComparison.Ordinal)); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), $"{id} was not told within 30 s.");
    }

    private static IEnumerable<string> Told(Receiver receiver) => receiver.Requests.SelectMany(request => SubscriptionRig.EventIds(request.Body));

    private static async Task SubscribeAsync(PrivacyWorld world, HttpClient party, Receiver receiver, string name, string? query)
    {
        if (query is not null)
        {
            await using var connection = await world.Host.Database.OpenAsync(Access.Captured);
            await connection.ExecuteAsync("insert into captured.named_query (name, party, query, prefixes, created) values (@name, 2, @query, '{}', 0)", new { name, query });
        }
        (await party.PostAsJsonAsync($"/epcis/v2/queries/{name}/subscriptions", new { dest = receiver.Url, stream = true })).EnsureSuccessStatusCode();
    }
}
