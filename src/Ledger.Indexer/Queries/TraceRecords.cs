using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>Which way a trace goes.</summary>
public enum TraceDirection
{
    /// <summary>To what it was made of, and what is or was packed in it.</summary>
    Back,

    /// <summary>To what was made of it, and what it was packed in.</summary>
    Forward,
}

/// <summary>What a trace found.</summary>
/// <param name="Nodes">Units and lots, the one asked for first.</param>
/// <param name="Links">How one came into another, oldest first.</param>
/// <param name="IsComplete">False where the limit cut it off.</param>
public sealed record TraceResult(IReadOnlyList<TracedNode> Nodes, IReadOnlyList<TracedLink> Links, bool IsComplete);

/// <summary>A unit or a lot of a trace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsLot">True for a lot.</param>
/// <param name="Lot">The unit's lot, or null.</param>
/// <param name="Holder">The custodian of a unit that is packed in nothing, the issuer of a lot; of a packed unit the party that packed
/// it.</param>
/// <param name="Amount">What is left of a unit; what was registered of a lot.</param>
/// <param name="Recalled">Whether the lot is recalled.</param>
/// <param name="Packaging">True where it was reached as something's parent or content only.</param>
public sealed record TracedNode(Hash32 Id, bool IsLot, Hash32? Lot, ulong Holder, ulong Amount, bool Recalled, bool Packaging);

/// <summary>How one unit or lot came into another.</summary>
/// <param name="From">The earlier one: input, source, content, lot.</param>
/// <param name="To">The later one: output, part, parent, unit.</param>
/// <param name="Kind"><c>packed</c>, <c>transformed</c>, <c>split</c>, <c>merged</c> or <c>lot</c>.</param>
/// <param name="By">Who did it.</param>
/// <param name="Block">Number of the block.</param>
/// <param name="LogIndex">Position of the log in the block.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="TxHash">The transaction; null for the link of a lot to its units.</param>
public sealed record TracedLink(Hash32 From, Hash32 To, string Kind, ulong By, ulong Block, ulong LogIndex, ulong Time, Hash32? TxHash);
