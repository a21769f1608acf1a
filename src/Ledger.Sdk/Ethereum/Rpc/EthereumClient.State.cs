using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <content>Fees, proofs, storage, and receipts of whole blocks.</content>
public sealed partial class EthereumClient
{
    /// <summary>The tip per gas that the node suggests, in wei; where it has no opinion (Besu 23.4) its gas price less the base fee.</summary>
    public async Task<BigInteger> GetMaxPriorityFeePerGasAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await Rpc.CallAsync(new RpcRequest("eth_maxPriorityFeePerGas"), Wei, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.MethodNotFound)
        {
            var price = await GetGasPriceAsync(cancellationToken).ConfigureAwait(false);
            var head = await GetBlockAsync(BlockTag.Latest, false, cancellationToken).ConfigureAwait(false);
            return BigInteger.Max(0, price - (head?.BaseFeePerGas ?? 0));
        }
    }

    /// <summary>Fees of the newest blocks up to <paramref name="newest"/>.</summary>
    /// <param name="blockCount">How many blocks.</param>
    /// <param name="newest">The last of them.</param>
    /// <param name="percentiles">Percentiles of the tips paid, 0 to 100, ascending.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<FeeHistory> GetFeeHistoryAsync(
        ulong blockCount, BlockTag newest, IReadOnlyList<double> percentiles, CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(
            new RpcRequest("eth_feeHistory", writer =>
            {
                writer.WriteStringValue(Hex.EncodeQuantity(blockCount));
                writer.WriteStringValue(newest.ToString());
                writer.WriteStartArray();
                foreach (var percentile in percentiles) writer.WriteNumberValue(percentile);
                writer.WriteEndArray();
            }),
            FeeHistory.Read, cancellationToken);

    /// <summary>Merkle proofs of an account and of slots of its storage (EIP-1186).</summary>
    public Task<AccountProof> GetProofAsync(
        Address address, IReadOnlyList<Hash32> slots, BlockTag? block = null, CancellationToken cancellationToken = default)
    {
        var at = block ?? BlockTag.Latest;
        return Rpc.CallAsync(
            new RpcRequest("eth_getProof", writer =>
            {
                writer.WriteStringValue(Hex.Encode(address.Span));
                writer.WriteStartArray();
                foreach (var slot in slots) writer.WriteStringValue(slot.ToString());
                writer.WriteEndArray();
                at.Write(writer);
            }),
            AccountProof.Read, cancellationToken);
    }

    /// <summary>One word of a contract's storage.</summary>
    public Task<Hash32> GetStorageAsync(Address address, Hash32 slot, BlockTag? block = null, CancellationToken cancellationToken = default)
    {
        var at = block ?? BlockTag.Latest;
        return Rpc.CallAsync(
            new RpcRequest("eth_getStorageAt", writer =>
            {
                writer.WriteStringValue(Hex.Encode(address.Span));
                writer.WriteStringValue(slot.ToString());
                at.Write(writer);
            }),
            RpcJson.ReadWord, cancellationToken);
    }

    /// <summary>True while the node is still catching up with the network.</summary>
    public Task<bool> IsSyncingAsync(CancellationToken cancellationToken = default) =>
        Rpc.CallAsync(
            new RpcRequest("eth_syncing"),
            static (ref Utf8JsonReader reader) =>
            {
                if (reader.TokenType == JsonTokenType.False) return false;
                RpcJson.ExpectObject(ref reader);
                reader.Skip();
                return true;
            },
            cancellationToken);

    /// <summary>All receipts of a block in order, or null where there is no such block: in one request, or where the node has none for it
    /// (Hardhat, Besu 23.4) one by one in a batch.</summary>
    public async Task<IReadOnlyList<TransactionReceipt>?> GetBlockReceiptsAsync(BlockTag block, CancellationToken cancellationToken = default)
    {
        try
        {
            var request = new RpcRequest("eth_getBlockReceipts", writer => writer.WriteStringValue(block.ToString()));
            return await Rpc.CallAsync(request, ReadReceiptsOrNull, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.UnknownBlock)
        {
            return null;
        }
        catch (RpcException e) when (e.Kind == RpcErrorKind.MethodNotFound)
        {
            return await GetReceiptsOneByOneAsync(block, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<TransactionReceipt>?> GetReceiptsOneByOneAsync(BlockTag block, CancellationToken cancellationToken)
    {
        if (await GetBlockAsync(block, false, cancellationToken).ConfigureAwait(false) is not { } found) return null;
        var receipts = await GetReceiptsAsync(found.TransactionHashes, cancellationToken).ConfigureAwait(false);
        if (receipts.Any(receipt => receipt?.BlockHash != found.Hash))
            throw new RpcException(RpcErrorKind.UnknownBlock, $"The block {found.Hash} left the chain while its receipts were read.", "Read the block again.");
        return [.. receipts.Select(static receipt => receipt!)];
    }

    private static TransactionReceipt[]? ReadReceiptsOrNull(ref Utf8JsonReader reader) =>
        reader.IsNull() ? null : RpcJson.ReadArray(ref reader, TransactionReceipt.Read);
}
