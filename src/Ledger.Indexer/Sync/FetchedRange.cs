using Ledger.Indexer.Projections;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>Consecutive blocks, each the parent of the next, with all events of the deployment in them.</summary>
internal sealed record FetchedRange(IReadOnlyList<FetchedBlock> Blocks)
{
    public ulong From => Blocks[0].Number;

    public ulong To => Blocks[^1].Number;

    /// <summary>What the block before the range must have as its hash.</summary>
    public Hash32 Parent => Blocks[0].Parent;

    public int Events { get; } = Blocks.Sum(block => block.Events.Count);
}

/// <summary>One block and its events in the order of the log.</summary>
internal sealed record FetchedBlock(ulong Number, Hash32 Hash, Hash32 Parent, ulong Time, IReadOnlyList<FetchedEvent> Events);

/// <summary>One event; <paramref name="Leaf"/> is the hash of everything that the node said of its log.</summary>
internal readonly record struct FetchedEvent(LedgerEvent Event, EventPosition At, Hash32 Leaf);
