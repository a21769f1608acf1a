using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>What became of a transaction, with all that the receipt's RLP is made of.</summary>
public sealed record TransactionReceipt
{
    /// <summary>Hash of the transaction.</summary>
    public Hash32 TransactionHash { get; init; }

    /// <summary>Position in the block.</summary>
    public uint TransactionIndex { get; init; }

    /// <summary>Hash of the block.</summary>
    public Hash32 BlockHash { get; init; }

    /// <summary>Number of the block.</summary>
    public ulong BlockNumber { get; init; }

    /// <summary>EIP-2718 type; 0 for legacy.</summary>
    public byte Type { get; init; }

    /// <summary>The sender.</summary>
    public Address From { get; init; }

    /// <summary>The receiver, or null for the creation of a contract.</summary>
    public Address? To { get; init; }

    /// <summary>The created contract, or null.</summary>
    public Address? ContractAddress { get; init; }

    /// <summary>EIP-658: true for success, false for a revert; null before Byzantium, where <see cref="Root"/> stands instead.</summary>
    public bool? Status { get; init; }

    /// <summary>State root after the transaction, before Byzantium; null afterwards.</summary>
    public Hash32? Root { get; init; }

    /// <summary>Gas used in the block up to and with this transaction.</summary>
    public ulong CumulativeGasUsed { get; init; }

    /// <summary>Gas used by this transaction.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Wei per gas paid.</summary>
    public BigInteger EffectiveGasPrice { get; init; }

    /// <summary>256 bytes.</summary>
    public byte[] LogsBloom { get; init; } = [];

    /// <summary>The logs, in order.</summary>
    public Log[] Logs { get; init; } = [];

    /// <summary>What the contract returned on a revert where the node keeps it (Besu with <c>--revert-reason-enabled</c>), or null.</summary>
    public byte[]? RevertReason { get; init; }

    /// <summary>EIP-4844; null for other types.</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>The part that consensus fixes, as the receipts' trie holds it.</summary>
    /// <exception cref="ArgumentException">The node left out the bloom of the logs.</exception>
    public Receipt ToReceipt() => new()
    {
        Type = Type,
        Succeeded = Status ?? false,
        PostState = Status is null ? Root : null,
        CumulativeGasUsed = CumulativeGasUsed,
        Bloom = new LogsBloom(LogsBloom),
        Logs = [.. Logs.Select(static log => new LogEntry(log.Address, log.Topics, log.Data))],
    };

    internal static TransactionReceipt? ReadOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : Read(ref reader);

    internal static TransactionReceipt Read(ref Utf8JsonReader reader) => ReceiptReader.Read(ref reader);
}
