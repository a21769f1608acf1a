using System.Data.Common;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>The one way from stored rows to what a reader may see of them.</summary>
public sealed class EventViews(PartyKeys keys)
{
    private const EventMarks AnySeal = EventMarks.PartlySealed | EventMarks.Sealed;

    /// <summary>The condition that an event <c>e</c> is there for everybody, if perhaps not all of it.</summary>
    public const string IsShown = "e.flags < 4";

    /// <summary>What everybody may see of these events, in their order; those that are sealed whole are left out.</summary>
    public static Task<IReadOnlyList<VisibleEvent>> PublicAsync(DbConnection connection, IReadOnlyList<StoredEvent> rows) => OpenAsync(connection, null, null, rows);

    /// <summary>What a reader may see of these events, in their order; those of which it may see nothing are left out.</summary>
    /// <param name="connection">Where the rows were read, in the same transaction.</param>
    /// <param name="reader">The party that reads; null for the public.</param>
    /// <param name="rows">The rows.</param>
    public Task<IReadOnlyList<VisibleEvent>> OpenAsync(DbConnection connection, PartyId? reader, IReadOnlyList<StoredEvent> rows) =>
        OpenAsync(connection, reader is null ? null : keys, reader, rows);

    /// <summary>The events of an eventID that a reader may see: the event itself, then the declaration that it is wrong; what was shared with the reader first.</summary>
    /// <remarks>What is sealed whole is asked for by its readers only, so that for all others it takes what an eventID takes that nobody ever captured.</remarks>
    public async Task<IReadOnlyList<VisibleEvent>> FindAsync(DbConnection connection, PartyId? reader, string eventId)
    {
        var (key, error) = (EventKey.Of(eventId, false), EventKey.Of(eventId, true));
        var rows = (await connection.QueryAsync<StoredEvent>($"{StoredEvent.Select} where {EventKey.IsIn("e.key", "@key", "@error")} and {IsShown}", new { key, error })).AsList();
        if (reader is { } party && keys.IsReady)
            rows.AddRange(await connection.QueryAsync<StoredEvent>($"""
                {StoredEvent.Select} where e.number in (select t.event from captured.reader_term t where t.party = @Value and t.term = @term) and e.flags >= 4 order by e.number
                """, new { party.Value, term = keys.Master.BlindEventId(eventId) }));
        return await OpenAsync(connection, reader, [.. rows.OrderBy(row => row.Flags % 2).ThenByDescending(row => IsSealed(row, EventMarks.Sealed))]);
    }

    private static async Task<IReadOnlyList<VisibleEvent>> OpenAsync(DbConnection connection, PartyKeys? keys, PartyId? reader, IReadOnlyList<StoredEvent> rows)
    {
        var closed = rows.Where(row => IsSealed(row, reader is null ? EventMarks.PartlySealed : AnySeal)).Select(row => row.Number).ToArray();
        using var opener = closed.Length == 0 ? null : await SealOpener.ReadAsync(connection, keys, reader, closed);
        return [.. rows.Where(row => reader is not null || !IsSealed(row, EventMarks.Sealed))
            .Select(row => IsSealed(row, AnySeal) ? opener!.Open(row) : new VisibleEvent(row, row.Body, [])).OfType<VisibleEvent>()];
    }

    private static bool IsSealed(StoredEvent row, EventMarks marks) => (row.Flags & (long)marks) != 0;
}
