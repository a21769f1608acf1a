using System.Text.Json;
using System.Threading.Channels;

namespace Ledger.Sdk.Ethereum;

/// <summary>Where the notifications of one subscription go, whatever their type.</summary>
internal interface IWebSocketSink
{
    /// <summary>Takes one <c>result</c>, on the receiving loop.</summary>
    void Take(ReadOnlySpan<byte> json);

    /// <summary>The connection is gone.</summary>
    void End(RpcException error);
}

/// <summary>Queues notifications for a reader. When it is slow, either the oldest are dropped or the subscription ends with an error.</summary>
internal sealed class WebSocketSink<T> : IWebSocketSink
{
    private readonly RpcParser<T> parse;
    private readonly Channel<T> queue;

    public WebSocketSink(RpcParser<T> parse, int capacity, bool dropOldest)
    {
        this.parse = parse;
        queue = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity)
        {
            FullMode = dropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
            SingleWriter = true,
            SingleReader = true,
        });
    }

    public ChannelReader<T> Reader => queue.Reader;

    public void Take(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (!queue.Writer.TryWrite(parse(ref reader)))
            End(new RpcException(
                RpcErrorKind.ResponseTooLarge, "Notifications came faster than they were read.", "Read them faster, or poll with eth_getLogs."));
    }

    public void End(RpcException error) => queue.Writer.TryComplete(error);
}
