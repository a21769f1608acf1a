using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>In which list of an EPCIS event an identifier stands. Kept by these numbers.</summary>
public enum EpcRole
{
    /// <summary><c>epcList</c>, <c>quantityList</c>: what the event is about.</summary>
    Subject = 1,

    /// <summary><c>parentID</c>: what things are packed in.</summary>
    Parent = 2,

    /// <summary><c>childEPCs</c>, <c>childQuantityList</c>.</summary>
    Child = 3,

    /// <summary><c>inputEPCList</c>, <c>inputQuantityList</c>: what a transformation uses up.</summary>
    Input = 4,

    /// <summary><c>outputEPCList</c>, <c>outputQuantityList</c>: what it makes.</summary>
    Output = 5,

    /// <summary>The lot of an item, by the <c>lotNumber</c> of its master data.</summary>
    Lot = 6,
}

/// <summary>A unit or lot that an event names.</summary>
/// <param name="Id">Its id on the chain.</param>
/// <param name="Uri">Its canonical identity: what the id is the hash of.</param>
/// <param name="Urn">The EPC URN, where the event has one.</param>
/// <param name="Role">Where in the event it stands.</param>
public sealed record NamedEpc(Hash32 Id, string Uri, string? Urn, EpcRole Role);

/// <summary>One event as it is about to be stored.</summary>
/// <param name="EventId">Its eventID, or its hash where it has none.</param>
/// <param name="DeclaresError">Whether it declares the event of the same eventID to be wrong.</param>
/// <param name="Hash">The CBV 2.0 event hash, which is the same for the same event however it is written down.</param>
/// <param name="Type">ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent, AssociationEvent.</param>
/// <param name="Action">ADD, OBSERVE, DELETE; null for a transformation.</param>
/// <param name="BizStep">The step, as the event has it.</param>
/// <param name="Disposition">The state afterwards, as the event has it.</param>
/// <param name="ReadPoint">Where it was seen.</param>
/// <param name="BizLocation">Where it stays.</param>
/// <param name="Time">When it happened.</param>
/// <param name="TimeZone">The event's own offset, such as <c>+02:00</c>.</param>
/// <param name="Body">The event's JSON, byte for byte as it was sent.</param>
/// <param name="Epcs">What it names.</param>
public sealed record CapturedEvent(
    string EventId, bool DeclaresError, string Hash, string Type, string? Action, string? BizStep, string? Disposition, string? ReadPoint, string? BizLocation,
    DateTimeOffset Time, string TimeZone, byte[] Body, IReadOnlyList<NamedEpc> Epcs);

/// <summary>What the chain is told of an event.</summary>
public static class Commitment
{
    /// <summary>keccak256(salt ‖ keccak256(body)).</summary>
    public static Hash32 Of(Hash32 salt, ReadOnlySpan<byte> body)
    {
        Span<byte> words = stackalloc byte[64];
        salt.Span.CopyTo(words);
        Keccak256.Hash(body).Span.CopyTo(words[32..]);
        return Keccak256.Hash(words);
    }
}
