using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>The execution API in types, the same results from Hardhat, anvil and Besu. Safe for concurrent use.</summary>
/// <remarks>Every method throws <see cref="RpcException"/> where the node refuses or cannot be reached; what does not exist is null.</remarks>
public sealed partial class EthereumClient : IAsyncDisposable
{
    private static readonly RpcParser<ulong> Quantity = RpcJson.ReadQuantity;
    private static readonly RpcParser<BigInteger> Wei = RpcJson.ReadBigInteger;
    private static readonly RpcParser<byte[]> Data = RpcJson.ReadData;

    /// <summary>A client for the node at an http, https, ws or wss address.</summary>
    /// <exception cref="ArgumentException">Not such an address.</exception>
    public EthereumClient(string url, JsonRpcOptions? options = null)
        : this(new JsonRpcClient(url, options))
    {
    }

    /// <summary>Takes over a client, which is disposed with this one.</summary>
    public EthereumClient(JsonRpcClient rpc) => Rpc = rpc;

    /// <summary>The untyped client below.</summary>
    public JsonRpcClient Rpc { get; }

    /// <summary>EIP-155 chain id.</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(new RpcRequest("eth_chainId"), Quantity, cancellationToken);

    /// <summary>Number of the newest block.</summary>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(new RpcRequest("eth_blockNumber"), Quantity, cancellationToken);

    /// <summary>The node's name and version.</summary>
    public Task<string> GetClientVersionAsync(CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(new RpcRequest("web3_clientVersion"), static (ref Utf8JsonReader reader) => reader.GetString() ?? "", cancellationToken);

    /// <summary>A transaction by hash, pending ones included, or null.</summary>
    public Task<RpcTransaction?> GetTransactionAsync(Hash32 hash, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(Ask("eth_getTransactionByHash", hash), RpcTransaction.ReadOrNull, cancellationToken);

    /// <summary>The receipt of a transaction, or null while it is in no block.</summary>
    public Task<TransactionReceipt?> GetReceiptAsync(Hash32 transactionHash, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(Ask("eth_getTransactionReceipt", transactionHash), TransactionReceipt.ReadOrNull, cancellationToken);

    /// <summary>The receipts of many transactions in their order, null where one is in no block.</summary>
    public async Task<IReadOnlyList<TransactionReceipt?>> GetReceiptsAsync(
        IReadOnlyList<Hash32> transactionHashes, CancellationToken cancellationToken = default)
    {
        var requests = transactionHashes.Select(static hash => Ask("eth_getTransactionReceipt", hash)).ToArray();
        return await Rpc.BatchAsync(requests, TransactionReceipt.ReadOrNull, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a call against the state of a block and returns what the contract returns.</summary>
    /// <exception cref="RpcException">Among others <see cref="RpcErrorKind.Reverted"/> with <see cref="RpcException.RevertData"/>.</exception>
    public Task<byte[]> CallAsync(CallRequest call, BlockTag? block = null, CancellationToken cancellationToken = default)
    {
        var at = block ?? BlockTag.Latest;
        return Rpc.CallAsync(new RpcRequest("eth_call", writer => { call.Write(writer); at.Write(writer); }), Data, cancellationToken);
    }

    /// <summary>The gas that a call would need as a transaction on top of the head.</summary>
    /// <exception cref="RpcException">Among others <see cref="RpcErrorKind.Reverted"/> with <see cref="RpcException.RevertData"/>.</exception>
    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(new RpcRequest("eth_estimateGas", call.Write), Quantity, cancellationToken);

    /// <summary>How many transactions an account has sent: its next nonce. <see cref="BlockTag.Pending"/> counts those in the pool.</summary>
    public Task<ulong> GetTransactionCountAsync(Address address, BlockTag? block = null, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(Ask("eth_getTransactionCount", address, block), Quantity, cancellationToken);

    /// <summary>An account's balance in wei.</summary>
    public Task<BigInteger> GetBalanceAsync(Address address, BlockTag? block = null, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(Ask("eth_getBalance", address, block), Wei, cancellationToken);

    /// <summary>An account's code, empty where it is no contract.</summary>
    public Task<byte[]> GetCodeAsync(Address address, BlockTag? block = null, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(Ask("eth_getCode", address, block), Data, cancellationToken);

    /// <summary>The gas price that the node suggests, in wei.</summary>
    public Task<BigInteger> GetGasPriceAsync(CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(new RpcRequest("eth_gasPrice"), Wei, cancellationToken);

    /// <summary>Hands a signed transaction to the node and returns its hash. Never repeated by itself.</summary>
    /// <remarks>After <see cref="RpcErrorKind.Transport"/> or <see cref="RpcErrorKind.Timeout"/> it may have arrived: ask for it by hash, or send
    /// the very same bytes again.</remarks>
    public Task<Hash32> SendRawTransactionAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(
            new RpcRequest("eth_sendRawTransaction", writer => writer.WriteStringValue(Hex.Encode(raw.Span))), RpcJson.ReadHash, cancellationToken);

    /// <summary>Disposes the client below.</summary>
    public ValueTask DisposeAsync() => Rpc.DisposeAsync();

    private static RpcRequest Ask(string method, Hash32 hash) => new(method, writer => writer.WriteStringValue(hash.ToString()));

    private static RpcRequest Ask(string method, Address address, BlockTag? block)
    {
        var at = block ?? BlockTag.Latest;
        return new RpcRequest(method, writer =>
        {
            writer.WriteStringValue(Hex.Encode(address.Span));
            at.Write(writer);
        });
    }
}
