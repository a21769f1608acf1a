using Ledger.Sdk;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>Finds out what became of transactions: mined, refused by the contract, reverted by a reorganisation, final.</summary>
public sealed class ReceiptWatch(RelayStore store, EthereumClient client, CurrentDeployment deployment, ILogger<ReceiptWatch> logger)
{
    private const int Batch = 500;
    private ulong lastHead = ulong.MaxValue;
    private Hash32 lastHash;

    /// <summary>Settles the pending operations that a block holds; returns the numbers of those that none holds yet.</summary>
    public async Task<HashSet<long>> SettleAsync(
        IReadOnlyList<OperationRow> pending, IReadOnlyDictionary<long, List<RelayTransaction>> attempts, CancellationToken cancellationToken)
    {
        var asked = pending.Where(row => attempts.ContainsKey(row.Number)).SelectMany(row => attempts[row.Number].Select(attempt => (row, attempt.Id))).ToList();
        var receipts = await client.GetReceiptsAsync([.. asked.Select(pair => pair.Id)], cancellationToken);
        var settled = new List<OperationRow>();
        for (var i = 0; i < asked.Count; i++)
            if (receipts[i] is { } receipt) settled.Add(await SettleAsync(asked[i].row, receipt, cancellationToken));
        await store.UpdateAsync(settled, cancellationToken);
        if (settled.Count > 0) lastHead = ulong.MaxValue;
        return [.. pending.Select(row => row.Number).Except(settled.Select(row => row.Number))];
    }

    /// <summary>Looks at confirmed operations once for every new head: final ones end, reverted ones are submitted again.</summary>
    public async Task FinalizeAsync(CancellationToken cancellationToken)
    {
        var confirmed = await store.InStateAsync(RelayState.Confirmed, Batch, cancellationToken);
        if (confirmed.Count == 0) return;
        var head = await client.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken);
        if (head is null || (head.Number == lastHead && head.Hash == lastHash)) return;
        var finalized = await client.GetFinalizedBlockNumberAsync(deployment.Manifest.Finality, cancellationToken);
        var numbers = confirmed.Select(row => (ulong)row.Block!.Value).Distinct().ToList();
        var blocks = await client.GetBlocksAsync(numbers, cancellationToken: cancellationToken);
        var hashes = numbers.Zip(blocks).ToDictionary(pair => pair.First, pair => pair.Second?.Hash);
        var changed = new List<OperationRow>();
        foreach (var row in confirmed)
        {
            var stands = hashes[(ulong)row.Block!.Value] == new Hash32(row.BlockHash!);
            if (stands && (ulong)row.Block.Value <= finalized) changed.Add(row with { State = RelayState.Finalized });
            else if (!stands) changed.Add(row with { State = RelayState.Submitted, Block = null, BlockHash = null });
        }
        await store.UpdateAsync(changed, cancellationToken);
        foreach (var row in changed.Where(row => row.State == RelayState.Submitted)) logger.LogWarning("Lost operation to a reorganisation id={Id}", new Hash32(row.Id));
        (lastHead, lastHash) = (head.Number, head.Hash);
    }

    private async Task<OperationRow> SettleAsync(OperationRow row, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var mined = row with { TxHash = receipt.TransactionHash.ToArray(), Block = (long)receipt.BlockNumber, BlockHash = receipt.BlockHash.ToArray() };
        if (receipt.Status != false) return mined with { State = RelayState.Confirmed };
        var error = await ExplainAsync(row, receipt, cancellationToken);
        logger.LogInformation("Contract refused operation id={Id} type={Type} code={Code}", new Hash32(row.Id), row.Type, error.Code);
        return mined with { State = RelayState.Failed, ErrorCode = error.Code, ErrorMessage = error.Message, ErrorHint = error.Hint };
    }

    /// <summary>Why the contract refused: from the receipt where the node keeps it, else by running the call on the state around the block.</summary>
    private async Task<LedgerException> ExplainAsync(OperationRow row, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var target = new Address(row.Target);
        if (receipt.RevertReason is { Length: > 0 } reason) return deployment.Refusal(reason, target);
        var call = CallRequest.Of(target, row.Data, receipt.From);
        foreach (var block in new[] { receipt.BlockNumber - 1, receipt.BlockNumber })
        {
            try
            {
                await client.CallAsync(call, block, cancellationToken);
            }
            catch (RpcException exception) when (deployment.Refusal(exception, target) is { } refusal)
            {
                return refusal;
            }
            catch (RpcException exception) when (!exception.IsTransient)
            {
                break;
            }
        }
        return new LedgerException("contract-reverted", $"The transaction was reverted in block {receipt.BlockNumber}; its cause could not be reproduced.", "Look at the transaction with a tracing node.");
    }
}
