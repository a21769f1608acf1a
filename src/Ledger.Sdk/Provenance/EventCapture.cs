using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Provenance;

/// <summary>What is signed for a captured document: its party, and the root over the event hashes of all its events.</summary>
/// <remarks>
/// EIP-712 in the domain of the Anchors contract. The party's own key signs <c>EventCapture</c>; for a party that only signed in, the API's
/// key signs <c>EventCaptureFor</c> with the same fields, so that neither passes for the other.
/// </remarks>
/// <param name="Party">Who captures.</param>
/// <param name="EventsRoot">Root of the Merkle tree over the 32-byte CBV 2.0 event hashes.</param>
/// <param name="Count">How many events.</param>
public sealed record EventCapture(PartyId Party, Hash32 EventsRoot, ulong Count)
{
    private static readonly Hash32 ByParty = Eip712.TypeHash("EventCapture(uint64 party,bytes32 eventsRoot,uint64 count)");
    private static readonly Hash32 ForParty = Eip712.TypeHash("EventCaptureFor(uint64 party,bytes32 eventsRoot,uint64 count)");

    /// <summary>What is signed for events with these hashes.</summary>
    /// <exception cref="ArgumentException">No event.</exception>
    public static EventCapture Of(PartyId party, ReadOnlySpan<Hash32> hashes) => new(party, MerkleTree.Build(hashes).Root, (ulong)hashes.Length);

    /// <summary>What is signed for events with these hash IDs, <c>ni:///sha-256;…?ver=CBV2.0</c>.</summary>
    /// <exception cref="ArgumentException">No event.</exception>
    public static EventCapture Of(PartyId party, IEnumerable<string> hashIds) => Of(party, [.. hashIds.Select(HashOf)]);

    /// <summary>The digest that is signed.</summary>
    /// <param name="domain">The Anchors contract.</param>
    /// <param name="by">Whose key signs.</param>
    public Hash32 Digest(IntentDomain domain, CaptureSigner by)
    {
        var fields = new Eip712Struct(by == CaptureSigner.Party ? ByParty : ForParty);
        fields.Add(Party.Value);
        fields.Add(EventsRoot);
        fields.Add(Count);
        return domain.Digest(fields.Hash());
    }

    private static Hash32 HashOf(string hashId) => new(Convert.FromHexString(hashId.AsSpan("ni:///sha-256;".Length, 64)));
}

/// <summary>Whose key signed for a captured document. Kept by these numbers.</summary>
public enum CaptureSigner
{
    /// <summary>The party's own: it can't deny what it captured.</summary>
    Party = 1,

    /// <summary>The API's, for a party that had signed in: the word of whoever runs the server.</summary>
    Api = 2,
}
