namespace Ledger.Sdk.Ethereum;

/// <summary>A decoded RLP item: either bytes or a list of items. For data whose shape is not known; typed code uses the reader and writer.</summary>
public sealed class RlpItem
{
    private RlpItem(byte[]? bytes, IReadOnlyList<RlpItem>? items) => (Bytes, Items) = (bytes, items);

    /// <summary>The bytes of a string; null for a list.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The items of a list; null for a string.</summary>
    public IReadOnlyList<RlpItem>? Items { get; }

    /// <summary>An item of bytes.</summary>
    public static RlpItem Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), null);

    /// <summary>A list of items.</summary>
    public static RlpItem List(params IReadOnlyList<RlpItem> items) => new(null, items);
}
