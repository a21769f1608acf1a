using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>What the chain is told of an event: the one place that says how.</summary>
public static class EventCommitment
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = 16;

    /// <summary>The commitment of an event with this salt of 16 bytes.</summary>
    public static Hash32 Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body) => Commitment.Of(Widened(salt), body);

    /// <summary>The salt as a word: followed by zeros.</summary>
    public static Hash32 Widened(ReadOnlySpan<byte> salt)
    {
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        salt.CopyTo(word);
        return new Hash32(word);
    }
}
