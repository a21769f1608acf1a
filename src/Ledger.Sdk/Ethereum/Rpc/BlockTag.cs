using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Which block a question is about: a number, a hash, or one of the execution API's tags.</summary>
public readonly record struct BlockTag
{
    private readonly string? tag;
    private readonly ulong number;
    private readonly Hash32 hash;

    private BlockTag(string? tag, ulong number, Hash32 hash) => (this.tag, this.number, this.hash) = (tag, number, hash);

    /// <summary>The head of the chain.</summary>
    public static BlockTag Latest => new("latest", 0, default);

    /// <summary>The block being built, where the node builds one.</summary>
    public static BlockTag Pending => new("pending", 0, default);

    /// <summary>The newest block that a reorganisation is unlikely to reach; unknown to Besu under QBFT.</summary>
    public static BlockTag Safe => new("safe", 0, default);

    /// <summary>The newest block that cannot be reverted; unknown to Besu under QBFT (<see cref="FinalityRule"/>).</summary>
    public static BlockTag Finalized => new("finalized", 0, default);

    /// <summary>The genesis block.</summary>
    public static BlockTag Earliest => new("earliest", 0, default);

    /// <summary>The block of a number.</summary>
    public static BlockTag At(ulong number) => new("", number, default);

    /// <summary>The block of a hash, asked for as EIP-1898 has it.</summary>
    public static BlockTag At(Hash32 hash) => new(null, 0, hash);

    /// <summary>The block of a number.</summary>
    public static implicit operator BlockTag(ulong number) => At(number);

    /// <summary>The block of a hash.</summary>
    public static implicit operator BlockTag(Hash32 hash) => At(hash);

    /// <summary>The number, or null for a tag or a hash.</summary>
    public ulong? Number => tag is "" ? number : null;

    /// <summary>The hash, or null for a tag or a number.</summary>
    public Hash32? Hash => tag is null ? hash : null;

    /// <summary>A tag's word, a number as a quantity, or a hash.</summary>
    public override string ToString() => tag switch { null => hash.ToString(), "" => Hex.EncodeQuantity(number), _ => tag };

    /// <summary>As a parameter of calls about state: text, or <c>{"blockHash":…}</c>.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        if (tag is not null)
        {
            writer.WriteStringValue(ToString());
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("blockHash"u8, ToString());
        writer.WriteEndObject();
    }
}
