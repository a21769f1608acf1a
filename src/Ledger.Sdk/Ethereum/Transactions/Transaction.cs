using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>The EIP-2718 types this ledger sends and reads.</summary>
public enum TransactionType : byte
{
    /// <summary>Without a type byte; protected against replay on other chains by EIP-155 where a chain id is given.</summary>
    Legacy = 0,

    /// <summary>EIP-2930.</summary>
    AccessList = 1,

    /// <summary>EIP-1559.</summary>
    DynamicFee = 2,

    /// <summary>EIP-4844, without its blobs.</summary>
    Blob = 3,
}

/// <summary>A transaction, signed or not. Amounts are in wei, gas in units.</summary>
public sealed record Transaction
{
    /// <summary>The type, which says which of the fields count.</summary>
    public TransactionType Type { get; init; } = TransactionType.DynamicFee;

    /// <summary>The chain; null only for a legacy transaction without EIP-155 protection.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>The number of transactions the sender sent before.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Price of a unit of gas; legacy and access-list transactions.</summary>
    public BigInteger GasPrice { get; init; }

    /// <summary>Tip a unit of gas; EIP-1559 and later.</summary>
    public BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>Most to be paid a unit of gas, tip included; EIP-1559 and later.</summary>
    public BigInteger MaxFeePerGas { get; init; }

    /// <summary>Most gas to be used.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>Whom it calls; null creates a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Call data, or the code that creates a contract.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Announced storage; not for legacy transactions.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>Most to be paid a unit of blob gas; EIP-4844.</summary>
    public BigInteger MaxFeePerBlobGas { get; init; }

    /// <summary>The versioned hashes of the blobs; EIP-4844.</summary>
    public IReadOnlyList<Hash32> BlobVersionedHashes { get; init; } = [];

    /// <summary>The sender's signature; null while unsigned.</summary>
    public Signature? Signature { get; init; }

    /// <summary>The hash the sender signs.</summary>
    public Hash32 SigningHash => Keccak256.Hash(TransactionCodec.Encode(this, null));

    /// <summary>The hash that names the transaction.</summary>
    /// <exception cref="InvalidOperationException">It is not signed.</exception>
    public Hash32 Hash => Keccak256.Hash(TransactionCodec.Encode(this, RequireSignature()));

    /// <summary>The signed copy.</summary>
    public Transaction Sign(PrivateKey key) => this with { Signature = key.Sign(SigningHash) };

    /// <summary>The address that signed.</summary>
    /// <exception cref="InvalidOperationException">It is not signed.</exception>
    /// <exception cref="FormatException">No key can have made the signature.</exception>
    public Address RecoverSender() => RequireSignature().Recover(SigningHash);

    /// <summary>The raw bytes: as sent when signed, as hashed for signing when not.</summary>
    public byte[] Encode() => TransactionCodec.Encode(this, Signature);

    /// <summary>Decodes raw bytes, signed or unsigned.</summary>
    /// <exception cref="FormatException">Not canonical RLP, an unknown type, a signature out of range, or a high s (EIP-2).</exception>
    public static Transaction Decode(ReadOnlySpan<byte> raw) => TransactionDecoder.Decode(raw);

    private Signature RequireSignature() => Signature ?? throw new InvalidOperationException("The transaction is not signed.");
}
