using System.Data.Common;
using Dapper;
using Ledger.Api.Documents;

namespace Ledger.Api.Subscriptions;

/// <summary>Captured events in the order of their numbers, a piece at a time. Numbers follow the order of commits, so a reader that goes on where it was misses none.</summary>
public static class EventFeed
{
    /// <summary>Events in a piece.</summary>
    public const int Piece = 500;

    /// <summary>The number of the event captured last; 0 before the first.</summary>
    public static async Task<long> LastAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long>("select next - 1 from captured.counter where name = 'event'");

    /// <summary>The number after which events count that were captured from a time on.</summary>
    public static async Task<long> BeforeAsync(DbConnection connection, DateTimeOffset time) =>
        await FirstAsync(connection, time.ToUnixTimeMilliseconds()) - 1;

    /// <summary>The number of the first event that was captured at a time (unix milliseconds) or later; of the next one where there is none.</summary>
    /// <remarks>Numbers have no gaps, and record times follow them: it is found by halving.</remarks>
    public static async Task<long> FirstAsync(DbConnection connection, long time) => await connection.ExecuteScalarAsync<long>("""
        with recursive half (low, high) as (
          select cast(1 as bigint), next from captured.counter where name = 'event'
          union all
          select case when e.record_time < @time then e.number + 1 else low end, case when e.record_time < @time then high else e.number end
          from half join captured.event e on e.number = (low + high) / 2 where low < high)
        select low from half where low = high
        """, new { time });

    /// <summary>The events after one number and up to another, and how far the piece reaches.</summary>
    public static async Task<(IReadOnlyList<StoredEvent> Rows, long Reached)> ReadAsync(DbConnection connection, long after, long upTo)
    {
        var rows = (await connection.QueryAsync<StoredEvent>(
            $"{StoredEvent.Select} where e.number > @after and e.number <= @upTo order by e.number limit @Piece", new { after, upTo, Piece })).AsList();
        return (rows, rows.Count < Piece ? upTo : rows[^1].Number);
    }
}
