using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>A block's header and its two tries, rebuilt from what a node answers and checked against the header.</summary>
internal sealed class BlockTries
{
    private readonly PatriciaTrie transactions;
    private readonly PatriciaTrie receipts;

    private BlockTries(
        Hash32 hash, BlockHeader header, IReadOnlyList<TransactionReceipt> answers, PatriciaTrie transactions, PatriciaTrie receipts) =>
        (Hash, Header, Receipts, this.transactions, this.receipts) = (hash, header, answers, transactions, receipts);

    public Hash32 Hash { get; }

    public BlockHeader Header { get; }

    /// <summary>The receipts in the order of the block.</summary>
    public IReadOnlyList<TransactionReceipt> Receipts { get; }

    /// <summary>Reads the block with all its transactions and receipts.</summary>
    /// <exception cref="LedgerException">proof-unavailable: the node's answers do not add up to its own header.</exception>
    public static async Task<BlockTries> ReadAsync(EthereumClient node, Hash32 blockHash, CancellationToken cancellationToken)
    {
        var block = await node.GetBlockAsync(blockHash, fullTransactions: true, cancellationToken).ConfigureAwait(false);
        if (block is null) throw Unavailable($"The node does not have block {blockHash}.");
        var receipts = await node.GetReceiptsAsync(
            [.. (block.Transactions ?? []).Select(transaction => transaction.Hash)], cancellationToken).ConfigureAwait(false);
        return Of(block, receipts);
    }

    public static BlockTries Of(Block block, IReadOnlyList<TransactionReceipt?> receipts)
    {
        var header = HeaderOf(block);
        Require(BlockHashes.Of(header) == block.Hash, "its header does not hash to its hash");
        var transactionTrie = PatriciaTrie.OfList((block.Transactions ?? []).Select(RawOf));
        Require(transactionTrie.Root == header.TransactionsRoot, "its transactions do not hash to its transactions root");
        TransactionReceipt[] complete =
            [.. receipts.Select(receipt => receipt ?? throw Unavailable($"The node lacks a receipt of block {block.Hash}."))];
        var receiptTrie = PatriciaTrie.OfList(complete.Select(receipt => ReceiptOf(receipt).Encode()));
        Require(receiptTrie.Root == header.ReceiptsRoot, "its receipts do not hash to its receipts root");
        return new BlockTries(block.Hash, header, complete, transactionTrie, receiptTrie);

        void Require(bool holds, string what)
        {
            if (!holds) throw Unavailable($"The node's answer for block {block.Hash} is of no use: {what}.");
        }
    }

    /// <summary>The proofs of one transaction and its receipt.</summary>
    public BlockInclusion Prove(int index, int logIndex)
    {
        var key = PatriciaTrie.ListKey(index);
        return new BlockInclusion(Hash, Header.Encode(), index, transactions.Prove(key), receipts.Prove(key), logIndex);
    }

    private static BlockHeader HeaderOf(Block block) => new()
    {
        ParentHash = block.ParentHash,
        UnclesHash = block.UnclesHash,
        Beneficiary = block.Beneficiary,
        StateRoot = block.StateRoot,
        TransactionsRoot = block.TransactionsRoot,
        ReceiptsRoot = block.ReceiptsRoot,
        LogsBloom = new LogsBloom(block.LogsBloom),
        Difficulty = block.Difficulty,
        Number = block.Number,
        GasLimit = block.GasLimit,
        GasUsed = block.GasUsed,
        Timestamp = block.Timestamp,
        ExtraData = block.ExtraData,
        MixHash = block.MixHash,
        Nonce = block.Nonce,
        BaseFeePerGas = block.BaseFeePerGas,
        WithdrawalsRoot = block.WithdrawalsRoot,
        BlobGasUsed = block.BlobGasUsed,
        ExcessBlobGas = block.ExcessBlobGas,
        ParentBeaconBlockRoot = block.ParentBeaconBlockRoot,
        RequestsHash = block.RequestsHash,
    };

    private static byte[] RawOf(RpcTransaction sent)
    {
        if (sent.Type > 2)
            throw Unavailable($"Block {sent.BlockHash} holds a transaction of type {sent.Type}, which this SDK cannot encode.");
        var type = (TransactionType)sent.Type;
        var isProtected = type != TransactionType.Legacy || sent.V >= 35;
        return new Transaction
        {
            Type = type,
            ChainId = isProtected ? sent.ChainId ?? (ulong)((sent.V - 35) / 2) : null,
            Nonce = sent.Nonce,
            GasPrice = sent.GasPrice ?? 0,
            MaxFeePerGas = sent.MaxFeePerGas ?? 0,
            MaxPriorityFeePerGas = sent.MaxPriorityFeePerGas ?? 0,
            GasLimit = sent.Gas,
            To = sent.To,
            Value = sent.Value,
            Data = sent.Input,
            AccessList = sent.AccessList ?? [],
            Signature = new Signature(sent.R, sent.S, sent.YParity),
        }.Encode();
    }

    private static Receipt ReceiptOf(TransactionReceipt answer) => new()
    {
        Type = answer.Type,
        Succeeded = answer.Status ?? false,
        PostState = answer.Status is null ? answer.Root : null,
        CumulativeGasUsed = answer.CumulativeGasUsed,
        Bloom = new LogsBloom(answer.LogsBloom),
        Logs = [.. answer.Logs.Select(log => new LogEntry(log.Address, log.Topics, log.Data))],
    };

    private static LedgerException Unavailable(string message) => new("proof-unavailable", message, "Ask another node.");
}
