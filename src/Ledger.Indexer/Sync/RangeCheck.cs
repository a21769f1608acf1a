using Ledger.Indexer.Projections;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>Compares what a node says of a range in three ways: headers with each other, logs with headers, and both with receipts where
/// they leave a doubt.</summary>
/// <remarks>
/// A block's logs are known to be complete where they are numbered without a gap, belong to all of its transactions and
/// fill its bloom. Otherwise (transactions that failed, foreign contracts, or a log held back) its receipts decide.
/// </remarks>
internal sealed class RangeCheck
{
    private readonly Contracts contracts;
    private readonly Block[] headers;
    private readonly List<Log>[] logs;

    public RangeCheck(Contracts contracts, ulong from, IReadOnlyList<Block?> headers, IReadOnlyList<Log> logs)
    {
        this.contracts = contracts;
        this.headers = [.. headers.Select((header, index) => Linked(headers, index, from))];
        this.logs = [.. headers.Select(_ => new List<Log>())];
        foreach (var log in logs)
        {
            if (log.BlockNumber < from || log.BlockNumber - from >= (ulong)headers.Count)
                throw new NodeInconsistentException($"The node gave a log of block {log.BlockNumber} when asked for {from} to {from + (ulong)headers.Count - 1}.");
            this.logs[log.BlockNumber - from].Add(log);
        }
    }

    /// <summary>Checks every log against its block; returns the blocks whose receipts must be looked at.</summary>
    public IReadOnlyList<Block> Verify()
    {
        var doubtful = new List<Block>();
        for (var i = 0; i < headers.Length; i++)
        {
            CheckLogs(headers[i], logs[i]);
            if (!IsComplete(headers[i], logs[i])) doubtful.Add(headers[i]);
        }
        return doubtful;
    }

    /// <summary>Checks that the receipts of a block hold exactly the logs that were given.</summary>
    public void Compare(Block header, IReadOnlyList<TransactionReceipt?> receipts)
    {
        var recorded = new List<Log>();
        for (var i = 0; i < receipts.Count; i++)
        {
            if (receipts[i] is not { } receipt || receipt.BlockHash != header.Hash
                || receipt.TransactionHash != header.TransactionHashes[i])
                throw new NodeInconsistentException($"The node has no receipt of transaction {header.TransactionHashes[i]} in block {header.Number}.");
            recorded.AddRange(receipt.Logs.Where(log => contracts.At(log.Address) is not null));
        }
        var given = logs[header.Number - headers[0].Number];
        if (!given.Select(LogDigest.LeafOf).SequenceEqual(recorded.Select(LogDigest.LeafOf)))
            throw new NodeInconsistentException($"The node gave {given.Count} logs of block {header.Number}, its receipts hold {recorded.Count}.");
    }

    /// <summary>The checked blocks with their events.</summary>
    /// <exception cref="LedgerException"><c>undecodable-event</c>: a contract of the deployment logged what its binding cannot
    /// read.</exception>
    public FetchedRange Decode() =>
        new([.. headers.Select((header, index) => new FetchedBlock(header.Number, header.Hash, header.ParentHash, header.Timestamp,
            Decode(header, logs[index])))]);

    private static Block Linked(IReadOnlyList<Block?> headers, int index, ulong from)
    {
        var header = headers[index];
        if (header is null || header.Number != from + (ulong)index) throw new NodeInconsistentException($"The node has no block {from + (ulong)index}.");
        if (index > 0 && header.ParentHash != headers[index - 1]!.Hash)
            throw new NodeInconsistentException($"Block {header.Number} is no child of block {header.Number - 1}.");
        return header;
    }

    private void CheckLogs(Block header, List<Log> given)
    {
        for (var i = 0; i < given.Count; i++)
        {
            var log = given[i];
            var sound = log.BlockHash == header.Hash && !log.Removed && contracts.At(log.Address) is not null
                && (log.BlockTimestamp ?? header.Timestamp) == header.Timestamp
                && log.TransactionIndex < header.TransactionHashes.Length
                    && header.TransactionHashes[log.TransactionIndex] == log.TransactionHash
                && (i == 0 || (log.LogIndex > given[i - 1].LogIndex && log.TransactionIndex >= given[i - 1].TransactionIndex));
            if (!sound) throw new NodeInconsistentException($"Log {log.LogIndex} of block {header.Number} does not belong to block {header.Hash}.");
        }
    }

    private bool IsComplete(Block header, List<Log> given)
    {
        var recorded = new LogsBloom(header.LogsBloom);
        if (given.Count == 0) return header.TransactionHashes.Length == 0
            || !contracts.Addresses.Any(address => recorded.MayContain(address.Span));
        if (given[^1].LogIndex + 1 != given.Count) return false;
        if (given.Select(log => log.TransactionIndex).Distinct().Count() != header.TransactionHashes.Length) return false;
        var filled = new LogsBloom();
        foreach (var log in given)
        {
            filled.Add(log.Address.Span);
            foreach (var topic in log.Topics) filled.Add(topic.Span);
        }
        return filled.Equals(recorded);
    }

    private List<FetchedEvent> Decode(Block header, List<Log> given)
    {
        var events = new List<FetchedEvent>(given.Count);
        foreach (var log in given)
        {
            try
            {
                if (!LedgerEvents.TryDecode(log, out var decoded) || decoded.Contract != contracts.At(log.Address)) continue;
                events.Add(new FetchedEvent(
                    decoded, new EventPosition(header.Number, header.Hash, log.LogIndex, header.Timestamp, log.TransactionHash),
                        LogDigest.LeafOf(log)));
            }
            catch (FormatException malformed)
            {
                throw new LedgerException("undecodable-event",
                $"Log {log.LogIndex} of block {header.Number} at {log.Address} cannot be read: {malformed.Message}",
                    "The manifest names an address that is not the contract it says, or the program is older than the contract.",
                    malformed);
            }
        }
        return events;
    }
}
