using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Subscriptions;

/// <summary>Events that were shared with a party behind its subscriptions' watermarks.</summary>
internal static class SharedEvents
{
    /// <summary>Shares in a piece.</summary>
    public const int Most = 500;

    private const int Kept = 100_000;

    /// <summary>One that a subscription has to look at.</summary>
    public sealed record Due
    {
        public string Id { get; init; } = "";
        public string Query { get; init; } = "";
        public bool Scheduled { get; init; }
        public long? InitialRecordTime { get; init; }
        public long Party { get; init; }
        public long Event { get; init; }
    }

    /// <summary>Notes a share, in its transaction, for whoever listens on a socket. Subscriptions that have not come to the event yet find it as it is now; the others look at it once more,
    /// if it was captured within their time.</summary>
    /// <remarks>The counter of events is held until the share is committed: events after <c>behind</c> are seen by nobody who does not see the share too.</remarks>
    public static Task NoteAsync(DbConnection connection, PartyId party, long number) => connection.ExecuteAsync("""
        update captured.subscription set shares = shares + 1 where id in (select w.id from captured.webhook w where w.party = @Value and w.kind = 'epcis');
        insert into captured.shared_event (subscription, event)
        select s.id, e.number from captured.webhook w join captured.subscription s on s.id = w.id join captured.event e on e.number = @number
        where w.party = @Value and s.watermark >= e.number and e.record_time >= coalesce(s.initial_record_time, w.created)
        on conflict do nothing;
        update captured.counter set next = next + 1 where name = 'share';
        update captured.counter set next = next where name = 'event';
        insert into captured.share (number, party, event, behind)
        select s.next - 1, @Value, @number, e.next - 1 from captured.counter s join captured.counter e on e.name = 'event' where s.name = 'share';
        delete from captured.share where number <= (select next - 1 - @Kept from captured.counter where name = 'share')
        """, new { party.Value, number, Kept });

    /// <summary>The number of the last share.</summary>
    public static async Task<long> LastAsync(DbConnection connection) => await connection.ExecuteScalarAsync<long>("select next - 1 from captured.counter where name = 'share'");

    /// <summary>The number of the last share before a party saw an event, told of all shares up to then: those after it may have been missed.</summary>
    public static async Task<long> BeforeAsync(DbConnection connection, PartyId party, long seen) => await connection.ExecuteScalarAsync<long>("""
        select coalesce((select s.number - 1 from captured.share s where s.party = @Value and s.behind >= @seen order by s.behind, s.number limit 1), next - 1) from captured.counter where name = 'share'
        """, new { party.Value, seen });

    /// <summary>What was shared with a party after one share, a piece at a time: which event by which share.</summary>
    public static async Task<IReadOnlyList<(long Share, long Event)>> AfterAsync(DbConnection connection, PartyId party, long share) => (await connection.QueryAsync<(long, long)>(
        "select number, event from captured.share where party = @Value and number > @share order by number limit @Most", new { party.Value, share, Most })).AsList();

    /// <summary>What streams and running schedules have to look at.</summary>
    public static async Task<IReadOnlyList<Due>> ReadAsync(DbConnection connection) => (await connection.QueryAsync<Due>($"""
        select s.id, s.query, s.schedule is not null as Scheduled, s.initial_record_time as InitialRecordTime, w.party, x.event
        from captured.shared_event x join captured.subscription s on s.id = x.subscription join captured.webhook w on w.id = s.id
        join projection.party p on p.id = w.party and p.status = 1
        where s.schedule is null or s.run_to is not null order by s.id, x.event limit {Most}
        """)).AsList();

    /// <summary>Takes them off; false where another has done so.</summary>
    public static async Task<bool> TakeAsync(DbConnection connection, string subscription, long[] events) =>
        await connection.ExecuteAsync($"delete from captured.shared_event where subscription = @subscription and event {connection.IsIn("events")}", new { subscription, events }) == events.Length;
}
