using System.Data.Common;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>An event as one reader may see it.</summary>
/// <param name="Stored">The row it was made from.</param>
/// <param name="Json">Its JSON: the exact bytes as captured where nothing is withheld.</param>
/// <param name="Withheld">The groups of fields that the reader may not see.</param>
public sealed record VisibleEvent(StoredEvent Stored, ReadOnlyMemory<byte> Json, IReadOnlyList<string> Withheld)
{
    /// <summary>Its number: the order of capture.</summary>
    public long Number => Stored.Number;

    /// <summary>The <c>@context</c> of its document, JSON.</summary>
    public string Context => Stored.Context;

    /// <summary>When it happened, to the millisecond.</summary>
    public DateTimeOffset EventTime => DateTimeOffset.FromUnixTimeMilliseconds(Stored.EventTime);

    /// <summary>When it was captured.</summary>
    public DateTimeOffset RecordTime => DateTimeOffset.FromUnixTimeMilliseconds(Stored.RecordTime);

    /// <summary>Whether it declares the event of the same eventID to be wrong.</summary>
    public bool DeclaresError => (Stored.Flags & (long)EventMarks.DeclaresError) != 0;
}

/// <summary>The one way from stored rows to what a reader may see of them.</summary>
public static class EventViews
{
    private const long AnySeal = (long)(EventMarks.PartlySealed | EventMarks.Sealed);

    /// <summary>What a reader may see of these events, in their order; those of which it may see nothing are left out.</summary>
    /// <param name="connection">Where the rows were read, in the same transaction.</param>
    /// <param name="reader">The party that reads; null for the public.</param>
    /// <param name="rows">The rows.</param>
    public static Task<IReadOnlyList<VisibleEvent>> OpenAsync(DbConnection connection, PartyId? reader, IReadOnlyList<StoredEvent> rows) =>
        Task.FromResult<IReadOnlyList<VisibleEvent>>([.. rows.Where(row => (row.Flags & AnySeal) == 0).Select(row => new VisibleEvent(row, row.Body, []))]);
}
