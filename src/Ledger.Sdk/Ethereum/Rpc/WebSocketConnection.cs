using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Sees a message on the receiving loop, before the next one is read.</summary>
internal delegate void WebSocketMessageHandler(ReadOnlySpan<byte> message);

/// <summary>One WebSocket from its opening to its end: routes answers by id and notifications by subscription.</summary>
internal sealed class WebSocketConnection : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly RpcEndpoint endpoint;
    private readonly JsonRpcOptions options;
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<ulong, Pending> pending = new();
    private readonly ConcurrentDictionary<string, IWebSocketSink> sinks = new(StringComparer.Ordinal);
    private readonly Task receiving;
    private RpcException? ended;

    private WebSocketConnection(ClientWebSocket socket, RpcEndpoint endpoint, JsonRpcOptions options)
    {
        (this.socket, this.endpoint, this.options) = (socket, endpoint, options);
        receiving = Task.Run(ReceiveAsync);
    }

    public bool IsOpen => Volatile.Read(ref ended) is null;

    public static async Task<WebSocketConnection> OpenAsync(RpcEndpoint endpoint, JsonRpcOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(15);
        socket.Options.CollectHttpResponseDetails = true;
        if (endpoint.Address.IsLoopback) socket.Options.Proxy = null;
        if (endpoint.Authorization is { } authorization) socket.Options.SetRequestHeader("Authorization", authorization.ToString());
        try
        {
            await socket.ConnectAsync(endpoint.Address, cancellationToken).ConfigureAwait(false);
            return new WebSocketConnection(socket, endpoint, options);
        }
        catch (Exception e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            if (e is not (WebSocketException or HttpRequestException or IOException)) throw;
            var kind = (int)status switch { 401 or 403 => RpcErrorKind.Unauthorized, 429 => RpcErrorKind.RateLimited, _ => RpcErrorKind.Transport };
            const string hint = "Check that the node runs, offers WebSocket and admits this client.";
            throw new RpcException(kind, $"No WebSocket to the node at {endpoint}: {e.Message}", hint, e);
        }
    }

    /// <summary>Sends a request and waits for the answer of its id; <paramref name="onAnswer"/> sees it on the receiving loop first.</summary>
    public async Task<PooledBytes> SendAsync(
        ReadOnlyMemory<byte> body, ulong id, WebSocketMessageHandler? onAnswer, CancellationToken cancellationToken)
    {
        var waiting = new Pending(new TaskCompletionSource<PooledBytes>(TaskCreationOptions.RunContinuationsAsynchronously), onAnswer);
        pending[id] = waiting;
        try
        {
            if (Volatile.Read(ref ended) is { } error) throw error;
            await WriteAsync(body, cancellationToken).ConfigureAwait(false);
            return await waiting.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pending.TryRemove(id, out _);
        }
    }

    /// <summary>Sends the notifications of a subscription to a sink; call it on the receiving loop, so that none is missed.</summary>
    public void Route(string subscription, IWebSocketSink sink) => sinks[subscription] = sink;

    /// <summary>Ends the routing.</summary>
    public void Unroute(string subscription) => sinks.TryRemove(subscription, out _);

    public async ValueTask DisposeAsync()
    {
        End(new RpcException(RpcErrorKind.Transport, $"The WebSocket to {endpoint} was closed by this client."));
        socket.Abort();
        await receiving.ConfigureAwait(false);
        socket.Dispose();
        sending.Dispose();
    }

    /// <summary>A cancelled send would break the socket for all: the caller's patience ends the waiting only, a stuck send the connection.</summary>
    private async Task WriteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var patience = new CancellationTokenSource(options.AttemptTimeout, options.Time);
            await socket.SendAsync(body, WebSocketMessageType.Text, endOfMessage: true, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            throw End(Broken(e));
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var message = await ReadMessageAsync().ConfigureAwait(false);
                if (!Dispatch(message)) message.Dispose();
            }
        }
        catch (RpcException e)
        {
            End(e);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException and not ObjectDisposedException)
        {
            End(new RpcException(RpcErrorKind.InvalidResponse, $"The node at {endpoint} sent what is no JSON-RPC message: {e.Message}", null, e));
        }
        catch (Exception e)
        {
            End(Broken(e));
        }

        socket.Abort();
    }

    private async Task<PooledBytes> ReadMessageAsync()
    {
        var message = new PooledBytes(16 << 10);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(message.Room(), CancellationToken.None).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                    throw new RpcException(RpcErrorKind.Transport, $"The node at {endpoint} closed the WebSocket.");
                message.Advance(part.Count);
                if (message.Length > options.MaxResponseBytes) throw RpcErrors.TooLarge(endpoint, options.MaxResponseBytes);
                if (part.EndOfMessage) return message;
            }
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>True where the message now belongs to a waiting call.</summary>
    private bool Dispatch(PooledBytes message)
    {
        var route = WebSocketRoute.Of(message.Span);
        if (route.Subscription is { } subscription)
        {
            if (sinks.TryGetValue(subscription, out var sink)) sink.Take(message.Span[route.Result]);
            return false;
        }

        if (route.Id is not { } id) throw new JsonException("A message without id and subscription.");
        if (!pending.TryRemove(id, out var waiting)) return false;
        waiting.OnAnswer?.Invoke(message.Span);
        return waiting.Answer.TrySetResult(message);
    }

    private RpcException End(RpcException error)
    {
        var first = Interlocked.CompareExchange(ref ended, error, null) ?? error;
        foreach (var id in pending.Keys)
            if (pending.TryRemove(id, out var waiting)) waiting.Answer.TrySetException(first);
        foreach (var sink in sinks.Values) sink.End(first);
        return first;
    }

    private RpcException Broken(Exception e) =>
        new(RpcErrorKind.Transport, $"The WebSocket to {endpoint} broke: {e.Message}", "Check that the node runs.", e);

    private sealed record Pending(TaskCompletionSource<PooledBytes> Answer, WebSocketMessageHandler? OnAnswer);
}
