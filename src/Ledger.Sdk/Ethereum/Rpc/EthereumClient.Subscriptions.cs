namespace Ledger.Sdk.Ethereum;

/// <content>Subscriptions over WebSocket.</content>
public sealed partial class EthereumClient
{
    /// <summary>Yields the head and then each new one, until cancelled.</summary>
    /// <remarks>After a broken connection it subscribes again and yields the head of then. Numbers may jump and, after a reorganisation, go back: take a head as the sign to look, not as the chain.</remarks>
    /// <exception cref="InvalidOperationException">Not a WebSocket address.</exception>
    public IAsyncEnumerable<Block> SubscribeNewHeadsAsync(CancellationToken cancellationToken = default) =>
        Rpc.SubscribeAsync(
            static writer => writer.WriteStringValue("newHeads"u8),
            BlockReader.Read,
            dropOldest: true,
            token => GetBlockAsync(BlockTag.Latest, false, token),
            cancellationToken);

    /// <summary>Yields logs as blocks come, until cancelled; the filter's blocks are not regarded.</summary>
    /// <remarks>Logs of the time without connection are not among them: whoever needs all reads <see cref="GetLogsAsync"/>.</remarks>
    /// <exception cref="InvalidOperationException">Not a WebSocket address.</exception>
    public IAsyncEnumerable<Log> SubscribeLogsAsync(LogFilter filter, CancellationToken cancellationToken = default) =>
        Rpc.SubscribeAsync(
            writer =>
            {
                writer.WriteStringValue("logs"u8);
                filter.Write(writer, withBlocks: false);
            },
            Log.Read, dropOldest: false, null, cancellationToken);
}
