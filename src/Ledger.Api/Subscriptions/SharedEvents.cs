using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Subscriptions;

/// <summary>Events that were shared with a party behind its subscriptions' watermarks.</summary>
internal static class SharedEvents
{
    private const int Most = 500;

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

    /// <summary>Notes a share, in its transaction. Subscriptions that have not come to the event yet find it as it is now; the others look at it once more,
    /// if it was captured within their time.</summary>
    public static Task NoteAsync(DbConnection connection, PartyId party, long number) => connection.ExecuteAsync("""
        update captured.subscription set shares = shares + 1 where id in (select w.id from captured.webhook w where w.party = @Value and w.kind = 'epcis');
        insert into captured.shared_event (subscription, event)
        select s.id, e.number from captured.webhook w join captured.subscription s on s.id = w.id join captured.event e on e.number = @number
        where w.party = @Value and s.watermark >= e.number and e.record_time >= coalesce(s.initial_record_time, w.created)
        on conflict do nothing
        """, new { party.Value, number });

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
