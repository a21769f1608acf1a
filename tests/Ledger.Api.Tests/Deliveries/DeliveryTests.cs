using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Deliveries;

public sealed class DeliveryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_waits_for_a_receiver_that_is_down_for_an_hour_arrives_in_order_once_it_is_back(Dialect dialect)
    {
        await using var rig = await DeliveryRig.StartAsync(dialect);
        var url = rig.Receiver.Url;
        await rig.Receiver.DisposeAsync();
        await rig.AddWebhookAsync("w", url: url);
        var sent = new List<string>();
        for (var i = 1; i <= 20; i++)
        {
            await rig.EnqueueAsync("w", $"[{i}]");
            sent.Add($"[{i}]");
            await rig.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(30));
        }
        Assert.All(await rig.DeliveriesAsync("w"), delivery => Assert.Equal(DeliveryState.Waiting, delivery.State));
        await using var back = await Receiver.StartAsync(url);
        await rig.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        Assert.Equal(sent, back.Requests.Select(request => request.Body));
        Assert.All(await rig.DeliveriesAsync("w"), delivery => Assert.Equal(DeliveryState.Delivered, delivery.State));
    }

    [Fact]
    public async Task A_receiver_that_answers_500_is_tried_ever_more_rarely_under_the_same_id_until_it_takes_it()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1]", "[2]");
        rig.Receiver.AnswerWith(500);
        await rig.PassAsync(TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(1));
        var tries = rig.Receiver.Requests.ToList();
        Assert.InRange(tries.Count, 6, 12);
        Assert.Equal(["[1]"], tries.Select(request => request.Body).Distinct());
        Assert.Single(tries.Select(request => request.Id).Distinct());
        Assert.Equal(Enumerable.Range(1, tries.Count).Select(i => $"{i}"), tries.Select(request => request.Headers["Ledger-Attempt"]));
        rig.Receiver.AnswerWith(204);
        await rig.PassAsync(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1));
        Assert.Equal(["[1]", "[2]"], rig.Receiver.Requests.Skip(tries.Count).Select(request => request.Body));
        Assert.Equal(tries[0].Id, rig.Receiver.Requests.ElementAt(tries.Count).Id);
    }

    [Fact]
    public async Task After_three_days_a_delivery_is_dead_says_why_and_can_be_sent_again_by_hand()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1]");
        rig.Receiver.AnswerWith(503);
        await rig.PassAsync(DeliveryStore.Tried + TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
        var dead = Assert.Single(await rig.DeliveriesAsync("w"));
        Assert.Equal((DeliveryState.Dead, "The receiver answered 503."), (dead.State, dead.Error));
        Assert.InRange(dead.Attempts, 72, 150);
        var tries = rig.Receiver.Requests.Count;
        await rig.PassAsync(TimeSpan.FromDays(1), TimeSpan.FromHours(1));
        Assert.Equal(tries, rig.Receiver.Requests.Count);
        rig.Receiver.AnswerWith(200);
        Assert.True(await rig.Store.RedeliverAsync("w", dead.Id, None));
        Assert.False(await rig.Store.RedeliverAsync("another", dead.Id, None));
        await rig.NewJob().DrainAsync(None);
        Assert.Equal((dead.Id, "[1]"), (rig.Receiver.Requests.Last().Id, rig.Receiver.Requests.Last().Body));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await rig.DeliveriesAsync("w")).State);
    }

    [Fact]
    public async Task A_slow_receiver_makes_no_other_wait()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Receiver.Answer = (context, request) => request.Path == "/slow" ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask;
        for (var i = 0; i < 40; i++) await rig.AddWebhookAsync($"slow{i}", path: "/slow");
        await rig.AddWebhookAsync("quick", party: 3);
        foreach (var webhook in Enumerable.Range(0, 40).Select(i => $"slow{i}").Append("quick")) await rig.EnqueueAsync(webhook, "[1]", "[2]");
        using var job = rig.NewJob();
        await job.StartAsync(None);
        for (var start = DateTime.UtcNow; rig.Receiver.Requests.Count(request => request.Path == "/hook") < 2; await Task.Delay(10))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromMilliseconds(600), "It waited for the slow ones to time out.");
        Assert.InRange(rig.Receiver.Requests.Count(request => request.Path == "/slow"), 0, 16);
        await job.StopAsync(None);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_a_process_took_and_did_not_finish_another_sends_under_the_same_id(Dialect dialect)
    {
        await using var rig = await DeliveryRig.StartAsync(dialect);
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1]");
        var killed = rig.NewStore();
        Assert.Equal("w", (await killed.HoldAsync("w", None))!.Id);
        var head = (await killed.HeadAsync("w", None))!;
        await rig.NewJob().DrainAsync(None);
        Assert.Empty(rig.Receiver.Requests);
        rig.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.NewJob().DrainAsync(None);
        Assert.Equal(head.Id, Assert.Single(rig.Receiver.Requests).Id);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task What_a_process_took_and_could_not_let_go_of_it_sends_at_its_next_look(Dialect dialect)
    {
        await using var rig = await DeliveryRig.StartAsync(dialect);
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1]");
        Assert.Equal("w", (await rig.Store.HoldAsync("w", None))!.Id);
        await rig.NewJob(rig.NewStore()).DrainAsync(None);
        Assert.Empty(rig.Receiver.Requests);
        await rig.NewJob().DrainAsync(None);
        Assert.Single(rig.Receiver.Requests);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.PostgreSql)]
    public async Task Several_processes_share_the_work_and_each_delivery_goes_out_once_in_order(Dialect dialect)
    {
        await using var rig = await DeliveryRig.StartAsync(dialect);
        for (var i = 0; i < 5; i++) await rig.AddWebhookAsync($"w{i}", path: $"/{i}");
        var jobs = Enumerable.Range(0, 3).Select(_ => rig.NewJob(rig.NewStore())).ToList();
        foreach (var job in jobs) await job.StartAsync(None);
        for (var n = 1; n <= 20; n++) for (var i = 0; i < 5; i++) await rig.EnqueueAsync($"w{i}", $"[{n}]");
        var taken = await rig.Receiver.TakenAsync(100);
        foreach (var job in jobs) await job.StopAsync(None);
        foreach (var job in jobs) job.Dispose();
        Assert.Equal(100, rig.Receiver.Requests.Count);
        foreach (var path in taken.GroupBy(request => request.Path)) Assert.Equal(Enumerable.Range(1, 20).Select(n => $"[{n}]"), path.Select(request => request.Body));
    }

    [Fact]
    public async Task A_receiver_that_finds_a_request_too_large_gets_smaller_ones()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1,2,3,4,5,6,7]", "[8,9]");
        rig.Receiver.Answer = (context, request) =>
        {
            context.Response.StatusCode = request.Body.Count(character => character == ',') > 1 ? 413 : 200;
            return Task.CompletedTask;
        };
        await rig.NewJob().DrainAsync(None);
        Assert.Equal(["[1,2,3,4,5,6,7]", "[1,2,3]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]"], rig.Receiver.Requests.Select(request => request.Body));
        var ids = rig.Receiver.Requests.Skip(2).Select(request => request.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_party_that_is_not_active_is_told_nothing_until_it_is_again()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[1]");
        await rig.AddPartyAsync(2, PartyStatus.Frozen);
        await rig.PassAsync(TimeSpan.FromHours(2), TimeSpan.FromMinutes(30));
        Assert.Empty(rig.Receiver.Requests);
        await rig.AddPartyAsync(2, PartyStatus.Active);
        await rig.NewJob().DrainAsync(None);
        Assert.Single(rig.Receiver.Requests);
    }

    [Fact]
    public async Task What_may_not_be_told_any_more_is_given_up_and_the_next_goes_out()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w");
        await rig.EnqueueAsync("w", "[0]", "[1]");
        await rig.NewJob().DrainAsync(None);
        Assert.Equal(["[1]"], rig.Receiver.Requests.Select(request => request.Body));
        Assert.Equal([DeliveryState.Dead, DeliveryState.Delivered], (await rig.DeliveriesAsync("w")).Select(delivery => delivery.State));
    }

    [Fact]
    public async Task The_token_is_protected_where_it_is_kept_and_signs_what_is_sent()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.AddWebhookAsync("w", token: "the-token-in-clear");
        await rig.EnqueueAsync("w", "[1]");
        await rig.NewJob().DrainAsync(None);
        await using var connection = await rig.Database.OpenAsync();
        var kept = await connection.ExecuteScalarAsync<byte[]>("select secret from captured.webhook where id = 'w'");
        Assert.Equal(-1, kept.AsSpan().IndexOf("the-token-in-clear"u8));
        var request = Assert.Single(rig.Receiver.Requests);
        Assert.True(Sdk.Webhooks.WebhookSignature.Verify("the-token-in-clear", request.Headers["Ledger-Signature"], "[1]"u8, rig.Time.GetUtcNow(), TimeSpan.Zero));
    }
}
