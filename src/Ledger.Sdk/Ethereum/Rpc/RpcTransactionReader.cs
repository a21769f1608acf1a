using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Collects the members of one transaction in whatever order they come.</summary>
internal struct RpcTransactionReader
{
    private Hash32? hash, blockHash;
    private Hash32 r, s;
    private Address? from, to;
    private ulong type, nonce, gas;
    private ulong? chainId, blockNumber, index, parity;
    private BigInteger value, v;
    private BigInteger? gasPrice, maxFee, maxPriorityFee, maxBlobFee;
    private byte[]? input;
    private AccessListEntry[]? accessList;
    private Hash32[]? blobHashes;
    private RpcAuthorization[]? authorizations;

    public static RpcTransaction Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var transaction = default(RpcTransactionReader);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.IsNull()) continue;
            if (!transaction.Take(name, ref reader)) reader.Skip();
        }

        return transaction.Build();
    }

    private bool Take(ReadOnlySpan<byte> name, ref Utf8JsonReader reader) =>
        TakeCall(name, ref reader) || TakeFee(name, ref reader) || TakePlace(name, ref reader);

    private bool TakeCall(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("hash"u8)) hash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("type"u8)) type = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("chainId"u8)) chainId = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("nonce"u8)) nonce = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("from"u8)) from = RpcJson.ReadAddress(ref reader);
        else if (name.SequenceEqual("to"u8)) to = RpcJson.ReadAddress(ref reader);
        else if (name.SequenceEqual("value"u8)) value = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("input"u8)) input = RpcJson.ReadData(ref reader);
        else if (name.SequenceEqual("v"u8)) v = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("r"u8)) r = RpcJson.ReadWord(ref reader);
        else if (name.SequenceEqual("s"u8)) s = RpcJson.ReadWord(ref reader);
        else if (name.SequenceEqual("yParity"u8)) parity = RpcJson.ReadQuantity(ref reader);
        else return false;
        return true;
    }

    private bool TakeFee(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("gas"u8)) gas = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("gasPrice"u8)) gasPrice = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("maxFeePerGas"u8)) maxFee = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("maxPriorityFeePerGas"u8)) maxPriorityFee = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("maxFeePerBlobGas"u8)) maxBlobFee = RpcJson.ReadBigInteger(ref reader);
        else if (name.SequenceEqual("accessList"u8)) accessList = RpcJson.ReadArray(ref reader, AccessListEntry.Read);
        else if (name.SequenceEqual("blobVersionedHashes"u8)) blobHashes = RpcJson.ReadArray(ref reader, RpcJson.ReadHash);
        else if (name.SequenceEqual("authorizationList"u8)) authorizations = RpcJson.ReadArray(ref reader, RpcAuthorization.Read);
        else return false;
        return true;
    }

    private bool TakePlace(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (name.SequenceEqual("blockHash"u8)) blockHash = RpcJson.ReadHash(ref reader);
        else if (name.SequenceEqual("blockNumber"u8)) blockNumber = RpcJson.ReadQuantity(ref reader);
        else if (name.SequenceEqual("transactionIndex"u8)) index = RpcJson.ReadQuantity(ref reader);
        else return false;
        return true;
    }

    private readonly RpcTransaction Build() => new()
    {
        Hash = hash ?? throw Missing("hash"),
        Type = (byte)type,
        ChainId = chainId ?? ChainIdOf(type, v),
        Nonce = nonce,
        From = from ?? throw Missing("from"),
        To = to,
        Value = value,
        Gas = gas,
        GasPrice = gasPrice,
        MaxFeePerGas = maxFee,
        MaxPriorityFeePerGas = maxPriorityFee,
        MaxFeePerBlobGas = maxBlobFee,
        Input = input ?? throw Missing("input"),
        AccessList = accessList,
        BlobVersionedHashes = blobHashes,
        AuthorizationList = authorizations,
        V = v,
        YParity = (byte)(parity ?? ParityOf(type, v)),
        R = r,
        S = s,
        BlockHash = blockHash,
        BlockNumber = blockNumber,
        TransactionIndex = (uint?)index,
    };

    /// <summary>EIP-155: v = chain id × 2 + 35 + parity; 27 and 28 name no chain.</summary>
    private static ulong? ChainIdOf(ulong type, BigInteger v) => type == 0 && v >= 35 ? (ulong)((v - 35) / 2) : null;

    private static ulong ParityOf(ulong type, BigInteger v) => type != 0 || v < 27 ? (ulong)v : v < 35 ? (ulong)(v - 27) : (ulong)((v - 35) % 2);

    private static JsonException Missing(string name) => new($"A transaction without {name}.");
}
