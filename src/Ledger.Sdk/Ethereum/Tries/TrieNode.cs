namespace Ledger.Sdk.Ethereum;

/// <summary>A node of a finished trie with its encoding: a leaf or an extension (path), or a branch (16 children and a value).</summary>
internal sealed class TrieNode
{
    private readonly byte[] path;
    private readonly TrieNode? child;
    private readonly TrieNode?[]? children;

    private TrieNode(byte[] path, TrieNode? child, TrieNode?[]? children, byte[] encoded) =>
        (this.path, this.child, this.children, Encoded) = (path, child, children, encoded);

    /// <summary>The RLP of the node.</summary>
    public byte[] Encoded { get; }

    /// <summary>The node of a non-empty, sorted run of entries that agree in the first <paramref name="depth"/> nibbles.</summary>
    public static TrieNode Build(ReadOnlySpan<(byte[] Path, byte[] Value)> entries, int depth)
    {
        if (entries.Length == 1) return Leaf(entries[0].Path[depth..], entries[0].Value);
        // Sorted, so what the first and the last have in common all have.
        var common = entries[0].Path.AsSpan(depth).CommonPrefixLength(entries[^1].Path.AsSpan(depth));
        return common > 0
            ? Extension(entries[0].Path[depth..(depth + common)], Branch(entries, depth + common))
            : Branch(entries, depth);
    }

    /// <summary>The child on the way, the path shortened by what the node covers; null where the way ends.</summary>
    public TrieNode? Next(ref ReadOnlySpan<byte> remaining)
    {
        if (children is null)
        {
            if (child is null || !remaining.StartsWith(path)) return null;
            remaining = remaining[path.Length..];
            return child;
        }
        if (remaining.IsEmpty) return null;
        var next = children[remaining[0]];
        remaining = remaining[1..];
        return next;
    }

    private static TrieNode Leaf(byte[] path, byte[] value) => new(path, null, null,
        new RlpWriter(64 + value.Length).BeginList().Write(Nibbles.EncodePath(path, isLeaf: true)).Write(value).EndList().ToArray());

    private static TrieNode Extension(byte[] path, TrieNode child)
    {
        var writer = new RlpWriter(80).BeginList().Write(Nibbles.EncodePath(path, isLeaf: false));
        WriteReference(writer, child);
        return new TrieNode(path, child, null, writer.EndList().ToArray());
    }

    private static TrieNode Branch(ReadOnlySpan<(byte[] Path, byte[] Value)> entries, int depth)
    {
        // The key that ends here, being shortest, comes first.
        byte[] value = entries[0].Path.Length == depth ? entries[0].Value : [];
        var rest = value.Length > 0 ? entries[1..] : entries;
        var children = new TrieNode?[16];
        var writer = new RlpWriter(560).BeginList();
        for (var nibble = 0; nibble < 16; nibble++)
        {
            var run = 0;
            while (run < rest.Length && rest[run].Path[depth] == nibble) run++;
            if (run > 0) children[nibble] = Build(rest[..run], depth + 1);
            WriteReference(writer, children[nibble]);
            rest = rest[run..];
        }
        return new TrieNode([], null, children, writer.Write(value).EndList().ToArray());
    }

    private static void WriteReference(RlpWriter writer, TrieNode? node)
    {
        if (node is null) writer.Write([]);
        else if (node.Encoded.Length < 32) writer.WriteEncoded(node.Encoded);
        else writer.Write(Keccak256.Hash(node.Encoded));
    }
}
