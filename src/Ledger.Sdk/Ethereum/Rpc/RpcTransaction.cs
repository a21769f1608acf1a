using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>A transaction as a node gives it, with all that its raw encoding is made of.</summary>
public sealed record RpcTransaction
{
    /// <summary>Hash of the raw transaction.</summary>
    public Hash32 Hash { get; init; }

    /// <summary>EIP-2718 type; 0 for legacy.</summary>
    public byte Type { get; init; }

    /// <summary>The chain that it is signed for; null for a legacy transaction without replay protection.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>Nonce of the sender.</summary>
    public ulong Nonce { get; init; }

    /// <summary>The sender, as the node recovered it.</summary>
    public Address From { get; init; }

    /// <summary>The receiver, or null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Gas limit.</summary>
    public ulong Gas { get; init; }

    /// <summary>Wei per gas of types 0 and 1; for later types what the node shows: the price paid, once in a block.</summary>
    public BigInteger? GasPrice { get; init; }

    /// <summary>EIP-1559, wei per gas.</summary>
    public BigInteger? MaxFeePerGas { get; init; }

    /// <summary>EIP-1559, wei per gas.</summary>
    public BigInteger? MaxPriorityFeePerGas { get; init; }

    /// <summary>EIP-4844, wei per blob gas.</summary>
    public BigInteger? MaxFeePerBlobGas { get; init; }

    /// <summary>Call data or creation code.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>EIP-2930; null for a legacy transaction.</summary>
    public AccessListEntry[]? AccessList { get; init; }

    /// <summary>EIP-4844; null for other types.</summary>
    public Hash32[]? BlobVersionedHashes { get; init; }

    /// <summary>EIP-7702; null for other types.</summary>
    public RpcAuthorization[]? AuthorizationList { get; init; }

    /// <summary>As sent: 27/28 or chain id × 2 + 35/36 for legacy, the parity for typed transactions.</summary>
    public BigInteger V { get; init; }

    /// <summary>0 or 1, derived from <see cref="V"/> where the node leaves it out.</summary>
    public byte YParity { get; init; }

    /// <summary>Left-padded.</summary>
    public Hash32 R { get; init; }

    /// <summary>Left-padded.</summary>
    public Hash32 S { get; init; }

    /// <summary>The block, or null while pending.</summary>
    public Hash32? BlockHash { get; init; }

    /// <summary>The block's number, or null while pending.</summary>
    public ulong? BlockNumber { get; init; }

    /// <summary>Position in the block, or null while pending.</summary>
    public uint? TransactionIndex { get; init; }

    /// <summary>The signed transaction; its hash is <see cref="Hash"/>, unless the node errs.</summary>
    /// <exception cref="NotSupportedException">A blob or set-code transaction.</exception>
    public Transaction ToTransaction() => Type > (byte)TransactionType.DynamicFee
        ? throw new NotSupportedException($"Transactions of type {Type} cannot be encoded.")
        : new Transaction
        {
            Type = (TransactionType)Type,
            ChainId = ChainId,
            Nonce = Nonce,
            GasPrice = Type < (byte)TransactionType.DynamicFee ? GasPrice ?? 0 : 0,
            MaxFeePerGas = MaxFeePerGas ?? 0,
            MaxPriorityFeePerGas = MaxPriorityFeePerGas ?? 0,
            GasLimit = Gas,
            To = To,
            Value = Value,
            Data = Input,
            AccessList = AccessList ?? [],
            Signature = new Signature(R, S, YParity),
        };

    internal static RpcTransaction Read(ref Utf8JsonReader reader) => RpcTransactionReader.Read(ref reader);

    internal static RpcTransaction? ReadOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : RpcTransactionReader.Read(ref reader);
}

/// <summary>EIP-2930: an account and the storage that a transaction announces.</summary>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">The slots.</param>
public sealed record AccessListEntry(Address Address, Hash32[] StorageKeys)
{
    internal static AccessListEntry Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var (address, keys) = (Address.Zero, Array.Empty<Hash32>());
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("address"u8)) address = RpcJson.ReadAddress(ref reader);
            else if (name.SequenceEqual("storageKeys"u8)) keys = RpcJson.ReadArray(ref reader, RpcJson.ReadWord);
            else reader.Skip();
        }

        return new AccessListEntry(address, keys);
    }
}

/// <summary>EIP-7702: an account's permission to run another's code.</summary>
/// <param name="ChainId">The chain, 0 for any.</param>
/// <param name="Address">Whose code.</param>
/// <param name="Nonce">The account's nonce.</param>
/// <param name="YParity">0 or 1.</param>
/// <param name="R">Left-padded.</param>
/// <param name="S">Left-padded.</param>
public sealed record RpcAuthorization(BigInteger ChainId, Address Address, ulong Nonce, byte YParity, Hash32 R, Hash32 S)
{
    internal static RpcAuthorization Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var (chainId, address, nonce, parity, r, s) = (BigInteger.Zero, Address.Zero, 0UL, (byte)0, Hash32.Zero, Hash32.Zero);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("chainId"u8)) chainId = RpcJson.ReadBigInteger(ref reader);
            else if (name.SequenceEqual("address"u8)) address = RpcJson.ReadAddress(ref reader);
            else if (name.SequenceEqual("nonce"u8)) nonce = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("yParity"u8)) parity = (byte)RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("r"u8)) r = RpcJson.ReadWord(ref reader);
            else if (name.SequenceEqual("s"u8)) s = RpcJson.ReadWord(ref reader);
            else reader.Skip();
        }

        return new RpcAuthorization(chainId, address, nonce, parity, r, s);
    }
}
