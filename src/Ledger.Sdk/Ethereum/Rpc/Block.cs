using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>A block as a node gives it: every header field of every fork, and its transactions.</summary>
/// <remarks>Fields of a later fork are null in blocks of an earlier one; with them the header's RLP, and so its hash, can be rebuilt.</remarks>
public sealed record Block
{
    /// <summary>Hash of the header.</summary>
    public Hash32 Hash { get; init; }

    /// <summary>Number of the block.</summary>
    public ulong Number { get; init; }

    /// <summary>Hash of the parent's header.</summary>
    public Hash32 ParentHash { get; init; }

    /// <summary>Hash of the list of uncles (<c>sha3Uncles</c>).</summary>
    public Hash32 UnclesHash { get; init; }

    /// <summary>Beneficiary (<c>miner</c>): under QBFT the proposer.</summary>
    public Address Beneficiary { get; init; }

    /// <summary>Root of the state trie.</summary>
    public Hash32 StateRoot { get; init; }

    /// <summary>Root of the transactions' trie.</summary>
    public Hash32 TransactionsRoot { get; init; }

    /// <summary>Root of the receipts' trie.</summary>
    public Hash32 ReceiptsRoot { get; init; }

    /// <summary>256 bytes.</summary>
    public byte[] LogsBloom { get; init; } = [];

    /// <summary>Difficulty.</summary>
    public BigInteger Difficulty { get; init; }

    /// <summary>Gas limit of the block.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>Gas used by all transactions.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Unix seconds.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Extra data: under QBFT the validators, the round and the commit seals.</summary>
    public byte[] ExtraData { get; init; } = [];

    /// <summary>Mix hash, <c>prevRandao</c>, or the mark of a BFT chain.</summary>
    public Hash32 MixHash { get; init; }

    /// <summary>The 8 bytes of the nonce as a number.</summary>
    public ulong Nonce { get; init; }

    /// <summary>EIP-1559, in wei; null before London.</summary>
    public BigInteger? BaseFeePerGas { get; init; }

    /// <summary>EIP-4895; null before Shanghai.</summary>
    public Hash32? WithdrawalsRoot { get; init; }

    /// <summary>EIP-4844; null before Cancun.</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>EIP-4844; null before Cancun.</summary>
    public ulong? ExcessBlobGas { get; init; }

    /// <summary>EIP-4788; null before Cancun.</summary>
    public Hash32? ParentBeaconBlockRoot { get; init; }

    /// <summary>EIP-7685; null before Prague.</summary>
    public Hash32? RequestsHash { get; init; }

    /// <summary>Size of the block in bytes, or null where the node does not say.</summary>
    public ulong? Size { get; init; }

    /// <summary>Hashes of the transactions, in order.</summary>
    public Hash32[] TransactionHashes { get; init; } = [];

    /// <summary>The transactions in order, or null where only the hashes were asked for.</summary>
    public RpcTransaction[]? Transactions { get; init; }

    /// <summary>Hashes of the uncles.</summary>
    public Hash32[] Uncles { get; init; } = [];

    /// <summary>Withdrawals, or null before Shanghai.</summary>
    public Withdrawal[]? Withdrawals { get; init; }

    /// <summary>True where the node left number, mix hash or nonce open, because the block is still being built.</summary>
    public bool IsPending { get; init; }

    /// <summary>The header, to be hashed or put into a proof. Under QBFT its hash is that of <see cref="QbftHeader"/>.</summary>
    /// <exception cref="ArgumentException">The node left out the bloom of the logs.</exception>
    public BlockHeader ToHeader() => new()
    {
        ParentHash = ParentHash,
        UnclesHash = UnclesHash,
        Beneficiary = Beneficiary,
        StateRoot = StateRoot,
        TransactionsRoot = TransactionsRoot,
        ReceiptsRoot = ReceiptsRoot,
        LogsBloom = new LogsBloom(LogsBloom),
        Difficulty = Difficulty,
        Number = Number,
        GasLimit = GasLimit,
        GasUsed = GasUsed,
        Timestamp = Timestamp,
        ExtraData = ExtraData,
        MixHash = MixHash,
        Nonce = Nonce,
        BaseFeePerGas = BaseFeePerGas,
        WithdrawalsRoot = WithdrawalsRoot,
        BlobGasUsed = BlobGasUsed,
        ExcessBlobGas = ExcessBlobGas,
        ParentBeaconBlockRoot = ParentBeaconBlockRoot,
        RequestsHash = RequestsHash,
    };

    internal static Block? ReadOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : BlockReader.Read(ref reader);
}

/// <summary>EIP-4895: a withdrawal from the beacon chain.</summary>
/// <param name="Index">Number of the withdrawal.</param>
/// <param name="ValidatorIndex">The validator.</param>
/// <param name="Address">Who receives it.</param>
/// <param name="Amount">In gwei.</param>
public sealed record Withdrawal(ulong Index, ulong ValidatorIndex, Address Address, ulong Amount)
{
    internal static Withdrawal Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        var (index, validator, address, amount) = (0UL, 0UL, Address.Zero, 0UL);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("index"u8)) index = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("validatorIndex"u8)) validator = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("address"u8)) address = RpcJson.ReadAddress(ref reader);
            else if (name.SequenceEqual("amount"u8)) amount = RpcJson.ReadQuantity(ref reader);
            else reader.Skip();
        }

        return new Withdrawal(index, validator, address, amount);
    }
}
