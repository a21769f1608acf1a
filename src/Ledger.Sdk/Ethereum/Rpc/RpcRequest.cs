using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Reads one result; the reader stands on the value's first token and must be left on its last.</summary>
/// <remarks>A <see cref="JsonException"/> or <see cref="FormatException"/> means that the answer is not what the method promises.</remarks>
public delegate T RpcParser<out T>(ref Utf8JsonReader reader);

/// <summary>A method and what writes its parameters into the <c>params</c> array.</summary>
/// <param name="Method">The method's name, e.g. <c>eth_getLogs</c>.</param>
/// <param name="WriteParameters">Writes the array's elements; null for none.</param>
public readonly record struct RpcRequest(string Method, Action<Utf8JsonWriter>? WriteParameters = null)
{
    /// <summary>True where calling twice does no more than calling once, so that a lost answer may be asked for again.</summary>
    /// <remarks>Sending a transaction is not among them, nor what a filter or subscription remembers, nor a development node's own methods.</remarks>
    public bool IsIdempotent => Method switch
    {
        "eth_getFilterChanges" => false,
        "eth_call" or "eth_estimateGas" or "eth_blockNumber" or "eth_chainId" or "eth_gasPrice" or "eth_syncing" => true,
        "eth_feeHistory" or "eth_maxPriorityFeePerGas" or "eth_createAccessList" or "eth_accounts" => true,
        _ => Method.StartsWith("eth_get", StringComparison.Ordinal)
            || Method.StartsWith("net_", StringComparison.Ordinal)
            || Method.StartsWith("web3_", StringComparison.Ordinal),
    };
}

/// <summary>One answer of a batch: a value, or the error of that one request.</summary>
/// <param name="Value">The result; the type's default where <paramref name="Error"/> is set.</param>
/// <param name="Error">The error, or null.</param>
public readonly record struct RpcResult<T>(T Value, RpcException? Error)
{
    /// <summary>The value.</summary>
    /// <exception cref="RpcException">The request failed.</exception>
    public T Unwrap() => Error is null ? Value : throw Error;
}
