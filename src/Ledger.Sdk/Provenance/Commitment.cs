using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>What of a captured event or document goes on chain: a commitment that tells nothing without its salt.</summary>
public static class Commitment
{
    /// <summary>keccak256(salt ‖ keccak256(bytes as captured)).</summary>
    /// <param name="salt">32 random bytes.</param>
    /// <param name="captured">The bytes as captured, UTF-8 where they are text.</param>
    public static Hash32 Of(Hash32 salt, ReadOnlySpan<byte> captured)
    {
        Span<byte> both = stackalloc byte[64];
        salt.Span.CopyTo(both);
        Keccak256.Hash(captured).Span.CopyTo(both[32..]);
        return Keccak256.Hash(both);
    }
}
