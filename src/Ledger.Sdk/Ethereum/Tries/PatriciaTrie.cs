namespace Ledger.Sdk.Ethereum;

/// <summary>An immutable Merkle Patricia trie over a set of keys and values: its root, and proofs of inclusion or absence.</summary>
/// <remarks>Yellow Paper appendix D. Built in one pass over the sorted keys, since the ledger only needs finished tries.</remarks>
public sealed class PatriciaTrie
{
    /// <summary>The root of a trie without entries.</summary>
    public static readonly Hash32 EmptyRoot = Keccak256.Hash([0x80]);

    private readonly TrieNode? root;
    private readonly bool secure;

    private PatriciaTrie(IEnumerable<KeyValuePair<byte[], byte[]>> entries, bool secure)
    {
        this.secure = secure;
        var paths = new SortedDictionary<byte[], byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (var (key, value) in entries)
        {
            var path = Nibbles.Of(Path(key, secure));
            // An empty value is no entry: that is how deletion is written.
            if (value.Length == 0) paths.Remove(path);
            else paths[path] = value;
        }
        (byte[], byte[])[] sorted = [.. paths.Select(entry => (entry.Key, entry.Value))];
        root = sorted.Length == 0 ? null : TrieNode.Build(sorted, 0);
        Root = root is null ? EmptyRoot : Keccak256.Hash(root.Encoded);
    }

    /// <summary>The root hash.</summary>
    public Hash32 Root { get; }

    /// <summary>A trie of these entries; of a key that comes twice the last value counts, and an empty value removes the key.</summary>
    public static PatriciaTrie Of(IEnumerable<KeyValuePair<byte[], byte[]>> entries) => new(entries, secure: false);

    /// <summary>As <see cref="Of"/>, each key replaced by its hash, as in the state and storage tries.</summary>
    public static PatriciaTrie OfSecure(IEnumerable<KeyValuePair<byte[], byte[]>> entries) => new(entries, secure: true);

    /// <summary>A trie of a list: the key of an item is the RLP of its index, as in the transactions and receipts tries.</summary>
    public static PatriciaTrie OfList(IEnumerable<byte[]> items) =>
        new(items.Select((item, index) => KeyValuePair.Create(ListKey(index), item)), secure: false);

    /// <summary>The key of a list's item: the RLP of its index.</summary>
    public static byte[] ListKey(int index) => new RlpWriter(16).Write((ulong)index).ToArray();

    /// <summary>The nodes from the root towards the key, which prove its value or its absence to <see cref="TrieProof.Verify"/>.</summary>
    /// <remarks>Nodes shorter than 32 bytes stand inside their parent, hence not in the list. Empty for an empty trie.</remarks>
    public IReadOnlyList<byte[]> Prove(ReadOnlySpan<byte> key)
    {
        var proof = new List<byte[]>();
        if (root is null) return proof;
        proof.Add(root.Encoded);
        ReadOnlySpan<byte> path = Nibbles.Of(Path(key, secure));
        for (var node = root.Next(ref path); node is not null; node = node.Next(ref path))
            if (node.Encoded.Length >= 32) proof.Add(node.Encoded);
        return proof;
    }

    private static byte[] Path(ReadOnlySpan<byte> key, bool secure) => secure ? Keccak256.Hash(key).ToArray() : key.ToArray();
}
