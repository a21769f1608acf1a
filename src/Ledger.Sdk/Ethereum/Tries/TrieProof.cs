namespace Ledger.Sdk.Ethereum;

/// <summary>What a trie proof says: the value under the key, that there is none, or why it proves nothing.</summary>
/// <param name="Value">The value; null where the proof shows that the key is absent, or where it is not valid.</param>
/// <param name="Problem">What does not match; null for a valid proof.</param>
public sealed record TrieProofResult(byte[]? Value, string? Problem)
{
    /// <summary>Whether the proof holds.</summary>
    public bool IsValid => Problem is null;
}

/// <summary>Checks proofs of inclusion or absence in a Merkle Patricia trie, such as <c>eth_getProof</c> gives.</summary>
public static class TrieProof
{
    /// <summary>Walks from the root to the key through the nodes of the proof, each of which must be used.</summary>
    /// <param name="root">The trusted root hash.</param>
    /// <param name="key">The key as it stands in the trie; of a secure trie its hash.</param>
    /// <param name="nodes">RLP of the nodes from the root on.</param>
    public static TrieProofResult Verify(Hash32 root, ReadOnlySpan<byte> key, IReadOnlyList<byte[]> nodes)
    {
        if (nodes.Count == 0) return root == PatriciaTrie.EmptyRoot ? new(null, null) : Invalid("the proof holds no node");
        var used = 0;
        try
        {
            ReadOnlySpan<byte> path = Nibbles.Of(key);
            ReadOnlySpan<byte> reference = new RlpWriter(40).Write(root).ToArray();
            byte[]? value = null;
            while (Resolve(ref reference, nodes, ref used) is { } node && !Step(node, ref path, ref reference, out value)) { }
            return used == nodes.Count ? new(value, null) : Invalid($"the proof holds {nodes.Count} nodes, but the path ends after {used}");
        }
        catch (FormatException e)
        {
            return Invalid($"node {used}: {e.Message}");
        }
    }

    // The node behind a reference: null for the empty one, itself where it is inline, else the next of the proof by its hash.
    private static byte[]? Resolve(ref ReadOnlySpan<byte> reference, IReadOnlyList<byte[]> nodes, ref int used)
    {
        if (reference is [0x80]) return null;
        if (reference[0] >= 0xC0) return reference.ToArray();
        var expected = new RlpReader(reference).ReadHash32();
        if (used == nodes.Count) throw new FormatException($"the proof ends before the node with the hash {expected}");
        var node = nodes[used++];
        var actual = Keccak256.Hash(node);
        return actual == expected ? node : throw new FormatException($"its hash is {actual}, its parent refers to {expected}");
    }

    // True where the way ends in this node, with the value or without.
    private static bool Step(ReadOnlySpan<byte> node, ref ReadOnlySpan<byte> path, ref ReadOnlySpan<byte> reference, out byte[]? value)
    {
        value = null;
        var outer = new RlpReader(node);
        var items = outer.ReadList();
        outer.RequireEnd();
        var first = items.ReadEncoded();
        var second = items.ReadEncoded();
        if (!items.AtEnd) return Branch(node, ref path, ref reference, out value);
        var covered = Nibbles.DecodePath(new RlpReader(first).ReadBytes(), out var isLeaf);
        if (isLeaf)
        {
            if (path.SequenceEqual(covered)) value = new RlpReader(second).ReadBytes().ToArray();
            return true;
        }
        if (!path.StartsWith(covered)) return true;
        path = path[covered.Length..];
        reference = second.ToArray();
        return false;
    }

    private static bool Branch(ReadOnlySpan<byte> node, ref ReadOnlySpan<byte> path, ref ReadOnlySpan<byte> reference, out byte[]? value)
    {
        value = null;
        var items = new RlpReader(node).ReadList();
        for (var i = 0; i < 16; i++)
        {
            var child = items.ReadEncoded();
            if (!path.IsEmpty && path[0] == i) reference = child.ToArray();
        }
        var own = items.ReadBytes();
        items.RequireEnd();
        if (path.IsEmpty)
        {
            if (!own.IsEmpty) value = own.ToArray();
            return true;
        }
        path = path[1..];
        return false;
    }

    private static TrieProofResult Invalid(string problem) => new(null, problem);
}
