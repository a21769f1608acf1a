using Ledger.Api.Confidentiality;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>The kind of an event. Kept by these numbers.</summary>
public enum EventType
{
    /// <summary><c>ObjectEvent</c>.</summary>
    ObjectEvent = 1,

    /// <summary><c>AggregationEvent</c>.</summary>
    AggregationEvent = 2,

    /// <summary><c>TransactionEvent</c>.</summary>
    TransactionEvent = 3,

    /// <summary><c>TransformationEvent</c>.</summary>
    TransformationEvent = 4,

    /// <summary><c>AssociationEvent</c>.</summary>
    AssociationEvent = 5,

    /// <summary>A type of someone's own.</summary>
    Other = 6,
}

/// <summary>What a stored event is marked with. Kept by these numbers.</summary>
[Flags]
public enum EventMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It declares the event of the same eventID to be wrong.</summary>
    DeclaresError = 1,

    /// <summary>Some groups of its fields are sealed.</summary>
    PartlySealed = 2,

    /// <summary>All of it is sealed.</summary>
    Sealed = 4,
}

/// <summary>A kind of value that many events share. Kept by these numbers.</summary>
public enum VocabularyKind
{
    /// <summary><c>bizStep</c>.</summary>
    BizStep = 2,

    /// <summary><c>disposition</c>.</summary>
    Disposition = 3,

    /// <summary><c>readPoint</c>.</summary>
    ReadPoint = 4,

    /// <summary><c>bizLocation</c>.</summary>
    BizLocation = 5,

    /// <summary><c>epcClass</c> of a quantity.</summary>
    EpcClass = 6,

    /// <summary><c>type</c> of an event, where it is someone's own.</summary>
    EventType = 7,
}

/// <summary>A unit or lot that an event names.</summary>
/// <param name="Id">Its id on the chain.</param>
/// <param name="Uri">Its canonical identity: what the id is the hash of.</param>
/// <param name="Urn">The EPC URN, where the event has one.</param>
/// <param name="IsOfMasterData">Whether it is the lot of an item by the <c>lotNumber</c> of its master data, and stands nowhere else.</param>
public sealed record NamedEpc(Hash32 Id, string Uri, string? Urn, bool IsOfMasterData = false)
{
    /// <summary>The URN where there is one, else the canonical URI.</summary>
    public string Text => Urn ?? Uri;
}

/// <summary>One event as it is about to be stored; vocabulary in canonical form.</summary>
public sealed record CapturedEvent
{
    /// <summary>Its eventID, or its hash where it has none.</summary>
    public required string EventId { get; init; }

    /// <summary>What no two events share: see <see cref="EventKey"/>.</summary>
    public required Hash32 Key { get; init; }

    /// <summary>The CBV 2.0 event hash, which is the same for the same event however it is written down.</summary>
    public required Hash32 Hash { get; init; }

    /// <summary>Whether it declares an error, and what of it is sealed.</summary>
    public EventMarks Flags { get; init; }

    /// <summary>Its type.</summary>
    public required EventType Type { get; init; }

    /// <summary>Its type as it is written, where it is someone's own; null for those of the standard.</summary>
    public string? OwnType { get; init; }

    /// <summary>1 ADD, 2 OBSERVE, 3 DELETE; null for a transformation.</summary>
    public int? Action { get; init; }

    /// <summary>The step.</summary>
    public string? BizStep { get; init; }

    /// <summary>The state afterwards.</summary>
    public string? Disposition { get; init; }

    /// <summary>Where it was seen.</summary>
    public string? ReadPoint { get; init; }

    /// <summary>Where it stays.</summary>
    public string? BizLocation { get; init; }

    /// <summary>When it happened: unix milliseconds.</summary>
    public required long Time { get; init; }

    /// <summary>16 random bytes that keep the commitment from being guessed.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>What the chain is told of it.</summary>
    public required Hash32 Commitment { get; init; }

    /// <summary>The event's JSON, byte for byte as it was sent.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The units and lots it names.</summary>
    public required IReadOnlyList<NamedEpc> Epcs { get; init; }

    /// <summary>What of it is sealed; null where all of it is public.</summary>
    public CapturedSeal? Seal { get; init; }

    /// <summary>What else it can be found by.</summary>
    public required IReadOnlyCollection<long> Terms { get; init; }

    /// <summary>The classes that its quantities are of.</summary>
    public required IReadOnlyList<string> Classes { get; init; }
}
