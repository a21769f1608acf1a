using System.Numerics;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Sends transactions of one key, one after the other, with the kind of fee that the network has.</summary>
internal sealed class TransactionSender
{
    private readonly EthereumClient node;
    private readonly PrivateKey key;
    private readonly ulong chainId;
    private readonly BigInteger? baseFee;
    private readonly BigInteger gasPrice;

    private TransactionSender(EthereumClient node, PrivateKey key, ulong chainId, ulong nonce, BigInteger? baseFee, BigInteger gasPrice) =>
        (this.node, this.key, this.chainId, Nonce, this.baseFee, this.gasPrice) = (node, key, chainId, nonce, baseFee, gasPrice);

    /// <summary>The nonce of the next transaction.</summary>
    public ulong Nonce { get; private set; }

    public static async Task<TransactionSender> CreateAsync(EthereumClient node, PrivateKey key, CancellationToken cancellationToken)
    {
        var chainId = await node.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        var nonce = await node.GetTransactionCountAsync(key.Address, BlockTag.Pending, cancellationToken).ConfigureAwait(false);
        var head = await node.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken).ConfigureAwait(false);
        var gasPrice = await node.GetGasPriceAsync(cancellationToken).ConfigureAwait(false);
        return new TransactionSender(node, key, chainId, nonce, head?.BaseFeePerGas, gasPrice);
    }

    /// <summary>Signs and sends; returns the transaction's hash.</summary>
    public async Task<Hash32> SendAsync(Address? to, byte[] data, ulong? gas, CancellationToken cancellationToken)
    {
        var estimate = gas
            ?? await node.EstimateGasAsync(
                new CallRequest { From = key.Address, To = to, Data = data }, cancellationToken).ConfigureAwait(false);
        var transaction = new Transaction { ChainId = chainId, Nonce = Nonce, GasLimit = estimate + estimate / 8, To = to, Data = data };
        // A base fee of zero means free gas: any tip would demand a balance that accounts of such networks lack.
        transaction = baseFee is { } fee
            ? transaction with
            {
                Type = TransactionType.DynamicFee,
                MaxFeePerGas = fee.IsZero ? 0 : BigInteger.Max(2 * fee, gasPrice),
                MaxPriorityFeePerGas = fee.IsZero ? 0 : BigInteger.Max(gasPrice - fee, 0),
            }
            : transaction with { Type = TransactionType.Legacy, GasPrice = gasPrice };
        var hash = await node.SendRawTransactionAsync(transaction.Sign(key).Encode(), cancellationToken).ConfigureAwait(false);
        Nonce++;
        return hash;
    }

    /// <summary>Waits until all are in a block and succeeded.</summary>
    /// <exception cref="LedgerException">deployment-failed.</exception>
    public async Task<IReadOnlyList<TransactionReceipt>> WaitAsync(
        IReadOnlyList<Hash32> hashes, TimeSpan patience, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow + patience;
        for (var wait = 25; ; wait = Math.Min(2 * wait, 1000))
        {
            var receipts = await node.GetReceiptsAsync(hashes, cancellationToken).ConfigureAwait(false);
            if (receipts.FirstOrDefault(receipt => receipt?.Status == false) is { } failed)
                throw new LedgerException(
                    "deployment-failed", $"Transaction {failed.TransactionHash} failed in block {failed.BlockNumber}.",
                    "The network may limit gas or code, or refuse this account.");
            if (receipts.All(receipt => receipt is not null)) return [.. receipts.Select(receipt => receipt!)];
            if (DateTimeOffset.UtcNow > end)
                throw new LedgerException(
                    "deployment-failed", $"No block took transaction {hashes[^1]} within {patience}.",
                    "Check that the network makes blocks, and takes transactions of this account at this fee.");
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }
}
