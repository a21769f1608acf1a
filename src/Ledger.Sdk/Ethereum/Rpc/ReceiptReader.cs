using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Collects the members of one receipt in whatever order they come.</summary>
internal struct ReceiptReader
{
    private Hash32? transactionHash, blockHash, root;
    private Address? from, to, contractAddress;
    private ulong? index, blockNumber, cumulativeGasUsed, status, blobGasUsed;
    private ulong type, gasUsed;
    private BigInteger price;
    private byte[]? logsBloom;
    private byte[]? revertReason;
    private Log[]? logs;

    public static TransactionReceipt Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var receipt = default(ReceiptReader);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.IsNull()) continue;
            if (!receipt.TakePlace(name, ref reader) && !receipt.TakeOutcome(name, ref reader)) reader.Skip();
        }

        return receipt.Build();
    }

    private bool TakePlace(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("transactionHash"u8)) transactionHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("transactionIndex"u8)) index = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("blockHash"u8)) blockHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("blockNumber"u8)) blockNumber = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("type"u8)) type = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("from"u8)) from = RpcJson.ReadAddress(ref reader);
        else if (name.SequenceEqual("to"u8)) to = RpcJson.ReadAddress(ref reader);
        else if (name.SequenceEqual("contractAddress"u8)) contractAddress = RpcJson.ReadAddress(ref reader);
        else return false;
        return true;
    }

    private bool TakeOutcome(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("status"u8)) status = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("root"u8)) root = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("cumulativeGasUsed"u8)) cumulativeGasUsed = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("gasUsed"u8)) gasUsed = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("effectiveGasPrice"u8)) price = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("logsBloom"u8)) logsBloom = RpcJson.ReadData(ref reader);
        else if (name.SequenceEqual("logs"u8)) logs = Log.ReadAll(ref reader);
        else if (name.SequenceEqual("revertReason"u8)) revertReason = RpcJson.ReadData(ref reader);
        else if (name.SequenceEqual("blobGasUsed"u8)) blobGasUsed = RpcJson.ReadQuantity(ref reader);
        else return false;
        return true;
    }

    private readonly TransactionReceipt Build() => new()
    {
        TransactionHash = transactionHash ?? throw Missing("transactionHash"),
        TransactionIndex = (uint)(index ?? throw Missing("transactionIndex")),
        BlockHash = blockHash ?? throw Missing("blockHash"),
        BlockNumber = blockNumber ?? throw Missing("blockNumber"),
        Type = (byte)type,
        From = from ?? default,
        To = to,
        ContractAddress = contractAddress,
        Status = status is null ? (root is null ? throw Missing("status and root") : null) : status != 0,
        Root = root,
        CumulativeGasUsed = cumulativeGasUsed ?? throw Missing("cumulativeGasUsed"),
        GasUsed = gasUsed,
        EffectiveGasPrice = price,
        LogsBloom = logsBloom ?? [],
        Logs = logs ?? throw Missing("logs"),
        RevertReason = revertReason,
        BlobGasUsed = blobGasUsed,
    };

    private static JsonException Missing(string name) => new($"A receipt without {name}.");
}
