using Ledger.Api.Relay;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Documents;

/// <summary>The signature for a captured document.</summary>
/// <param name="SignedBy">Whose key signed: the party's own, or the API's for it.</param>
/// <param name="Signer">The key.</param>
/// <param name="Signature">65 bytes, hexadecimal, over EventCapture or EventCaptureFor.</param>
/// <param name="EventsRoot">What it is over: the root over the event hashes of the document.</param>
/// <param name="Count">How many events.</param>
public sealed record CaptureSeal(CaptureSigner SignedBy, Address Signer, string Signature, Hash32 EventsRoot, ulong Count);

/// <summary>Gathers the event hashes of a document as it is read, and signs for them, or checks the party's own signature.</summary>
internal sealed class CaptureClaim(PartyId party, Address partyKey, Signature? given, RelayKey? key, IntentDomain domain)
{
    private List<Hash32> hashes = [];
    private bool isWhole = true;

    /// <summary>The event hashes in the document's order.</summary>
    public IReadOnlyList<Hash32> Hashes => hashes;

    /// <summary>The signature, once all is read; null for a document without a readable event, and where nobody signs.</summary>
    public CaptureSeal? Seal { get; private set; }

    /// <summary>The slices as they are, while their hashes are gathered.</summary>
    /// <exception cref="LedgerException"><c>capture-signature-mismatch</c>, behind the last.</exception>
    public IEnumerable<IReadOnlyList<ReadEvent>> Through(IEnumerable<IReadOnlyList<ReadEvent>> slices)
    {
        (hashes, isWhole, Seal) = ([], true, null);
        foreach (var slice in slices)
        {
            foreach (var read in slice)
                if (read.Event is { } captured) hashes.Add(captured.Hash);
                else isWhole = false;
            yield return slice;
        }
        Close();
    }

    private void Close()
    {
        if (given is not null && (!isWhole || hashes.Count == 0))
            throw Mismatch("some of its events can't be read, so nobody can have signed for them");
        if (hashes.Count == 0) return;
        var message = EventCapture.Of(party, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes));
        if (given is { } signature)
        {
            var by = signature.TryRecover(message.Digest(domain, CaptureSigner.Party), out var signer) ? signer : default;
            if (by != partyKey) throw Mismatch($"for party {party}, {message.Count} events and the root {message.EventsRoot} it is by {by}, not by {partyKey}");
            Seal = new CaptureSeal(CaptureSigner.Party, by, signature.ToString(), message.EventsRoot, message.Count);
        }
        else if (key is not null)
            Seal = new CaptureSeal(CaptureSigner.Api, key.Address, key.Secret.Sign(message.Digest(domain, CaptureSigner.Api)).ToString(), message.EventsRoot, message.Count);
    }

    private static LedgerException Mismatch(string why) => new(
        "capture-signature-mismatch", $"The signature is not the party's for this document: {why}.",
        "Sign EventCapture with the party's current key over the CBV 2.0 event hashes of all events; nothing was captured.");
}
