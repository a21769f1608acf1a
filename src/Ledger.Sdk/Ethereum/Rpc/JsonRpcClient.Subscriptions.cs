using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Ledger.Sdk.Ethereum;

/// <content>Subscriptions over WebSocket.</content>
public sealed partial class JsonRpcClient
{
    /// <summary>True where the node is reached over WebSocket, which subscriptions need.</summary>
    public bool SupportsSubscriptions => transport is WebSocketTransport;

    /// <summary>Subscribes and yields what the node notifies, until cancelled. After a broken connection it reconnects and subscribes again.</summary>
    /// <remarks>What happened between the break and the new subscription is not notified: <paramref name="onSubscribed"/> is called after each
    /// subscription, the first included, to catch up. Gives up when no connection came about for <see cref="JsonRpcOptions.OverallTimeout"/>.</remarks>
    /// <param name="parameters">Writes the parameters of <c>eth_subscribe</c>.</param>
    /// <param name="parse">Reads one notification's result.</param>
    /// <param name="dropOldest">What happens when more than 4,096 notifications wait to be read: true drops the oldest, false ends with an error.</param>
    /// <param name="onSubscribed">Yields what comes before the first notification of each subscription; null for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">Not a WebSocket address.</exception>
    /// <exception cref="RpcException">The node refuses, or stays away for too long.</exception>
    public async IAsyncEnumerable<T> SubscribeAsync<T>(
        Action<Utf8JsonWriter> parameters,
        RpcParser<T> parse,
        bool dropOldest,
        Func<CancellationToken, Task<T?>>? onSubscribed = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        if (transport is not WebSocketTransport socket) throw new InvalidOperationException("Subscriptions need a ws or wss address.");
        var request = new RpcRequest("eth_subscribe", parameters);
        while (true)
        {
            var subscription = await retries.RunAsync(
                request.Method,
                repeatable: true,
                token => SubscribeOnceAsync(socket, request, parse, dropOldest, token),
                cancellationToken,
                persistent: true).ConfigureAwait(false);
            try
            {
                if (onSubscribed is not null && await onSubscribed(cancellationToken).ConfigureAwait(false) is { } first) yield return first;
                while (await HasMoreAsync(subscription.Reader, cancellationToken).ConfigureAwait(false))
                    while (subscription.Reader.TryRead(out var notification)) yield return notification;
            }
            finally
            {
                await UnsubscribeAsync(subscription).ConfigureAwait(false);
            }

            await Task.Delay(Options.Backoff, Options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<WebSocketSubscription<T>> SubscribeOnceAsync<T>(
        WebSocketTransport socket, RpcRequest request, RpcParser<T> parse, bool dropOldest, CancellationToken cancellationToken) =>
        socket.SubscribeAsync(request, Interlocked.Increment(ref lastId), new WebSocketSink<T>(parse, 4096, dropOldest), cancellationToken);

    /// <summary>False where the connection is gone and a new one may help.</summary>
    private static async Task<bool> HasMoreAsync<T>(ChannelReader<T> reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.Transport)
        {
            return false;
        }
    }

    /// <summary>Politeness towards the node; a connection that is gone has unsubscribed by itself.</summary>
    private async Task UnsubscribeAsync<T>(WebSocketSubscription<T> subscription)
    {
        subscription.Connection.Unroute(subscription.Id);
        if (!subscription.Connection.IsOpen) return;
        var id = Interlocked.Increment(ref lastId);
        var body = RpcEnvelope.Write([new RpcRequest("eth_unsubscribe", writer => writer.WriteStringValue(subscription.Id))], id, batch: false);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), Options.Time);
            using var answer = await subscription.Connection.SendAsync(body, id, null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // nobody listens any more
        }
    }
}
