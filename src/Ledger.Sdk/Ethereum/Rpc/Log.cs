using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>One log of a contract, as <c>eth_getLogs</c>, a receipt or a subscription gives it.</summary>
public sealed record Log
{
    /// <summary>The contract that emitted it.</summary>
    public Address Address { get; init; }

    /// <summary>Up to four topics; the first is the event's signature hash, unless the event is anonymous.</summary>
    public Hash32[] Topics { get; init; } = [];

    /// <summary>The ABI encoding of what is not indexed.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Number of the block; 0 for a log of a pending block.</summary>
    public ulong BlockNumber { get; init; }

    /// <summary>Hash of the block; zero for a log of a pending block.</summary>
    public Hash32 BlockHash { get; init; }

    /// <summary>Hash of the transaction.</summary>
    public Hash32 TransactionHash { get; init; }

    /// <summary>Position of the transaction in its block.</summary>
    public uint TransactionIndex { get; init; }

    /// <summary>Position of the log in its block.</summary>
    public uint LogIndex { get; init; }

    /// <summary>Unix seconds of the block, or null: Besu before 24 does not send it.</summary>
    public ulong? BlockTimestamp { get; init; }

    /// <summary>True where a subscription takes a log back after a reorganisation. No node under test sends it: compare parent hashes.</summary>
    public bool Removed { get; init; }

    internal static Log Read(ref Utf8JsonReader reader)
    {
        RpcJson.ExpectObject(ref reader);
        Hash32 blockHash = default, transactionHash = default;
        Address address = default;
        var (number, transactionIndex, logIndex) = (0UL, 0U, 0U);
        var (hasAddress, removed) = (false, false);
        (Hash32[]? topics, byte[]? data, ulong? timestamp) = (null, null, null);
        while (RpcJson.NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("address"u8)) (address, hasAddress) = (RpcJson.ReadAddress(ref reader), true);
            else if (name.SequenceEqual("topics"u8)) topics = ReadTopics(ref reader);
            else if (name.SequenceEqual("data"u8)) data = RpcJson.ReadData(ref reader);
            else if (reader.IsNull()) continue;
            else if (name.SequenceEqual("blockHash"u8)) blockHash = RpcJson.ReadHash(ref reader);
            else if (name.SequenceEqual("blockNumber"u8)) number = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("transactionHash"u8)) transactionHash = RpcJson.ReadHash(ref reader);
            else if (name.SequenceEqual("transactionIndex"u8)) transactionIndex = (uint)RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("logIndex"u8)) logIndex = (uint)RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("blockTimestamp"u8)) timestamp = RpcJson.ReadQuantity(ref reader);
            else if (name.SequenceEqual("removed"u8)) removed = reader.GetBoolean();
            else reader.Skip();
        }
        if (!hasAddress || topics is null || data is null) throw new JsonException("A log without address, topics or data.");
        return new Log
        {
            Address = address,
            Topics = topics,
            Data = data,
            BlockNumber = number,
            BlockHash = blockHash,
            TransactionHash = transactionHash,
            TransactionIndex = transactionIndex,
            LogIndex = logIndex,
            BlockTimestamp = timestamp,
            Removed = removed,
        };
    }

    internal static Log[] ReadAll(ref Utf8JsonReader reader) => RpcJson.ReadArray(ref reader, Read);

    private static Hash32[] ReadTopics(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw RpcJson.Unexpected(ref reader, "an array of topics");
        Hash32 a = default, b = default, c = default, d = default;
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            var topic = RpcJson.ReadHash(ref reader);
            if (count == 0) a = topic;
            else if (count == 1) b = topic;
            else if (count == 2) c = topic;
            else if (count == 3) d = topic;
            else throw new JsonException("A log with more than four topics.");
        }

        return count switch { 0 => [], 1 => [a], 2 => [a, b], 3 => [a, b, c], _ => [a, b, c, d] };
    }
}
