using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Risk;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Features.Risk;

/// <summary><c>GET /alerts/stream</c>: alerts as they are raised and resolved, as server-sent events (WHATWG HTML, 9.2). <c>Last-Event-ID</c> goes on where a stream broke off.</summary>
public static class StreamAlerts
{
    private const int Piece = 100;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);
    private static readonly ConcurrentDictionary<PartyId, int> Streams = new();

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/alerts/stream", HandleAsync)
        .WithName("StreamAlerts").WithTags("Risk").WithSummary("Alerts as they come, as server-sent events; Last-Event-ID resumes").Needs(ApiScope.Query)
        .Produces<string>(200, "text/event-stream").Answers("id: 41\nevent: raised\ndata: {…}\n\n").Refuses("sign-in-required", "not-a-party", "malformed-request", "subscription-limit");

    private static async Task HandleAsync(
        long? after, Caller caller, HttpContext context, AlertReader reader, AlertSignal signal, Database database, LedgerApiOptions options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var start = Position(context) ?? after;
        if (start < 0) throw new LedgerException("malformed-request", "after is the number of a notice.", "Leave it out to begin now.");
        if (Streams.AddOrUpdate(caller.Party, 1, (_, count) => count + 1) > options.SocketsOfParty)
        {
            Leave(caller.Party);
            throw new LedgerException("subscription-limit", $"Party {caller.Party} has {options.SocketsOfParty} streams open here.", "Close one first.");
        }
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await SendAsync(start, caller, context, reader, signal, database, time, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The reader left, or the server stops: the reader comes again with Last-Event-ID.
        }
        finally
        {
            Leave(caller.Party);
        }
    }

    private static async Task SendAsync(long? start, Caller caller, HttpContext context, AlertReader reader, AlertSignal signal, Database database, TimeProvider time, CancellationToken ending)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        await using (var connection = await database.OpenAsync(cancellationToken: ending)) start ??= await AlertReader.LastNoticeAsync(connection);
        // A first id, so that whoever loses the connection before the first alert goes on from here too.
        await WriteAsync(context, $"id: {start}\nevent: ready\ndata: {{}}\n\n", ending);
        for (var (last, spoken) = (start.Value, time.GetTimestamp()); ;)
        {
            var alert = signal.Next;
            IReadOnlyList<AlertNotice> notices;
            await using (var connection = await database.OpenAsync(cancellationToken: ending))
            {
                // Rights are those of now: a key that was replaced, or a role that was taken, ends the stream.
                if (await Caller.FindAsync(connection, caller.Address) is not { } now || now.Party != caller.Party || now.Roles != caller.Roles) return;
                notices = await reader.NoticesAsync(connection, caller, last, Piece);
            }
            foreach (var notice in notices)
            {
                await WriteAsync(context, $"id: {notice.Notice}\nevent: {notice.Kind}\ndata: {JsonSerializer.Serialize(notice.Alert, Json.Options)}\n\n", ending);
                (last, spoken) = (notice.Notice, time.GetTimestamp());
            }
            if (notices.Count == Piece) continue;
            if (time.GetElapsedTime(spoken) > Beat)
            {
                await WriteAsync(context, ":\n\n", ending);
                spoken = time.GetTimestamp();
            }
            await AlertSignal.WaitAsync(alert, time, ending);
            ending.ThrowIfCancellationRequested();
        }
    }

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken ending)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ending);
        await context.Response.Body.FlushAsync(ending);
    }

    private static long? Position(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue("Last-Event-ID", out var header)) return null;
        return long.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new LedgerException("malformed-request", "Last-Event-ID is the id of an event of this stream.");
    }

    private static void Leave(PartyId party) => Streams.AddOrUpdate(party, 0, (_, count) => count - 1);
}
