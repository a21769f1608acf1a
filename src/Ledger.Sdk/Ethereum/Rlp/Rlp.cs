namespace Ledger.Sdk.Ethereum;

/// <summary>Recursive Length Prefix encoding of items whose shape is not known beforehand.</summary>
/// <remarks>Yellow Paper appendix B; canonical form only.</remarks>
public static class Rlp
{
    // Deeper than any structure of Ethereum, shallow enough that hostile nesting can't exhaust the stack.
    private const int MaximumDepth = 256;

    /// <summary>Decodes exactly one item.</summary>
    /// <exception cref="FormatException">Not canonical RLP, bytes after the item, or more than 256 levels of lists.</exception>
    public static RlpItem Decode(ReadOnlySpan<byte> data)
    {
        var reader = new RlpReader(data);
        var item = Read(ref reader, 0);
        reader.RequireEnd();
        return item;
    }

    /// <summary>Encodes an item.</summary>
    public static byte[] Encode(RlpItem item)
    {
        var writer = new RlpWriter();
        Write(writer, item);
        return writer.ToArray();
    }

    private static RlpItem Read(ref RlpReader reader, int depth)
    {
        if (!reader.NextIsList) return RlpItem.Of(reader.ReadBytes());
        if (depth == MaximumDepth) throw new FormatException($"RLP: more than {MaximumDepth} levels of lists.");
        var list = reader.ReadList();
        var items = new List<RlpItem>();
        while (!list.AtEnd) items.Add(Read(ref list, depth + 1));
        return RlpItem.List(items);
    }

    private static void Write(RlpWriter writer, RlpItem item)
    {
        if (item.Items is null)
        {
            writer.Write(item.Bytes);
            return;
        }
        writer.BeginList();
        foreach (var child in item.Items) Write(writer, child);
        writer.EndList();
    }
}
