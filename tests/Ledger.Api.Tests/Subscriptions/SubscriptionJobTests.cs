using Dapper;
using Ledger.Api.Tests.Deliveries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Subscriptions;

public sealed class SubscriptionJobTests
{
    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_stream_tells_of_every_event_that_fits_once_in_the_order_of_capture(Dialect dialect)
    {
        await using var rig = await SubscriptionRig.StartAsync(dialect);
        var before = await rig.CaptureAsync();
        await rig.SubscribeAsync();
        var expected = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            expected.AddRange(await rig.CaptureAsync(2));
            await rig.CaptureAsync(3, "receiving");
            expected.AddRange(await rig.CaptureAsync());
            await rig.RunAsync();
        }
        Assert.Equal(expected, rig.Told().SelectMany(ids => ids));
        Assert.DoesNotContain(before[0], expected);
        await rig.RunAsync();
        Assert.Equal(3, rig.Outbox.Receiver.Requests.Count);
    }

    [Fact]
    public async Task Many_events_come_in_requests_of_a_hundred()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        await rig.SubscribeAsync();
        var expected = await rig.CaptureAsync(1230);
        await rig.RunAsync();
        Assert.Equal(expected, rig.Told().SelectMany(ids => ids));
        Assert.Equal(13, rig.Told().Count);
        Assert.All(rig.Told(), ids => Assert.InRange(ids.Count, 1, 100));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task A_schedule_tells_of_what_came_since_its_last_run_and_of_nothing_only_if_asked_to(Dialect dialect)
    {
        await using var rig = await SubscriptionRig.StartAsync(dialect);
        await rig.SubscribeAsync(new QuerySchedule(minute: "0"));
        await rig.SubscribeAsync(new QuerySchedule(minute: "0"), reportIfEmpty: true, party: 3);
        var first = await rig.CaptureAsync(2);
        await AdvanceAsync(rig, TimeSpan.FromMinutes(59));
        Assert.Empty(rig.Told());
        await AdvanceAsync(rig, TimeSpan.FromMinutes(2));
        Assert.Equal([first, first], rig.Told());
        await AdvanceAsync(rig, TimeSpan.FromMinutes(60));
        Assert.Equal([first, first, []], rig.Told());
        var second = await rig.CaptureAsync();
        await AdvanceAsync(rig, TimeSpan.FromMinutes(60));
        Assert.Equal([first, first, [], second, second], rig.Told());
    }

    [Fact]
    public async Task Runs_that_nobody_was_there_for_are_made_up_for_once()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        await rig.SubscribeAsync(new QuerySchedule(minute: "0/5"), reportIfEmpty: true);
        await AdvanceAsync(rig, TimeSpan.FromDays(2));
        await AdvanceAsync(rig, TimeSpan.FromSeconds(1));
        Assert.Single(rig.Told());
        var row = Assert.Single(await rig.Store.ListAsync(new PartyId(2), "shipped", CancellationToken.None));
        Assert.Equal(rig.Outbox.Time.GetUtcNow().AddSeconds(-1).ToUnixTimeMilliseconds(), row.MinRecordTime);
    }

    [Fact]
    public async Task An_initial_record_time_brings_what_was_captured_from_then_on()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        await rig.CaptureAsync(2);
        rig.Outbox.Time.Advance(TimeSpan.FromHours(1));
        var from = rig.Outbox.Time.GetUtcNow();
        var expected = await rig.CaptureAsync(2);
        rig.Outbox.Time.Advance(TimeSpan.FromHours(1));
        await rig.SubscribeAsync(from: from);
        await rig.SubscribeAsync(from: rig.Outbox.Time.GetUtcNow().AddHours(1), party: 3);
        expected.AddRange(await rig.CaptureAsync());
        await rig.RunAsync();
        Assert.Equal([expected], rig.Told());
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Several_deciders_at_once_put_each_event_into_the_outbox_once(Dialect dialect)
    {
        await using var rig = await SubscriptionRig.StartAsync(dialect);
        for (var i = 0; i < 3; i++) await rig.SubscribeAsync();
        var expected = await rig.CaptureAsync(1500);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var job = rig.NewJob();
            while (await job.ConvergeAsync(CancellationToken.None))
            {
            }
        })));
        await rig.RunAsync();
        Assert.Equal(3 * expected.Count, rig.Told().Sum(ids => ids.Count));
        Assert.All(rig.Told().SelectMany(ids => ids).GroupBy(id => id), group => Assert.Equal(3, group.Count()));
    }

    [Fact]
    public async Task A_party_that_is_not_active_is_told_afterwards_what_came_meanwhile()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        await rig.SubscribeAsync();
        await rig.Outbox.AddPartyAsync(2, PartyStatus.Frozen);
        var expected = await rig.CaptureAsync(2);
        await rig.RunAsync();
        Assert.Empty(rig.Told());
        await rig.Outbox.AddPartyAsync(2, PartyStatus.Active);
        await rig.RunAsync();
        Assert.Equal([expected], rig.Told());
    }

    [Fact]
    public async Task A_receiver_that_was_down_gets_each_document_under_its_id_and_in_order()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        await rig.SubscribeAsync();
        rig.Outbox.Receiver.AnswerWith(500);
        var expected = new List<string>();
        for (var minute = 0; minute < 60; minute += 10)
        {
            expected.AddRange(await rig.CaptureAsync());
            await AdvanceAsync(rig, TimeSpan.FromMinutes(10));
        }
        var failed = rig.Outbox.Receiver.Requests.ToList();
        Assert.Single(failed.Select(request => request.Id).Distinct());
        rig.Outbox.Receiver.AnswerWith(200);
        for (var minute = 0; minute < 60; minute++) await AdvanceAsync(rig, TimeSpan.FromMinutes(1));
        var taken = rig.Outbox.Receiver.Requests.Skip(failed.Count).ToList();
        Assert.Equal(expected, taken.SelectMany(request => SubscriptionRig.EventIds(request.Body)));
        Assert.Equal(failed[0].Id, taken[0].Id);
    }

    [Fact]
    public async Task What_is_sent_is_a_query_document_of_the_subscription_that_keeps_the_outbox_free_of_events()
    {
        await using var rig = await SubscriptionRig.StartAsync();
        var id = await rig.SubscribeAsync();
        var ids = await rig.CaptureAsync();
        await rig.RunAsync();
        var results = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(rig.Outbox.Receiver.Requests).Body)!["epcisBody"]!["queryResults"]!;
        Assert.Equal((id, "shipped"), ((string)results["subscriptionID"]!, (string)results["queryName"]!));
        await using var connection = await rig.Outbox.Database.OpenAsync();
        Assert.DoesNotContain(ids[0], await connection.QuerySingleAsync<string>("select items from captured.delivery"), StringComparison.Ordinal);
    }

    private static async Task AdvanceAsync(SubscriptionRig rig, TimeSpan by)
    {
        rig.Outbox.Time.Advance(by);
        await rig.RunAsync();
    }
}
