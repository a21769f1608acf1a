namespace Ledger.Sdk.Ethereum;

/// <summary>A JSON-RPC call failed: at the node, on the way, or because its answer could not be understood.</summary>
/// <remarks>Neither the message nor anything else in it shows the credentials, path or query of the node's address.</remarks>
public sealed class RpcException : LedgerException
{
    /// <summary>Creates the exception; the code becomes <c>rpc-</c> and the kind in kebab case.</summary>
    /// <param name="kind">The normalised kind.</param>
    /// <param name="message">What happened, with the node's own words.</param>
    /// <param name="hint">What to do next, or null.</param>
    /// <param name="inner">The cause below, or null.</param>
    public RpcException(RpcErrorKind kind, string message, string? hint = null, Exception? inner = null)
        : base(CodeOf(kind), message, hint, inner) => Kind = kind;

    /// <summary>The normalised kind.</summary>
    public RpcErrorKind Kind { get; }

    /// <summary>The node's own error code (JSON-RPC 2.0, section 5.1), or null where the node did not answer with an error.</summary>
    public int? RpcCode { get; init; }

    /// <summary>The <c>data</c> member of the node's error as JSON text, or null.</summary>
    public string? ErrorData { get; init; }

    /// <summary>What the contract returned when it reverted; empty for a revert without data, null where nothing reverted.</summary>
    public ReadOnlyMemory<byte>? RevertData { get; init; }

    /// <summary>The method called, or null for a batch.</summary>
    public string? Method { get; init; }

    /// <summary>How long the node asks to wait before the next request, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True where the same request may well succeed a little later.</summary>
    public bool IsTransient => Kind is RpcErrorKind.Transport or RpcErrorKind.Timeout or RpcErrorKind.RateLimited
        or RpcErrorKind.NodeBusy or RpcErrorKind.InvalidResponse;

    private static string CodeOf(RpcErrorKind kind) =>
        "rpc-" + string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
