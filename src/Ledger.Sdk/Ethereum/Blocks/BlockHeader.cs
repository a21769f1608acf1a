using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>A block header with the fields of every fork up to Prague; those of later forks are null on chains that lack them.</summary>
/// <remarks>Yellow Paper section 4.3; EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685 each append fields at the end.</remarks>
public sealed record BlockHeader
{
    /// <summary>The hash of an empty list of uncles, as every block of a BFT or proof-of-stake chain has it.</summary>
    public static readonly Hash32 NoUncles = Keccak256.Hash([0xC0]);

    /// <summary>The parent's hash.</summary>
    public Hash32 ParentHash { get; init; }

    /// <summary>The hash of the uncles.</summary>
    public Hash32 UnclesHash { get; init; } = NoUncles;

    /// <summary>Who proposed the block.</summary>
    public Address Beneficiary { get; init; }

    /// <summary>The root of the state after the block.</summary>
    public Hash32 StateRoot { get; init; }

    /// <summary>The root of the transactions.</summary>
    public Hash32 TransactionsRoot { get; init; }

    /// <summary>The root of the receipts.</summary>
    public Hash32 ReceiptsRoot { get; init; }

    /// <summary>The filter of all logs.</summary>
    public LogsBloom LogsBloom { get; init; } = new();

    /// <summary>The difficulty.</summary>
    public BigInteger Difficulty { get; init; }

    /// <summary>The number; genesis is 0.</summary>
    public ulong Number { get; init; }

    /// <summary>Most gas the block may use.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>Gas the block used.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Unix time in seconds.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Free bytes; under QBFT the validators, the round and the seals.</summary>
    public ReadOnlyMemory<byte> ExtraData { get; init; }

    /// <summary>The mix hash, or the randomness of proof of stake.</summary>
    public Hash32 MixHash { get; init; }

    /// <summary>The eight bytes of the nonce as a big-endian number.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Wei a unit of gas (EIP-1559).</summary>
    public BigInteger? BaseFeePerGas { get; init; }

    /// <summary>The root of the withdrawals (EIP-4895).</summary>
    public Hash32? WithdrawalsRoot { get; init; }

    /// <summary>Blob gas used (EIP-4844).</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>Excess blob gas (EIP-4844).</summary>
    public ulong? ExcessBlobGas { get; init; }

    /// <summary>The parent beacon block's root (EIP-4788).</summary>
    public Hash32? ParentBeaconBlockRoot { get; init; }

    /// <summary>The hash of the execution requests (EIP-7685).</summary>
    public Hash32? RequestsHash { get; init; }

    /// <summary>The hash of the header as it stands. Under QBFT the block hash leaves the seals out: see <see cref="QbftHeader"/>.</summary>
    public Hash32 Hash => Keccak256.Hash(Encode());

    /// <summary>The RLP of the header.</summary>
    /// <exception cref="InvalidOperationException">A fork's field is present although one of an earlier fork is missing.</exception>
    public byte[] Encode() => BlockHeaderCodec.Encode(this);

    /// <summary>Decodes the RLP of a header.</summary>
    /// <exception cref="FormatException">Not the encoding of a header.</exception>
    public static BlockHeader Decode(ReadOnlySpan<byte> encoded) => BlockHeaderCodec.Decode(encoded);
}
