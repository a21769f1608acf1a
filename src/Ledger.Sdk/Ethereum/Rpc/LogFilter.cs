using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Which logs to get: a range of blocks or one block by hash, narrowed by contracts and topics.</summary>
public sealed record LogFilter
{
    /// <summary>First block, inclusive; ignored where <see cref="BlockHash"/> is set.</summary>
    public BlockTag FromBlock { get; init; } = BlockTag.Latest;

    /// <summary>Last block, inclusive; ignored where <see cref="BlockHash"/> is set.</summary>
    public BlockTag ToBlock { get; init; } = BlockTag.Latest;

    /// <summary>The one block, or null for the range.</summary>
    public Hash32? BlockHash { get; init; }

    /// <summary>The contracts; none for all.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>By position the topics any of which matches; an empty position matches every topic.</summary>
    public IReadOnlyList<IReadOnlyList<Hash32>> Topics { get; init; } = [];

    /// <summary>The logs of blocks <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static LogFilter Range(ulong from, ulong to, params IReadOnlyList<Address> addresses) =>
        new() { FromBlock = from, ToBlock = to, Addresses = addresses };

    /// <summary>The logs of one block.</summary>
    public static LogFilter InBlock(Hash32 hash, params IReadOnlyList<Address> addresses) => new() { BlockHash = hash, Addresses = addresses };

    /// <summary>Writes the filter; a wildcard is null, because an empty array matches nothing on some nodes.</summary>
    internal void Write(Utf8JsonWriter writer, bool withBlocks = true)
    {
        writer.WriteStartObject();
        if (Addresses.Count > 0) WriteArray(writer, "address"u8, Addresses);
        if (withBlocks && BlockHash is { } hash)
        {
            writer.WriteString("blockHash"u8, hash.ToString());
        }
        else if (withBlocks)
        {
            writer.WriteString("fromBlock"u8, FromBlock.ToString());
            writer.WriteString("toBlock"u8, ToBlock.ToString());
        }

        if (Topics.Any(static position => position.Count > 0)) WriteTopics(writer);
        writer.WriteEndObject();
    }

    private void WriteTopics(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("topics"u8);
        foreach (var position in Topics)
        {
            if (position.Count == 0) writer.WriteNullValue();
            else WriteArray(writer, default, position);
        }

        writer.WriteEndArray();
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> items)
        where T : struct
    {
        if (name.IsEmpty) writer.WriteStartArray();
        else writer.WriteStartArray(name);
        foreach (var item in items) writer.WriteStringValue(item is Address address ? Hex.Encode(address.Span) : item.ToString());
        writer.WriteEndArray();
    }
}
