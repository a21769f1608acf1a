namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>One event of an answer.</summary>
/// <param name="Json">The event as its reader may see it, UTF-8.</param>
/// <param name="Context">What its document said of prefixes.</param>
/// <param name="RecordTime">When it was captured here.</param>
/// <param name="DerivedId">The ID under which it is known if it carries none; null to add none.</param>
/// <param name="Withheld">The names of the groups of fields that the reader may not see.</param>
public sealed record AnsweredEvent(ReadOnlyMemory<byte> Json, EventContext Context, DateTimeOffset RecordTime, string? DerivedId,
    IReadOnlyList<string> Withheld);
