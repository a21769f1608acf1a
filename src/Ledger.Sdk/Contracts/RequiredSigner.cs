using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>One signature that an intent needs.</summary>
/// <param name="Name">Which one, in the contract's words: <c>from</c>, <c>to</c>, <c>by</c>, <c>key</c>, <c>device</c>.</param>
/// <param name="Party">The party whose current key signs; null where <paramref name="Key"/> must sign itself.</param>
/// <param name="Epoch">The epoch of that party that the intent binds; null where it binds none.</param>
/// <param name="Key">The key that signs, where the intent names it: a new key, or a device.</param>
/// <param name="Digest">What is signed.</param>
public sealed record RequiredSigner(string Name, PartyId? Party, uint? Epoch, Address? Key, Hash32 Digest)
{
    /// <summary>Who signs, in words: <c>party 2 (from)</c> or <c>0x… (key)</c>.</summary>
    public override string ToString() => Party is { } party ? $"party {party} ({Name})" : $"{Key} ({Name})";
}
