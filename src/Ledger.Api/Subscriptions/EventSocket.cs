using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Net.WebSockets;
using Ledger.Api.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Subscriptions;

/// <summary>What a socket is told of.</summary>
/// <param name="Document">What its documents carry.</param>
/// <param name="Party">Whose rights count.</param>
/// <param name="Terms">When it is told.</param>
/// <param name="After">The number of the event after which it begins.</param>
/// <param name="Share">The number of the last share before it begins, taken before <paramref name="After"/>; of a socket that resumes, of the last that its client must have been told of.</param>
/// <param name="Since">Of events up to this number it is never told, though they are shared later: they were captured before it first began.</param>
/// <param name="RefuseAsync">Looks again whether the caller may still be told; says why not.</param>
public sealed record SocketSubscription(SubscriptionDocument Document, PartyId Party, SubscriptionTerms Terms, long After, long Share, long Since, Func<DbConnection, Task<string?>> RefuseAsync);

/// <summary>Sends the events that fit a query down one WebSocket, an EPCISQueryDocument a message, while it is open, its query stands and its party is active.</summary>
/// <remarks>It reads on only when the client took what was sent, so a slow client costs no memory; one that takes too long is closed, and may resume.</remarks>
public sealed class EventSocket(Database database, Arrivals arrivals, StandingQueries queries, EventViews views, TimeSpan patience, TimeProvider time, WebSocket socket, SocketSubscription wanted)
{
    /// <summary>A client that takes nothing for so many times the patience is cut off without a word: it would not hear it.</summary>
    public const int Stuck = 6;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(10);

    private long watermark = wanted.After;
    private long share = wanted.Share;
    private long? runTo;
    private int found;
    private DateTimeOffset next = wanted.Terms.Schedule?.Next(time.GetUtcNow()) ?? DateTimeOffset.MaxValue;
    private DateTimeOffset looked = DateTimeOffset.MinValue;
    private StandingQuery? query;
    private string? refusal;

    private bool Streams => wanted.Terms.Schedule is null;

    /// <summary>Sends until there is a reason to close the socket, and says which. Ends with an exception where the connection does.</summary>
    public async Task<(WebSocketCloseStatus Status, string Reason)> RunAsync(CancellationToken ending)
    {
        while (true)
        {
            var arrival = arrivals.Next;
            if (await TryLookAsync(ending) is not var (more, seen)) continue;
            if (refusal is not null) return (WebSocketCloseStatus.PolicyViolation, refusal);
            found += seen.Count;
            var ends = !Streams && runTo is { } end && watermark == end;
            foreach (var piece in seen.Chunk(SubscriptionStore.Largest))
                if (!await SendAsync(piece, ending)) return (WebSocketCloseStatus.PolicyViolation, $"Too slow: a message took over {patience.TotalSeconds:0.#} s. Resume after the last event.");
            if (ends && found == 0 && wanted.Terms.ReportIfEmpty && !await SendAsync([], ending)) return (WebSocketCloseStatus.PolicyViolation, "Too slow.");
            if (ends) runTo = null;
            if (!more) await WaitAsync(arrival, ending);
        }
    }

    /// <summary>Null where the database is away: nothing has moved then, and it is looked again in a moment.</summary>
    private async Task<(bool More, IReadOnlyList<VisibleEvent> Seen)?> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(cancellationToken);
        }
        catch (DbException)
        {
            await Task.Delay(Idle, time, cancellationToken);
            return null;
        }
    }

    /// <summary>Looks at the next piece of events, and at those passed that were shared since, where it is time to. All of it is seen at one moment: a share
    /// was made before, and the event is as it shows, or after, and it comes again.</summary>
    private async Task<(bool More, IReadOnlyList<VisibleEvent> Seen)> LookAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var now = time.GetUtcNow();
        if (now - looked > Recheck) await RecheckAsync(connection, now);
        if (query is null || refusal is not null) return (false, []);
        var last = await EventFeed.LastAsync(connection);
        if (runTo is null && now >= next) (runTo, found, next) = (last, 0, wanted.Terms.Schedule!.Next(now));
        if (Streams) runTo = last;
        if (runTo is not { } upTo) return (false, []);
        var shared = await SharedEvents.AfterAsync(connection, wanted.Party, share);
        var passed = await StoredEvent.ReadAsync(connection, [.. shared.Select(row => row.Event).Where(number => number > wanted.Since && number <= watermark).Distinct()]);
        // Where there are more shares they come first: a client that resumes behind an event was told of all shares before it.
        var (rows, reached) = watermark < upTo && shared.Count < SharedEvents.Most ? await EventFeed.ReadAsync(connection, watermark, upTo) : ([], watermark);
        var seen = await views.OpenAsync(connection, wanted.Party, [.. passed, .. rows]);
        List<VisibleEvent> fitting = [.. seen.Where(query.Matches)];
        // Who may be told no longer is told nothing more, however little time has passed since it was last asked.
        if (fitting.Count > 0 && looked != now) await RecheckAsync(connection, now);
        if (refusal is not null) return (false, []);
        // Behind the last question to the database: where one fails, all of this is looked at again.
        watermark = reached;
        if (shared.Count > 0) share = shared[^1].Share;
        return (reached < upTo || shared.Count > 0, fitting);
    }

    private async Task RecheckAsync(DbConnection connection, DateTimeOffset now)
    {
        query = await queries.FindAsync(connection, wanted.Document.Query, wanted.Terms.InitialRecordTime);
        refusal = query is null ? "The query was deleted." : await wanted.RefuseAsync(connection);
        looked = now;
    }

    /// <summary>Sends one document; false where the client took too long to take it.</summary>
    private async Task<bool> SendAsync(IReadOnlyList<VisibleEvent> events, CancellationToken ending)
    {
        var started = Stopwatch.GetTimestamp();
        using var stuck = CancellationTokenSource.CreateLinkedTokenSource(ending);
        stuck.CancelAfter(patience * Stuck);
        await socket.SendAsync(wanted.Document.Write(events, time.GetUtcNow()), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, stuck.Token);
        return Stopwatch.GetElapsedTime(started) < patience;
    }

    private async Task WaitAsync(Task arrival, CancellationToken ending)
    {
        if (Streams) await Arrivals.WaitAsync(arrival, Idle, time, ending);
        else await Task.Delay(TimeSpan.FromTicks(Math.Clamp((next - time.GetUtcNow()).Ticks, TimeSpan.TicksPerMillisecond, Idle.Ticks)), time, ending);
        ending.ThrowIfCancellationRequested();
    }
}
