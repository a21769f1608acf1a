using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ledger.Sdk.Ethereum;

/// <summary>A Merkle tree over 32-byte values, the same as OpenZeppelin's <c>StandardMerkleTree</c> of type <c>["bytes32"]</c>.</summary>
/// <remarks>
/// A leaf is the double hash of its value, so that no inner node can pass for one; leaves are sorted; a node is the hash of its children,
/// the smaller first, so that a proof needs no directions. Nodes lie in one array, the root first, the children of node i at 2i + 1 and
/// 2i + 2, the leaves in reverse at the end. Solidity checks proofs with OpenZeppelin's <c>MerkleProof</c>.
/// </remarks>
public sealed class MerkleTree
{
    private const int Batch = 256;
    private const int Few = 64;

    private readonly Hash32[] nodes;
    private readonly int[] positions;

    private MerkleTree(Hash32[] nodes, int[] positions) => (this.nodes, this.positions) = (nodes, positions);

    /// <summary>The root.</summary>
    public Hash32 Root => nodes[0];

    /// <summary>How many values the tree holds.</summary>
    public int Count => positions.Length;

    /// <summary>Builds the tree.</summary>
    /// <exception cref="ArgumentException">No value.</exception>
    public static MerkleTree Build(ReadOnlySpan<Hash32> values)
    {
        if (values.IsEmpty) throw new ArgumentException("A Merkle tree needs at least one value.", nameof(values));
        var nodes = new Hash32[2 * values.Length - 1];
        var positions = new int[values.Length];
        PlaceLeaves(LeavesOf(values), nodes, positions);
        HashLevels(nodes, values.Length - 1, new Hash32[2 * Math.Min(Batch, values.Length)]);
        return new MerkleTree(nodes, positions);
    }

    /// <summary>The root over a few leaves that are double hashes already, each of data longer than a value; nothing is allocated.</summary>
    /// <exception cref="ArgumentException">No leaf.</exception>
    public static Hash32 RootOfLeaves(ReadOnlySpan<Hash32> leaves)
    {
        if (leaves.IsEmpty) throw new ArgumentException("A Merkle tree needs at least one leaf.", nameof(leaves));
        var isFew = leaves.Length <= Few;
        var nodes = (isFew ? stackalloc Hash32[2 * Few - 1] : new Hash32[2 * leaves.Length - 1])[..(2 * leaves.Length - 1)];
        var pairs = isFew ? stackalloc Hash32[Few] : new Hash32[Math.Min(2 * Batch, leaves.Length)];
        var sorted = nodes[(leaves.Length - 1)..];
        leaves.CopyTo(sorted);
        // The smallest stands last.
        sorted.Sort(static (a, b) => IsLess(a, b) ? 1 : IsLess(b, a) ? -1 : 0);
        HashLevels(nodes, leaves.Length - 1, pairs);
        return nodes[0];
    }

    /// <summary>As <see cref="RootOfLeaves"/>, of several trees side by side, level by level.</summary>
    /// <param name="leaves">The leaves of one tree after the other.</param>
    /// <param name="ends">Where the leaves of each tree end.</param>
    /// <param name="roots">One for each tree.</param>
    internal static void RootsOfLeaves(ReadOnlySpan<Hash32> leaves, ReadOnlySpan<int> ends, Span<Hash32> roots)
    {
        var (rentedNodes, rentedPairs) = (ArrayPool<Hash32>.Shared.Rent(2 * leaves.Length), ArrayPool<Hash32>.Shared.Rent(2 * leaves.Length));
        var hashes = rentedPairs.AsSpan(leaves.Length, leaves.Length);
        Span<int> hashed = stackalloc int[ends.Length];
        for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
        {
            if (ends[i] == start) throw new ArgumentException("A Merkle tree needs at least one leaf.", nameof(leaves));
            var sorted = rentedNodes.AsSpan(2 * start, 2 * (ends[i] - start) - 1)[(ends[i] - start - 1)..];
            leaves[start..ends[i]].CopyTo(sorted);
            sorted.Sort(static (a, b) => IsLess(a, b) ? 1 : IsLess(b, a) ? -1 : 0);
            hashed[i] = ends[i] - start - 1;
        }
        for (var count = -1; count != 0;)
        {
            count = 0;
            for (int i = 0, start = 0; i < ends.Length; start = ends[i++])
            {
                var (first, width) = LevelAbove(hashed[i]);
                SortPairs(rentedNodes.AsSpan(2 * start + 2 * first + 1, 2 * width), rentedPairs.AsSpan(2 * count, 2 * width));
                count += width;
            }
            Keccak256.HashMany(MemoryMarshal.AsBytes(rentedPairs.AsSpan(0, 2 * count)), 64, hashes[..count]);
            for (int i = 0, start = 0, from = 0; i < ends.Length; start = ends[i++])
            {
                var (first, width) = LevelAbove(hashed[i]);
                hashes.Slice(from, width).CopyTo(rentedNodes.AsSpan(2 * start + first));
                from += width;
                hashed[i] = first;
            }
        }
        for (int i = 0, start = 0; i < ends.Length; start = ends[i++]) roots[i] = rentedNodes[2 * start];
        ArrayPool<Hash32>.Shared.Return(rentedNodes);
        ArrayPool<Hash32>.Shared.Return(rentedPairs);
    }

    /// <summary>The first of the nodes on the deepest level that is not hashed yet, and how many they are.</summary>
    private static (int First, int Width) LevelAbove(int end)
    {
        var first = end == 0 ? 0 : (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)end + 1) / 2) - 1;
        return (first, end - first);
    }

    /// <summary>The siblings from a value up to the root.</summary>
    /// <param name="index">Where the value stood in what was given to <see cref="Build"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such value.</exception>
    public Hash32[] Proof(int index)
    {
        if (index < 0 || index >= positions.Length) throw new ArgumentOutOfRangeException(nameof(index), index, $"The tree has {Count} values.");
        var proof = new List<Hash32>(32);
        for (var i = positions[index]; i > 0; i = (i - 1) / 2) proof.Add(nodes[i % 2 == 0 ? i - 1 : i + 1]);
        return [.. proof];
    }

    /// <summary>Whether the proof leads from the value to the root.</summary>
    public static bool Verify(Hash32 root, Hash32 value, ReadOnlySpan<Hash32> proof) => RootOf(value, proof) == root;

    /// <summary>The root that the proof leads to from the value.</summary>
    public static Hash32 RootOf(Hash32 value, ReadOnlySpan<Hash32> proof)
    {
        var node = LeafOf(value);
        Span<Hash32> pair = stackalloc Hash32[2];
        foreach (var sibling in proof)
        {
            (pair[0], pair[1]) = node < sibling ? (node, sibling) : (sibling, node);
            node = Keccak256.Hash(MemoryMarshal.AsBytes(pair));
        }
        return node;
    }

    /// <summary>The leaf of a value: its double hash.</summary>
    public static Hash32 LeafOf(Hash32 value) => Keccak256.Hash(Keccak256.Hash(value.Span).Span);

    private static Hash32[] LeavesOf(ReadOnlySpan<Hash32> values)
    {
        var leaves = new Hash32[values.Length];
        Span<Hash32> once = new Hash32[Math.Min(Batch, values.Length)];
        for (var start = 0; start < values.Length; start += Batch)
        {
            var count = Math.Min(Batch, values.Length - start);
            Keccak256.HashMany(MemoryMarshal.AsBytes(values.Slice(start, count)), 32, once[..count]);
            Keccak256.HashMany(MemoryMarshal.AsBytes(once[..count]), 32, leaves.AsSpan(start, count));
        }
        return leaves;
    }

    // Sorts by the first eight bytes, which settle nearly every comparison, then orders what they leave equal.
    private static void PlaceLeaves(Hash32[] leaves, Hash32[] nodes, int[] positions)
    {
        var keys = new ulong[leaves.Length];
        var order = new int[leaves.Length];
        for (var i = 0; i < keys.Length; i++) (keys[i], order[i]) = (BinaryPrimitives.ReadUInt64BigEndian(leaves[i].Span), i);
        Array.Sort(keys, order);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) order.AsSpan(start, end - start).Sort((a, b) => leaves[a] == leaves[b] ? a - b : leaves[a].CompareTo(leaves[b]));
            start = end;
        }
        for (var rank = 0; rank < order.Length; rank++)
        {
            positions[order[rank]] = nodes.Length - 1 - rank;
            nodes[nodes.Length - 1 - rank] = leaves[order[rank]];
        }
    }

    // Level by level from the deepest; the children of neighbours are neighbours, so whole runs are hashed at once.
    private static void HashLevels(Span<Hash32> nodes, int innerCount, Span<Hash32> pairs)
    {
        var batch = pairs.Length / 2;
        var end = innerCount;
        while (end > 0)
        {
            var (first, _) = LevelAbove(end);
            for (var start = first; start < end; start += batch)
            {
                var count = Math.Min(batch, end - start);
                SortPairs(nodes.Slice(2 * start + 1, 2 * count), pairs[..(2 * count)]);
                Keccak256.HashMany(MemoryMarshal.AsBytes(pairs[..(2 * count)]), 64, nodes.Slice(start, count));
            }
            end = first;
        }
    }

    private static void SortPairs(ReadOnlySpan<Hash32> children, Span<Hash32> pairs)
    {
        for (var i = 0; i < children.Length; i += 2)
            (pairs[i], pairs[i + 1]) = IsLess(children[i], children[i + 1]) ? (children[i], children[i + 1]) : (children[i + 1], children[i]);
    }

    private static bool IsLess(in Hash32 a, in Hash32 b)
    {
        var (x, y) = (BinaryPrimitives.ReadUInt64BigEndian(a.Span), BinaryPrimitives.ReadUInt64BigEndian(b.Span));
        return x != y ? x < y : a.CompareTo(b) < 0;
    }
}
