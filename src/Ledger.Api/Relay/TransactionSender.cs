using System.Numerics;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>Signs the relayer's transactions and hands them to the node.</summary>
public sealed class TransactionSender(EthereumClient client, RelayKey key, CurrentDeployment deployment, ILogger<TransactionSender> logger)
{
    /// <summary>Signs an operation with a nonce and fees.</summary>
    public RelayTransaction Sign(OperationRow operation, ulong nonce, Fees fees)
    {
        var transaction = new Transaction
        {
            Type = fees.Tip is null ? TransactionType.Legacy : TransactionType.DynamicFee,
            ChainId = deployment.Manifest.ChainId,
            Nonce = nonce,
            GasPrice = fees.Tip is null ? fees.Max : BigInteger.Zero,
            MaxFeePerGas = fees.Max,
            MaxPriorityFeePerGas = fees.Tip ?? BigInteger.Zero,
            GasLimit = (ulong)operation.Gas,
            To = new Address(operation.Target),
            Data = operation.Data,
        }.Sign(key.Secret);
        return new RelayTransaction { Hash = transaction.Hash.ToArray(), Nonce = (long)nonce, Operation = operation.Number, Raw = transaction.Encode(), MaxFee = (long)fees.Max };
    }

    /// <summary>Hands a transaction to the node. False where its nonce is used already, by this very transaction or by another.</summary>
    /// <remarks>What the node holds against it otherwise (fee, funds, a gap) passes or is seen to when it is late; a node that is away is an error.</remarks>
    public async Task<bool> SendAsync(RelayTransaction row, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendRawTransactionAsync(row.Raw, cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.Kind == RpcErrorKind.NonceTooLow)
        {
            return false;
        }
        catch (RpcException exception) when (exception.Kind is RpcErrorKind.AlreadyKnown or RpcErrorKind.Reverted)
        {
            return true;
        }
        catch (RpcException exception) when (!exception.IsTransient)
        {
            logger.LogWarning("Node refused transaction nonce={Nonce} hash={Hash} kind={Kind} message={Message}", row.Nonce, row.Id, exception.Kind, exception.Message);
            return true;
        }
    }
}
