namespace Ledger.Sdk.Ethereum;

/// <summary>What a JSON-RPC call failed of, the same word for every node's dialect.</summary>
public enum RpcErrorKind
{
    /// <summary>An error of the node that has no name here; see <see cref="RpcException.RpcCode"/> and the message.</summary>
    Unknown,

    /// <summary>The call or transaction reverted; <see cref="RpcException.RevertData"/> holds what the contract returned.</summary>
    Reverted,

    /// <summary>The transaction's nonce is used already.</summary>
    NonceTooLow,

    /// <summary>The transaction's nonce leaves a gap that this node does not queue.</summary>
    NonceTooHigh,

    /// <summary>The node has this very transaction already.</summary>
    AlreadyKnown,

    /// <summary>The fee is below what the node takes, or too low to replace the transaction of the same nonce.</summary>
    Underpriced,

    /// <summary>The sender cannot pay value and gas.</summary>
    InsufficientFunds,

    /// <summary>The transaction was signed for another chain.</summary>
    WrongChainId,

    /// <summary>The gas limit is below what the transaction needs at least, or above what a block holds.</summary>
    GasLimit,

    /// <summary>The sender may not transact here (a permissioned network).</summary>
    NotPermitted,

    /// <summary>The node does not know or does not offer the method.</summary>
    MethodNotFound,

    /// <summary>The node could not make sense of the parameters.</summary>
    InvalidParams,

    /// <summary>A block that was named by hash or number is not in the node's chain.</summary>
    UnknownBlock,

    /// <summary>The node knows no <c>safe</c> or <c>finalized</c> block.</summary>
    TagUnsupported,

    /// <summary>Too many blocks or results in one request: ask for a smaller range.</summary>
    RangeTooLarge,

    /// <summary>The request is larger than the node takes: send smaller batches.</summary>
    RequestTooLarge,

    /// <summary>The answer is larger than <see cref="JsonRpcOptions.MaxResponseBytes"/>.</summary>
    ResponseTooLarge,

    /// <summary>The node asks to be called less often.</summary>
    RateLimited,

    /// <summary>The node is overloaded, starting or failing for now.</summary>
    NodeBusy,

    /// <summary>The node refuses the credentials.</summary>
    Unauthorized,

    /// <summary>No connection, or it broke.</summary>
    Transport,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The answer is not JSON-RPC, belongs to another request, or holds what it must not.</summary>
    InvalidResponse,

    /// <summary>The node failed inside.</summary>
    Internal,
}
