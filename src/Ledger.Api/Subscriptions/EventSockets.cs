using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Net.WebSockets;
using Ledger.Api.Authentication;
using Ledger.Api.Documents;
using Ledger.Api.Features.Epcis;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Authentication;

namespace Ledger.Api.Subscriptions;

/// <summary>Turns <c>GET …/queries/{name}/events</c> with <c>Upgrade: websocket</c> into a subscription (EPCIS 2.0, 12.8).</summary>
public sealed class EventSockets(
    Database database, Arrivals arrivals, StandingQueries queries, EventViews views, ApiKeyStore keys, LedgerApiOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<EventSockets> logger)
{
    private static readonly string[] Known = ["stream", "second", "minute", "hour", "dayOfMonth", "month", "dayOfWeek", "reportIfEmpty", "initialRecordTime", "resume"];
    private readonly ConcurrentDictionary<PartyId, int> open = new();

    /// <summary>Checks what is asked for, takes the socket and serves it until either side ends it.</summary>
    /// <exception cref="LedgerException"><c>subscription-invalid</c>, <c>subscription-limit</c>, <c>no-such-query</c>: before the socket is taken.</exception>
    public async Task ServeAsync(HttpContext context, Caller caller, string queryName, AnswerFormat format)
    {
        caller.Require();
        var wanted = await ReadAsync(context, caller, queryName, format);
        if (open.AddOrUpdate(caller.Party, 1, (_, count) => count + 1) > options.SocketsOfParty)
        {
            Leave(caller.Party);
            throw new LedgerException("subscription-limit", $"Party {caller.Party} has {options.SocketsOfParty} sockets open here.", "Close one first.");
        }
        try
        {
            TellMinRecordTime(context.Response, wanted.Terms.InitialRecordTime ?? time.GetUtcNow());
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = options.SocketPatience, KeepAliveTimeout = options.SocketPatience * EventSocket.Stuck });
            await ConverseAsync(socket, wanted, context.RequestAborted);
        }
        finally
        {
            Leave(caller.Party);
        }
    }

    /// <summary>Says when a query that stands was run last, or since when it counts events.</summary>
    public static void TellMinRecordTime(HttpResponse response, DateTimeOffset time) =>
        response.Headers["GS1-Query-Min-Record-Time"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    private void Leave(PartyId party) => open.AddOrUpdate(party, 0, (_, count) => count - 1);

    private async Task ConverseAsync(WebSocket socket, SocketSubscription wanted, CancellationToken aborted)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var feed = new EventSocket(database, arrivals, queries, views, options.SocketPatience, time, socket, wanted);
        var listening = ListenAsync(socket, ending);
        var (status, reason) = (WebSocketCloseStatus.NormalClosure, "");
        try
        {
            (status, reason) = await feed.RunAsync(ending.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested) (status, reason) = (WebSocketCloseStatus.EndpointUnavailable, "The server is stopping.");
        }
        logger.LogInformation("Socket ended party={Party} query={Query} reason={Reason}", wanted.Party, wanted.Document.Query, reason);
        await CloseAsync(socket, status, reason, listening);
    }

    /// <summary>Says good-bye where the connection still stands, and gives the client a moment to answer.</summary>
    private async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string reason, Task listening)
    {
        using var limit = new CancellationTokenSource(options.SocketPatience);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(status, reason, limit.Token);
            await listening.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            socket.Abort();
        }
    }

    /// <summary>Reads what the client sends, for its close only: it has nothing else to say.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource ending)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone.
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private async Task<SocketSubscription> ReadAsync(HttpContext context, Caller caller, string queryName, AnswerFormat format)
    {
        var given = context.Request.Query;
        foreach (var (name, values) in given)
        {
            if (!Known.Contains(name)) throw new LedgerException("subscription-invalid", $"{name}: a WebSocket takes no such parameter.", $"It takes {string.Join(", ", Known)}.");
            if (values.Count > 1) throw new LedgerException("subscription-invalid", $"{name}: the parameter is given twice.");
        }
        string? Value(string name) => given.TryGetValue(name, out var values) ? values.ToString() : null;
        var scheduled = Known[1..7].Any(given.ContainsKey);
        var schedule = scheduled ? new QuerySchedule(Value("second"), Value("minute"), Value("hour"), Value("dayOfMonth"), Value("month"), Value("dayOfWeek")) : null;
        var terms = SubscriptionTerms.Of(Truth("stream", Value("stream")), schedule, Truth("reportIfEmpty", Value("reportIfEmpty")), Value("initialRecordTime"));
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        if (await NamedQueries.FindAsync(connection, queryName) is null) throw BrowseQueries.NoSuchQuery(queryName);
        var seen = Value("resume") is { } eventId ? await NumberAsync(connection, caller.Party, eventId) : (long?)null;
        var share = seen is { } last ? await SharedEvents.BeforeAsync(connection, caller.Party, last) : await SharedEvents.LastAsync(connection);
        var after = seen ?? (terms.InitialRecordTime is { } initial ? await EventFeed.BeforeAsync(connection, initial) : await EventFeed.LastAsync(connection));
        var expires = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        var key = ApiKeyText.OfHeader(context.Request.Headers.Authorization.ToString());
        return new SocketSubscription(new SubscriptionDocument(Guid.NewGuid().ToString(), queryName, format), caller.Party, terms, after, share, seen is null ? after : 0, open => RefusalAsync(open, caller, key, expires));
    }

    /// <summary>Why a caller may be told no longer: its session or key has ended, or its party is not active.</summary>
    private async Task<string?> RefusalAsync(DbConnection connection, Caller caller, ApiKeyText? key, DateTimeOffset? expires)
    {
        if (time.GetUtcNow() >= expires) return "The session has expired. Sign in again and resume.";
        try
        {
            var now = key is null ? await Caller.FindAsync(connection, caller.Address) : await keys.FindAsync(key);
            return now?.Party == caller.Party && now.Status == PartyStatus.Active ? null : "The party is not active, or its key was replaced.";
        }
        catch (LedgerException refused)
        {
            return $"The API key does not count any more: {refused.Code}.";
        }
    }

    /// <summary>The number of the event that the client saw last. One that it may not see is as unknown as one that does not exist.</summary>
    private async Task<long> NumberAsync(DbConnection connection, PartyId party, string eventId)
    {
        var seen = await views.FindAsync(connection, party, eventId);
        return seen.Count > 0 ? seen.Min(shown => shown.Number)
            : throw new LedgerException("subscription-invalid", "resume: no such event.", "Give the eventID of the last event received.");
    }

    private static bool? Truth(string name, string? text) => text switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new LedgerException("subscription-invalid", $"{name}: '{text}' is neither true nor false."),
    };
}
