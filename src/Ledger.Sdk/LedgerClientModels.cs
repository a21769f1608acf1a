using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk;

/// <summary>The block that an answer is as of.</summary>
/// <param name="Block">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Time">Its time in Unix seconds.</param>
public sealed record AsOf(ulong Block, Hash32 Hash, ulong Time);

/// <summary>One page of a list.</summary>
/// <param name="Items">The entries, in the order that the resource documents.</param>
/// <param name="Next">Opaque cursor of the next page, for <c>?cursor=</c>; null on the last.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, AsOf AsOf);

/// <summary>A submitted intent on its way, as <c>GET /operations/{digest}</c> answers.</summary>
/// <param name="Id">The EIP-712 digest of the intent.</param>
/// <param name="Type">The intent's type.</param>
/// <param name="Status">How far it came.</param>
/// <param name="TransactionHash">The transaction that carries it, once there is one.</param>
/// <param name="Block">The block that contains it, once it is confirmed.</param>
/// <param name="Error">Why it failed.</param>
public sealed record Operation(
    Hash32 Id, string Type, OperationState Status, Hash32? TransactionHash = null, ulong? Block = null, OperationError? Error = null);

/// <summary>How far an operation came.</summary>
public enum OperationState
{
    /// <summary>Taken over, not yet in a block.</summary>
    Submitted,

    /// <summary>In a block.</summary>
    Confirmed,

    /// <summary>In a block that cannot revert.</summary>
    Finalized,

    /// <summary>Refused by the contract, or expired.</summary>
    Failed,
}

/// <summary>Why an operation failed, in the words of a problem.</summary>
public sealed record OperationError(string Code, string Message, string? Hint = null);

/// <summary>Where the projections stand, as <c>GET /index/status</c> answers.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="State">One word: <c>synced</c>, <c>syncing</c>, <c>stalled</c>…</param>
/// <param name="Block">The last block that is projected.</param>
/// <param name="Head">The last block that the node knows.</param>
/// <param name="Digest">Digest over all that was projected, to compare two indexers.</param>
public sealed record IndexStatus(ulong ChainId, string State, ulong Block, ulong Head, string? Digest = null);
