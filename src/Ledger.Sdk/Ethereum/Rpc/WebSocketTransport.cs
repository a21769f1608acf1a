using System.Text.Json;
using System.Threading.Channels;

namespace Ledger.Sdk.Ethereum;

/// <summary>JSON-RPC over one WebSocket, opened at the first call and again after it broke; many calls are in flight at once.</summary>
internal sealed class WebSocketTransport(RpcEndpoint endpoint, JsonRpcOptions options) : IRpcTransport
{
    private readonly SemaphoreSlim opening = new(1);
    private WebSocketConnection? current;
    private bool disposed;

    public bool SupportsBatches => false;

    public async Task<PooledBytes> SendAsync(ReadOnlyMemory<byte> body, ulong id, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await connection.SendAsync(body, id, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Subscribes once; the subscription ends with the connection that carries it.</summary>
    /// <exception cref="RpcException">The node refuses, or could not be reached.</exception>
    public async Task<WebSocketSubscription<T>> SubscribeAsync<T>(
        RpcRequest request, ulong id, WebSocketSink<T> sink, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var subscription = "";
        void OnAnswer(ReadOnlySpan<byte> message)
        {
            if (WebSocketRoute.SubscriptionIdOf(message) is not { } assigned) return;
            subscription = assigned;
            connection.Route(assigned, sink);
        }

        var body = RpcEnvelope.Write([request], id, batch: false);
        using var answer = await connection.SendAsync(body, id, OnAnswer, cancellationToken).ConfigureAwait(false);
        RpcEnvelope.ReadSingle(answer.Span, request, id, static (ref Utf8JsonReader reader) => reader.GetString());
        if (!connection.IsOpen) sink.End(new RpcException(RpcErrorKind.Transport, $"The WebSocket to {endpoint} broke."));
        return new WebSocketSubscription<T>(connection, subscription, sink.Reader);
    }

    public async ValueTask DisposeAsync()
    {
        await opening.WaitAsync().ConfigureAwait(false);
        disposed = true;
        if (current is not null) await current.DisposeAsync().ConfigureAwait(false);
        opening.Release();
    }

    private async Task<WebSocketConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref current) is { IsOpen: true } open) return open;
        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is { IsOpen: true }) return current;
            if (current is not null) await current.DisposeAsync().ConfigureAwait(false);
            current = null;
            return current = await WebSocketConnection.OpenAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            opening.Release();
        }
    }
}

/// <summary>One accepted <c>eth_subscribe</c> on one connection.</summary>
internal sealed record WebSocketSubscription<T>(WebSocketConnection Connection, string Id, ChannelReader<T> Reader);
