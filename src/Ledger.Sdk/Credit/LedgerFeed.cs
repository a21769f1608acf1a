using System.Runtime.CompilerServices;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Credit;

/// <summary>Consecutive blocks of a chain with the ledger's events in them.</summary>
/// <param name="From">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Events">All events of the ledger's contracts in these blocks, in the order of the chain.</param>
public sealed record FeedPiece(ulong From, ChainMoment Last, IReadOnlyList<PlacedEvent> Events);

/// <summary>Reads the events of a deployment straight from a node, so that whoever has one needs nobody else's word.</summary>
public sealed class LedgerFeed(EthereumClient node, DeploymentManifest manifest)
{
    private const ulong Blocks = 2_000;

    private readonly Dictionary<Address, LedgerContract> contracts = Enum.GetValues<LedgerContract>().ToDictionary(manifest.AddressOf);

    /// <summary>Yields the blocks <paramref name="from"/> to <paramref name="to"/>, piece by piece; nothing where the range is empty.</summary>
    /// <exception cref="LedgerException"><c>unknown-block</c>: the chain does not reach so far. <c>chain-moved</c>: it was reorganised meanwhile.</exception>
    public async IAsyncEnumerable<FeedPiece> ReadAsync(ulong from, ulong to, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var start = from; start <= to;)
        {
            var end = to - start < Blocks ? to : start + Blocks - 1;
            yield return await PieceAsync(start, end, cancellationToken).ConfigureAwait(false);
            if (end == ulong.MaxValue) yield break;
            start = end + 1;
        }
    }

    /// <summary>A block of the chain as a moment.</summary>
    /// <exception cref="LedgerException"><c>unknown-block</c>.</exception>
    public async Task<ChainMoment> MomentAsync(ulong block, CancellationToken cancellationToken = default) =>
        await node.GetBlockAsync(block, false, cancellationToken).ConfigureAwait(false) is { } found
            ? new ChainMoment(found.Number, found.Hash, found.Timestamp)
            : throw new LedgerException("unknown-block", $"The node has no block {block} yet.", "Ask for one that the chain has reached.");

    private async Task<FeedPiece> PieceAsync(ulong from, ulong to, CancellationToken cancellationToken)
    {
        var last = await MomentAsync(to, cancellationToken).ConfigureAwait(false);
        var logs = await node.GetAllLogsAsync(LogFilter.Range(from, to, [.. contracts.Keys]), cancellationToken).ConfigureAwait(false);
        var times = await TimesAsync(logs, cancellationToken).ConfigureAwait(false);
        if (logs.Any(log => log.BlockNumber == to && log.BlockHash != last.BlockHash)
            || await MomentAsync(to, cancellationToken).ConfigureAwait(false) != last)
            throw new LedgerException("chain-moved", $"The chain was reorganised at block {to} while it was read.", "Read again, up to a final block.");
        var events = new List<PlacedEvent>(logs.Count);
        foreach (var log in logs)
            if (contracts.TryGetValue(log.Address, out var contract) && LedgerEvents.TryDecode(log, out var decoded) && decoded.Contract == contract)
                events.Add(new PlacedEvent(decoded, log.BlockNumber, log.LogIndex, log.BlockTimestamp ?? times[log.BlockNumber], log.TransactionHash));
        return new FeedPiece(from, last, events);
    }

    /// <summary>The times of blocks whose logs don't say it (Besu before 24).</summary>
    private async Task<Dictionary<ulong, ulong>> TimesAsync(IReadOnlyList<Log> logs, CancellationToken cancellationToken)
    {
        ulong[] missing = [.. logs.Where(log => log.BlockTimestamp is null).Select(log => log.BlockNumber).Distinct()];
        if (missing.Length == 0) return [];
        var blocks = await node.GetBlocksAsync(missing, false, cancellationToken).ConfigureAwait(false);
        return blocks.OfType<Block>().ToDictionary(block => block.Number, block => block.Timestamp);
    }
}
