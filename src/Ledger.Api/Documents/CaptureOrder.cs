using Ledger.Api.Confidentiality;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>What becomes of a document of which some events can't be captured (EPCIS 2.0, <c>GS1-Capture-Error-Behaviour</c>).</summary>
public enum CaptureErrorBehaviour
{
    /// <summary>All of it is refused.</summary>
    Rollback,

    /// <summary>The other events are captured.</summary>
    Proceed,
}

/// <summary>What is known of a capture before its document is read.</summary>
/// <param name="Party">Who captures.</param>
/// <param name="Behaviour">What becomes of the rest where some events can't be captured.</param>
/// <param name="IsOneEvent">Whether it is one event, which must be new.</param>
public sealed record CaptureTerms(PartyId Party, CaptureErrorBehaviour Behaviour = CaptureErrorBehaviour.Rollback, bool IsOneEvent = false);

/// <summary>One event of a document as it was read.</summary>
/// <param name="Index">Its place in the document, from 0.</param>
/// <param name="Event">What is to be stored; null where it has faults.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record ReadEvent(int Index, CapturedEvent? Event, IReadOnlyList<EpcisProblem> Problems);

/// <summary>A document that is to be captured.</summary>
public sealed record CaptureOrder
{
    /// <summary>Who captures it.</summary>
    public required PartyId Party { get; init; }

    /// <summary>What becomes of the rest where some events can't be captured.</summary>
    public CaptureErrorBehaviour Behaviour { get; init; }

    /// <summary>The document's <c>@context</c>, JSON.</summary>
    public required string Context { get; init; }

    /// <summary>What its master data say.</summary>
    public required IReadOnlyList<MasterDataElement> MasterData { get; init; }

    /// <summary>SHA-256 of the bytes that were sent.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>Its events, in its order, a slice at a time. Of a long document they are read while it is written, and once more where that fails.</summary>
    public required IEnumerable<IReadOnlyList<ReadEvent>> Slices { get; init; }

    /// <summary>Whether it is long, so that it is written by itself and its events are not kept.</summary>
    public bool IsLong { get; init; }

    /// <summary>What sealed its confidential parts; null where all of it is public. Whoever has the order captured disposes it afterwards.</summary>
    public Sealing? Sealing { get; init; }

    /// <summary>Who signs for it; null where nobody does.</summary>
    internal CaptureClaim? Claim { get; init; }

    /// <summary>Whether an event that was captured before is refused, even with the same content.</summary>
    public bool MustBeNew { get; init; }
}

/// <summary>What the capture of one event left: its commitment, and the salt that opens it.</summary>
/// <param name="EventId">Its eventID, or its hash where it has none.</param>
/// <param name="Commitment">What will be anchored.</param>
/// <param name="Salt">16 bytes, hexadecimal.</param>
public sealed record EventReceipt(string EventId, Hash32 Commitment, string Salt)
{
    internal static EventReceipt Of(string eventId, Hash32 commitment, ReadOnlySpan<byte> salt) => new(eventId, commitment, Hex.Encode(salt));
}

/// <summary>Why an event of a document was not captured.</summary>
/// <param name="Code">The problem's code.</param>
/// <param name="Pointer">JSON pointer to what is at fault.</param>
/// <param name="Detail">What is wrong.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "RFC 6901 calls it so.")]
public sealed record CaptureFault(string Code, string Pointer, string Detail)
{
    /// <summary>As it is kept of a confidential document: which event, and the code.</summary>
    public CaptureFault WithoutContent() => new(Code, string.Join('/', Pointer.Split('/').Take(4)), "The document is confidential: the answer to its capture said what is wrong.");
}

/// <summary>What became of a document.</summary>
/// <param name="Job">The id of its capture job.</param>
/// <param name="Created">When its capture began.</param>
/// <param name="Finished">When it was stored.</param>
/// <param name="Behaviour">As it was asked for.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="Captured">How many of them are new and stored.</param>
/// <param name="Faults">Why some are not; the first of them.</param>
/// <param name="Receipts">One for each event that is stored, in the document's order; null for documents with many.</param>
/// <param name="CaptureSignature">Who signed for it; null where nobody did, or nothing was new.</param>
public sealed record CaptureOutcome(
    string Job, DateTimeOffset Created, DateTimeOffset Finished, CaptureErrorBehaviour Behaviour, int Events, long Captured,
    IReadOnlyList<CaptureFault> Faults, IReadOnlyList<EventReceipt>? Receipts, CaptureSeal? CaptureSignature = null);
