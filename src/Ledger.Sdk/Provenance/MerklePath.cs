using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>From a captured event to the root that is anchored.</summary>
/// <remarks>OpenZeppelin's StandardMerkleTree over <c>["bytes32"]</c>: leaves hashed twice, pairs sorted.</remarks>
public static class MerklePath
{
    /// <summary>The commitment of an event or document: keccak256(salt ‖ keccak256(bytes as captured)).</summary>
    public static Hash32 Commit(Hash32 salt, ReadOnlySpan<byte> captured) => HashPair(salt, Keccak256.Hash(captured));

    /// <summary>The root that a commitment's path leads to.</summary>
    public static Hash32 RootOf(Hash32 commitment, IReadOnlyList<Hash32> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var node = Keccak256.Hash(Keccak256.Hash(commitment.Span).Span);
        foreach (var sibling in path) node = node < sibling ? HashPair(node, sibling) : HashPair(sibling, node);
        return node;
    }

    private static Hash32 HashPair(Hash32 first, Hash32 second)
    {
        Span<byte> both = stackalloc byte[64];
        first.Span.CopyTo(both);
        second.Span.CopyTo(both[32..]);
        return Keccak256.Hash(both);
    }
}
