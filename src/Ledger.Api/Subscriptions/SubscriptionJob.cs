using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Dapper;
using Ledger.Api.Deliveries;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Subscriptions;

/// <summary>Decides which events a subscription's receiver is told of: those after its watermark that fit its query, as its party may see them.</summary>
/// <remarks>The deliveries and the watermark move in one transaction, on the condition that nobody else moved it: each event is put into the outbox once.</remarks>
public sealed class SubscriptionJob(
    Database database, DeliveryStore deliveries, DeliverySignal sending, Arrivals arrivals, StandingQueries queries, EventViews views, TimeProvider time, ILogger<SubscriptionJob> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly Counter<long> Found = Telemetry.Meter.CreateCounter<long>("ledger.subscription.events", description: "Events put into the outbox for subscribers.");

    private readonly Lease lease = new(database, time, "subscriptions");
    private readonly Dictionary<string, StandingQuery> standing = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var arrival = arrivals.Next;
            try
            {
                if (await lease.HoldAsync(stoppingToken) && await ConvergeAsync(stoppingToken)) continue;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Looking at subscriptions failed");
                await Task.Delay(Idle, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            await Arrivals.WaitAsync(arrival, Idle, time, stoppingToken);
        }
        await lease.ReleaseAsync();
    }

    /// <summary>Starts the runs that are due and brings every subscription a piece of events further.</summary>
    /// <returns>Whether there is more to look at.</returns>
    public async Task<bool> ConvergeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await StartRunsAsync(connection);
        await TellSharedAsync(connection, cancellationToken);
        var last = await EventFeed.LastAsync(connection);
        var behind = (await connection.QueryAsync<Pending>("""
            select s.id, s.query, s.schedule is not null as Scheduled, s.watermark, coalesce(s.run_to, @last) as UpTo, s.initial_record_time as InitialRecordTime,
              s.report_if_empty as ReportIfEmpty, s.found, s.shares, w.party
            from captured.subscription s join captured.webhook w on w.id = s.id join projection.party p on p.id = w.party and p.status = 1
            where (s.schedule is null and s.watermark < @last) or s.run_to is not null order by s.watermark, s.id
            """, new { last })).AsList();
        var more = false;
        foreach (var group in behind.GroupBy(row => (row.Watermark, row.UpTo))) more |= await AdvanceAsync(connection, [.. group], cancellationToken);
        return more;
    }

    /// <summary>A run looks at all events captured before it started. One that should have started while none of us ran starts once, now.</summary>
    private async Task StartRunsAsync(DbConnection connection)
    {
        var now = time.GetUtcNow();
        var due = await connection.QueryAsync<(string Id, string Schedule)>(
            "select id, schedule from captured.subscription where next_run <= @now and run_to is null", new { now = now.ToUnixTimeMilliseconds() });
        foreach (var (id, schedule) in due.AsList())
            await connection.ExecuteAsync("""
                update captured.subscription set run_to = (select next - 1 from captured.counter where name = 'event'), found = 0, min_record_time = @now, next_run = @next
                where id = @id and run_to is null
                """, new { id, now = now.ToUnixTimeMilliseconds(), next = JsonSerializer.Deserialize<QuerySchedule>(schedule, Json.Options)!.Next(now).ToUnixTimeMilliseconds() });
    }

    /// <summary>Looks at the next piece of events for subscriptions that stand at the same place.</summary>
    private async Task<bool> AdvanceAsync(DbConnection connection, IReadOnlyList<Pending> group, CancellationToken cancellationToken)
    {
        var (after, upTo) = (group[0].Watermark, group[0].UpTo);
        var (rows, reached) = await EventFeed.ReadAsync(connection, after, upTo);
        var matches = new List<(Pending Subscription, List<long> Numbers)>();
        foreach (var party in group.GroupBy(row => row.Party))
        {
            var seen = await views.OpenAsync(connection, new PartyId((ulong)party.Key), rows);
            foreach (var subscription in party)
                if (await StandingAsync(connection, subscription) is { } query) matches.Add((subscription, [.. seen.Where(query.Matches).Select(shown => shown.Number)]));
        }
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var queued = 0;
        foreach (var (subscription, numbers) in matches.OrderBy(match => match.Subscription.Id, StringComparer.Ordinal))
            queued += await MoveAsync(connection, subscription, numbers, reached);
        await transaction.CommitAsync(cancellationToken);
        if (queued == 0) return reached < upTo && matches.Count > 0;
        sending.Set();
        logger.LogInformation("Queued deliveries from={From} to={To} subscriptions={Subscriptions} deliveries={Deliveries}", after, reached, matches.Count, queued);
        return reached < upTo;
    }

    /// <summary>Tells of events that a subscriber came to read only after its subscription had passed them.</summary>
    private async Task TellSharedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        foreach (var due in (await SharedEvents.ReadAsync(connection)).GroupBy(row => row.Id))
        {
            var (first, events) = (due.First(), due.Select(row => row.Event).ToArray());
            var seen = await views.OpenAsync(connection, new PartyId((ulong)first.Party), await StoredEvent.ReadAsync(connection, events));
            var query = await StandingAsync(connection, new Pending { Id = first.Id, Query = first.Query, InitialRecordTime = first.InitialRecordTime });
            long[] numbers = query is null ? [] : [.. seen.Where(query.Matches).Select(shown => shown.Number)];
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (!await SharedEvents.TakeAsync(connection, first.Id, events)) continue;
            if (numbers.Length > 0) await deliveries.EnqueueAsync(connection, first.Id, numbers.Chunk(SubscriptionStore.Largest).Select(piece => JsonSerializer.Serialize(piece)));
            if (first.Scheduled) await connection.ExecuteAsync("update captured.subscription set found = found + @Length where id = @Id", new { numbers.Length, first.Id });
            await transaction.CommitAsync(cancellationToken);
            Found.Add(numbers.Length);
            if (numbers.Length > 0) sending.Set();
        }
    }

    private async Task<int> MoveAsync(DbConnection connection, Pending subscription, List<long> numbers, long reached)
    {
        var done = subscription.Scheduled && reached == subscription.UpTo;
        var moved = await connection.ExecuteAsync("""
            update captured.subscription set watermark = @reached, found = found + @count, run_to = case when @done = 1 then null else run_to end,
              min_record_time = case when schedule is null then @now else min_record_time end
            where id = @Id and watermark = @Watermark and shares = @Shares and (schedule is null or run_to = @UpTo)
            """, new { subscription.Id, subscription.Watermark, subscription.Shares, subscription.UpTo, reached, count = numbers.Count, done = done ? 1 : 0, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        if (moved == 0) return 0;
        var items = numbers.Chunk(SubscriptionStore.Largest).Select(piece => JsonSerializer.Serialize(piece)).ToList();
        if (done && subscription.ReportIfEmpty && subscription.Found + numbers.Count == 0) items.Add("[]");
        if (items.Count > 0) await deliveries.EnqueueAsync(connection, subscription.Id, items);
        Found.Add(numbers.Count);
        return items.Count;
    }

    private async Task<StandingQuery?> StandingAsync(DbConnection connection, Pending subscription)
    {
        if (standing.TryGetValue(subscription.Id, out var known)) return known;
        if (standing.Count > 10_000) standing.Clear();
        var initial = subscription.InitialRecordTime is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : (DateTimeOffset?)null;
        var query = await queries.FindAsync(connection, subscription.Query, initial);
        return query is { AsksMasterData: false } ? standing[subscription.Id] = query : query;
    }

    private sealed record Pending
    {
        public string Id { get; init; } = "";
        public string Query { get; init; } = "";
        public bool Scheduled { get; init; }
        public long Watermark { get; init; }
        public long UpTo { get; init; }
        public long? InitialRecordTime { get; init; }
        public bool ReportIfEmpty { get; init; }
        public long Found { get; init; }
        public long Shares { get; init; }
        public long Party { get; init; }
    }
}
