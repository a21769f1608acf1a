namespace Ledger.Sdk.Ethereum;

/// <content>Logs.</content>
public sealed partial class EthereumClient
{
    /// <summary>The logs that match, in the order of the chain, in one request.</summary>
    /// <remarks>A range that ends beyond the head gives the logs up to the head on some nodes and an error on others.</remarks>
    /// <exception cref="ArgumentException">The range ends before it starts: some nodes would answer nothing, others an error.</exception>
    /// <exception cref="RpcException"><see cref="RpcErrorKind.RangeTooLarge"/>, <see cref="RpcErrorKind.ResponseTooLarge"/>: ask for fewer blocks;
    /// <see cref="RpcErrorKind.UnknownBlock"/>: the block asked for by hash is not in the chain.</exception>
    public async Task<IReadOnlyList<Log>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken = default)
    {
        if (filter.BlockHash is null && filter.FromBlock.Number > filter.ToBlock.Number)
            throw new ArgumentException($"The range {filter.FromBlock} to {filter.ToBlock} ends before it starts.", nameof(filter));
        var request = new RpcRequest("eth_getLogs", writer => filter.Write(writer));
        var logs = await Rpc.CallAsync(request, Log.ReadAll, cancellationToken).ConfigureAwait(false);
        if (logs.Length == 0 && filter.BlockHash is { } hash && await GetBlockAsync(hash, false, cancellationToken).ConfigureAwait(false) is null)
            throw new RpcException(RpcErrorKind.UnknownBlock, $"eth_getLogs: the block {hash} is not in the node's chain.") { Method = request.Method };
        return logs;
    }

    /// <summary>The logs of a range of any size, in the order of the chain.</summary>
    /// <remarks>What the node refuses as too large is asked for in halves, and then never beyond the head.</remarks>
    /// <exception cref="RpcException">The node refuses even single blocks, or fails otherwise.</exception>
    public async Task<IReadOnlyList<Log>> GetAllLogsAsync(LogFilter filter, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetLogsAsync(filter, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e) when (filter.BlockHash is null && filter.FromBlock != filter.ToBlock && IsTooMuch(e.Kind))
        {
            var from = await NumberOfAsync(filter.FromBlock, cancellationToken).ConfigureAwait(false);
            var head = await GetBlockNumberAsync(cancellationToken).ConfigureAwait(false);
            var to = filter.ToBlock.Number is { } number && number <= head ? number : head;
            if (from > to) return [];
            return await GetHalvesAsync(filter, from, to, wasRefused: filter.ToBlock.Number == to, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<Log>> GetHalvesAsync(LogFilter filter, ulong from, ulong to, bool wasRefused, CancellationToken cancellationToken)
    {
        if (!wasRefused)
        {
            try
            {
                return await GetLogsAsync(filter with { FromBlock = from, ToBlock = to }, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException e) when (from < to && IsTooMuch(e.Kind))
            {
                // asked again in halves
            }
        }

        var middle = from + (to - from) / 2;
        var first = await GetHalvesAsync(filter, from, middle, wasRefused: false, cancellationToken).ConfigureAwait(false);
        var second = await GetHalvesAsync(filter, middle + 1, to, wasRefused: false, cancellationToken).ConfigureAwait(false);
        return [.. first, .. second];
    }

    private async Task<ulong> NumberOfAsync(BlockTag block, CancellationToken cancellationToken) =>
        block.Number ?? (block == BlockTag.Earliest ? 0 : (await GetBlockAsync(block, false, cancellationToken).ConfigureAwait(false))?.Number ?? 0);

    private static bool IsTooMuch(RpcErrorKind kind) => kind is RpcErrorKind.RangeTooLarge or RpcErrorKind.ResponseTooLarge;
}
