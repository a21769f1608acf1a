using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Queries;

/// <summary>Answers queries: an index narrows, and the matcher decides over what the reader may see, so that nobody finds by what is hidden from them.</summary>
/// <remarks>The work of one page is bounded. Where the time is over, the page ends early, with a position to go on from.</remarks>
public sealed class EventSearch(Database database, EventViews views, PartyKeys keys, MasterDataStore masterData)
{
    private const int LargestBatch = 2000;
    private const int MostSorted = 10_000;
    private const long MostBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan PageTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WholeTime = TimeSpan.FromSeconds(10);

    /// <summary>The events that fit, from a position on.</summary>
    /// <exception cref="LedgerException"><c>query-too-large</c>: more events than the query's own limit; <c>query-too-complex</c>: it takes too long to know.</exception>
    public async Task<EventPage> FindAsync(EventQuery query, PartyId? reader, SearchPosition? from, int perPage, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var known = await masterData.ResolveAsync(connection, query.MasterDataDemands);
        var matcher = new EventMatcher(query, known);
        var run = new Run(connection, query, matcher, reader, from?.Left ?? query.EventCountLimit ?? -1);
        if (query.Scope.EventIds is { } ids) return await ByIdAsync(run, ids, from, perPage);
        var plan = await SearchPlanner.PlanAsync(connection, query, reader, keys, known);
        if (plan.IsEmpty) return new EventPage([], null);
        if (query.MaxEventCount is { } most && from is null) await RefuseMoreAsync(run, plan, most, cancellationToken);
        return query.Order is EventOrder.Quantity or EventOrder.Field ? await SortedAsync(run, plan, from, perPage, cancellationToken)
            : await WalkAsync(run, plan, from, perPage, cancellationToken);
    }

    private sealed record Run(DbConnection Connection, EventQuery Query, EventMatcher Matcher, PartyId? Reader, int Left);

    private async Task<EventPage> WalkAsync(Run run, SearchPlan plan, SearchPosition? from, int perPage, CancellationToken cancellationToken)
    {
        var wanted = run.Left < 0 ? perPage : Math.Min(perPage, run.Left);
        var found = new List<VisibleEvent>();
        var clock = Stopwatch.StartNew();
        SearchPosition? last = null;
        var bytes = 0L;
        await foreach (var (seen, position) in CandidatesAsync(run, plan, from, wanted + 1, cancellationToken))
        {
            if (seen is not null && run.Matcher.Fits(seen))
            {
                if (found.Count == wanted || (found.Count > 0 && bytes + seen.Json.Length > MostBytes)) return Page(run, found, last);
                found.Add(seen);
                bytes += seen.Json.Length;
                last = position;
                if (run.Left >= 0 && found.Count == run.Left) return new EventPage(found, null);
            }
            else if (clock.Elapsed > PageTime) return Page(run, found, position);
        }
        return new EventPage(found, null);
    }

    private static EventPage Page(Run run, List<VisibleEvent> found, SearchPosition? last) =>
        new(found, last is { } position ? position with { Left = run.Left < 0 ? -1 : run.Left - found.Count } : null);

    /// <summary>Candidates in their order; null in place of an event that the columns exclude already.</summary>
    private async IAsyncEnumerable<(VisibleEvent? Seen, SearchPosition Position)> CandidatesAsync(
        Run run, SearchPlan plan, SearchPosition? from, int batch, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (sql, parameters) = plan.Next(from, batch);
            var rows = (await run.Connection.QueryAsync<StoredEvent>(sql, parameters)).AsList();
            var opened = await views.OpenAsync(run.Connection, run.Reader, [.. rows.Where(row => row.Body.Length > 0 || (row.Flags & (long)EventMarks.Sealed) != 0)]);
            var next = 0;
            foreach (var row in rows)
            {
                from = new SearchPosition(plan.PlaceOf(row), row.Number, 0);
                var seen = next < opened.Count && opened[next].Number == row.Number ? opened[next++] : null;
                // Where its time is sealed, a reader who may know it finds the event at that time, not once more at the time that stands for it.
                if (seen is not null && plan.PlaceOf(seen.Stored) != from.Value.At) seen = null;
                yield return (seen, from.Value);
            }
            if (rows.Count < batch) yield break;
            batch = Math.Min(batch * 4, LargestBatch);
        }
    }

    private async Task RefuseMoreAsync(Run run, SearchPlan plan, int most, CancellationToken cancellationToken)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        await foreach (var (seen, _) in CandidatesAsync(run, plan, null, Math.Min(most + 1, LargestBatch), cancellationToken))
        {
            if (clock.Elapsed > WholeTime) throw TooComplex();
            if (seen is not null && run.Matcher.Fits(seen) && ++count > most)
                throw new LedgerException("query-too-large", $"More than {most} events fit the query.", "maxEventCount asks for this answer. Narrow the query, or leave maxEventCount out and read page by page.");
        }
    }

    /// <summary>An order that no index has: everything that fits is sorted, up to a limit.</summary>
    private async Task<EventPage> SortedAsync(Run run, SearchPlan plan, SearchPosition? from, int perPage, CancellationToken cancellationToken)
    {
        var upTo = from?.At ?? await run.Connection.ExecuteScalarAsync<long>("select next - 1 from captured.counter where name = 'event'");
        var fits = new List<(EventSortKey? Key, long Number)>();
        var clock = Stopwatch.StartNew();
        await foreach (var (seen, _) in CandidatesAsync(run, plan, null, LargestBatch, cancellationToken))
        {
            if (clock.Elapsed > WholeTime || fits.Count > MostSorted) throw TooComplex();
            if (seen is not null && seen.Number <= upTo && run.Matcher.Fits(seen)) fits.Add((run.Matcher.SortKey(), seen.Number));
        }
        fits.Sort((left, right) => ByKey(run.Query, left, right));
        var skip = (int)(from?.Number ?? 0);
        var end = Math.Min(fits.Count, run.Query.EventCountLimit ?? int.MaxValue);
        var numbers = fits.Take(end).Skip(skip).Take(perPage).Select(fit => fit.Number).ToList();
        var rows = (await StoredEvent.ReadAsync(run.Connection, numbers)).ToDictionary(row => row.Number);
        var page = await views.OpenAsync(run.Connection, run.Reader, [.. numbers.Select(number => rows[number])]);
        return new EventPage(page, skip + numbers.Count < end ? new SearchPosition(upTo, skip + numbers.Count, -1) : null);
    }

    private async Task<EventPage> ByIdAsync(Run run, IReadOnlyList<string> ids, SearchPosition? from, int perPage)
    {
        var fits = new List<(VisibleEvent Seen, EventSortKey? Key)>();
        foreach (var id in ids.Distinct())
            fits.AddRange((await views.FindAsync(run.Connection, run.Reader, id)).Where(run.Matcher.Fits).Select(seen => (seen, run.Matcher.SortKey())));
        if (run.Query.MaxEventCount < fits.Count) throw new LedgerException("query-too-large", $"More than {run.Query.MaxEventCount} events fit the query.");
        fits.Sort((left, right) => run.Query.Order is EventOrder.Quantity or EventOrder.Field
            ? ByKey(run.Query, (left.Key, left.Seen.Number), (right.Key, right.Seen.Number)) : ByTime(run.Query, left.Seen, right.Seen));
        var skip = (int)(from?.Number ?? 0);
        var end = Math.Min(fits.Count, run.Query.EventCountLimit ?? int.MaxValue);
        List<VisibleEvent> page = [.. fits.Take(end).Skip(skip).Take(perPage).Select(fit => fit.Seen)];
        return new EventPage(page, skip + page.Count < end ? new SearchPosition(0, skip + page.Count, -1) : null);
    }

    private static int ByTime(EventQuery query, VisibleEvent left, VisibleEvent right)
    {
        var order = query.Order == EventOrder.RecordTime ? left.RecordTime.CompareTo(right.RecordTime) : left.EventTime.CompareTo(right.EventTime);
        return (order != 0 ? order : left.Number.CompareTo(right.Number)) * (query.IsDescending ? -1 : 1);
    }

    /// <summary>Events without the field come last.</summary>
    private static int ByKey(EventQuery query, (EventSortKey? Key, long Number) left, (EventSortKey? Key, long Number) right) => (left.Key, right.Key) switch
    {
        ({ } a, { } b) when a.CompareTo(b) is var order and not 0 => query.IsDescending ? -order : order,
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => left.Number.CompareTo(right.Number),
    };

    private static LedgerException TooComplex() =>
        new("query-too-complex", "It would take too long to answer the query.", "Narrow it by identifiers, places or times; or order by eventTime or recordTime, without maxEventCount.");
}
