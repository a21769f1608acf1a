using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Collects the members of one block in whatever order they come.</summary>
internal struct BlockReader
{
    private Hash32? hash, parentHash, stateRoot, transactionsRoot, receiptsRoot;
    private Hash32 unclesHash, mixHash;
    private Hash32? withdrawalsRoot, parentBeaconBlockRoot, requestsHash;
    private Address beneficiary;
    private ulong? number, timestamp, blobGasUsed, excessBlobGas, size;
    private ulong gasLimit, gasUsed, nonce;
    private BigInteger difficulty;
    private BigInteger? baseFee;
    private byte[]? logsBloom;
    private byte[]? extraData;
    private Hash32[]? transactionHashes;
    private Hash32[]? uncles;
    private RpcTransaction[]? transactions;
    private Withdrawal[]? withdrawals;
    private bool isPending;

    public static Block Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var block = default(BlockReader);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.IsNull()) block.TakeNull(name);
            else if (!block.Take(name, ref reader)) reader.Skip();
        }

        return block.Build();
    }

    /// <summary>Hardhat leaves these open in the block that it builds.</summary>
    private void TakeNull(ReadOnlySpan<byte> name) =>
        isPending |= name.SequenceEqual("number"u8) || name.SequenceEqual("mixHash"u8) || name.SequenceEqual("nonce"u8);

    private bool Take(ReadOnlySpan<byte> name, ref Utf8JsonReader reader) =>
        TakeHash(name, ref reader) || TakeNumber(name, ref reader) || TakeFork(name, ref reader) || TakeBody(name, ref reader);

    private bool TakeHash(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("hash"u8)) hash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("parentHash"u8)) parentHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("sha3Uncles"u8)) unclesHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("stateRoot"u8)) stateRoot = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("transactionsRoot"u8)) transactionsRoot = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("receiptsRoot"u8)) receiptsRoot = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("mixHash"u8)) mixHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("miner"u8)) beneficiary = RpcJson.ReadAddress(ref reader);
        else return false;
        return true;
    }

    private bool TakeNumber(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("number"u8)) number = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("timestamp"u8)) timestamp = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("gasLimit"u8)) gasLimit = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("gasUsed"u8)) gasUsed = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("difficulty"u8)) difficulty = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("nonce"u8)) nonce = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("size"u8)) size = RpcJson.ReadQuantity(ref reader);
        else return false;
        return true;
    }

    private bool TakeFork(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("baseFeePerGas"u8)) baseFee = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("withdrawalsRoot"u8)) withdrawalsRoot = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("blobGasUsed"u8)) blobGasUsed = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("excessBlobGas"u8)) excessBlobGas = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("parentBeaconBlockRoot"u8)) parentBeaconBlockRoot = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("requestsHash"u8)) requestsHash = RpcJson.ReadHash(ref reader);
        else return false;
        return true;
    }

    private bool TakeBody(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("logsBloom"u8)) logsBloom = RpcJson.ReadData(ref reader);
        else if (name.SequenceEqual("extraData"u8)) extraData = RpcJson.ReadData(ref reader);
        else if (name.SequenceEqual("uncles"u8)) uncles = RpcJson.ReadArray(ref reader, RpcJson.ReadHash);
        else if (name.SequenceEqual("withdrawals"u8)) withdrawals = RpcJson.ReadArray(ref reader, Withdrawal.Read);
        else if (name.SequenceEqual("transactions"u8)) TakeTransactions(ref reader);
        else return false;
        return true;
    }

    private void TakeTransactions(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (ahead.Read() && ahead.TokenType == JsonTokenType.StartObject)
        {
            transactions = RpcJson.ReadArray(ref reader, RpcTransaction.Read);
            transactionHashes = Array.ConvertAll(transactions, static transaction => transaction.Hash);
        }
        else
        {
            transactionHashes = RpcJson.ReadArray(ref reader, RpcJson.ReadHash);
        }
    }

    private readonly Block Build() => new()
    {
        Hash = hash ?? (isPending ? default : throw Missing("hash")),
        Number = number ?? (isPending ? 0UL : throw Missing("number")),
        ParentHash = parentHash ?? throw Missing("parentHash"),
        UnclesHash = unclesHash,
        Beneficiary = beneficiary,
        StateRoot = stateRoot ?? throw Missing("stateRoot"),
        TransactionsRoot = transactionsRoot ?? throw Missing("transactionsRoot"),
        ReceiptsRoot = receiptsRoot ?? throw Missing("receiptsRoot"),
        LogsBloom = logsBloom ?? [],
        Difficulty = difficulty,
        GasLimit = gasLimit,
        GasUsed = gasUsed,
        Timestamp = timestamp ?? throw Missing("timestamp"),
        ExtraData = extraData ?? [],
        MixHash = mixHash,
        Nonce = nonce,
        BaseFeePerGas = baseFee,
        WithdrawalsRoot = withdrawalsRoot,
        BlobGasUsed = blobGasUsed,
        ExcessBlobGas = excessBlobGas,
        ParentBeaconBlockRoot = parentBeaconBlockRoot,
        RequestsHash = requestsHash,
        Size = size,
        TransactionHashes = transactionHashes ?? [],
        Transactions = transactions,
        Uncles = uncles ?? [],
        Withdrawals = withdrawals,
        IsPending = isPending,
    };

    private static JsonException Missing(string name) => new($"A block without {name}.");
}
