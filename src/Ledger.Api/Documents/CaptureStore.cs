using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>What the capture of one event left: its commitment, and the salt that opens it.</summary>
/// <param name="EventId">Its eventID, or its hash where it has none.</param>
/// <param name="Commitment">What will be anchored.</param>
/// <param name="Salt">16 bytes, hexadecimal.</param>
public sealed record EventReceipt(string EventId, Hash32 Commitment, string Salt)
{
    internal static EventReceipt Of(string eventId, Hash32 commitment, ReadOnlySpan<byte> salt) => new(eventId, commitment, Hex.Encode(salt));
}

/// <summary>Stores documents and their events: all of a document in one durable transaction, or nothing.</summary>
public sealed class CaptureStore(Database database, TimeProvider time)
{
    /// <summary>Stores a document. Events that were captured before are left as they are.</summary>
    /// <returns>The job's id, and a receipt for each event in the document's order.</returns>
    /// <exception cref="LedgerException"><c>event-conflict</c>: an eventID exists with other content.</exception>
    public async Task<(string Job, IReadOnlyList<EventReceipt> Receipts)> StoreAsync(PartyId party, CapturedDocument document, CancellationToken cancellationToken)
    {
        var job = Guid.CreateVersion7().ToString("n");
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var first = await connection.ExecuteScalarAsync<long>("update captured.counter set next = next where name = 'event' returning next");
        var context = await InternAsync(connection, document.Context);
        var receipts = new List<EventReceipt>(document.Events.Count);
        var next = first;
        foreach (var captured in document.Events)
        {
            var receipt = await FindSameAsync(connection, captured);
            if (receipt is null) await InsertAsync(connection, next++, party, context, captured, now);
            receipts.Add(receipt ?? EventReceipt.Of(captured.EventId, captured.Commitment, captured.Salt));
        }
        await connection.ExecuteAsync("""
            update captured.counter set next = @next where name = 'event';
            insert into captured.capture_job (id, party, created, finished, success, behaviour, events, captured, first_event, document_hash)
            values (@job, @party, @now, @now, 1, 'rollback', @events, @captured, @first, @Hash)
            """, new { next, job, party = party.Value, now, events = document.Events.Count, captured = next - first, first = next > first ? first : (long?)null, document.Hash });
        await connection.ExecuteAsync("""
            insert into captured.master_name (uri, name, party, updated) values (@uri, @name, @party, @now)
            on conflict (uri) do update set name = excluded.name, party = excluded.party, updated = excluded.updated
            """, document.Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new { uri = pair.Key, name = pair.Value, party = party.Value, now }));
        await transaction.CommitAsync(cancellationToken);
        return (job, receipts);
    }

    private static async Task<long> InternAsync(DbConnection connection, string context) =>
        await connection.ExecuteScalarAsync<long?>("select id from captured.context where json = @context", new { context })
            ?? await connection.ExecuteScalarAsync<long>("insert into captured.context (json) values (@context) returning id", new { context });

    private static async Task<long?> InternAsync(DbConnection connection, VocabularyKind kind, string? value) => value is null ? null
        : await connection.ExecuteScalarAsync<long?>("select id from captured.vocabulary where kind = @kind and value = @value", new { kind, value })
            ?? await connection.ExecuteScalarAsync<long>("insert into captured.vocabulary (kind, value) values (@kind, @value) returning id", new { kind, value });

    private static async Task InsertAsync(DbConnection connection, long number, PartyId party, long context, CapturedEvent captured, long now)
    {
        await connection.ExecuteAsync("""
            insert into captured.event (number, key, hash, hash_dialect, party, type, action, biz_step, disposition, read_point, biz_location, event_time, record_time, flags, context, salt, commitment, body)
            values (@number, @Key, @Hash, 1, @party, @Type, @Action, @step, @disposition, @seen, @stays, @Time, @now, @Flags, @context, @Salt, @Commitment, @body)
            """, new
        {
            number,
            captured.Key,
            captured.Hash,
            party = party.Value,
            captured.Type,
            captured.Action,
            step = await InternAsync(connection, VocabularyKind.BizStep, captured.BizStep),
            disposition = await InternAsync(connection, VocabularyKind.Disposition, captured.Disposition),
            seen = await InternAsync(connection, VocabularyKind.ReadPoint, captured.ReadPoint),
            stays = await InternAsync(connection, VocabularyKind.BizLocation, captured.BizLocation),
            captured.Time,
            now,
            captured.Flags,
            context,
            captured.Salt,
            captured.Commitment,
            body = captured.Body.ToArray(),
        });
        foreach (var name in captured.Classes) await InternAsync(connection, VocabularyKind.EpcClass, name);
        await connection.ExecuteAsync(
            "insert into captured.event_epc (id, event_time, event, role) values (@Id, @Time, @number, @Role)",
            captured.Epcs.Select(epc => new { epc.Id, captured.Time, number, epc.Role }));
        await connection.ExecuteAsync(
            "insert into captured.event_term (term, event_time, event) values (@term, @Time, @number)", captured.Terms.Select(term => new { term, captured.Time, number }));
    }

    private static async Task<EventReceipt?> FindSameAsync(DbConnection connection, CapturedEvent captured)
    {
        var found = await connection.QuerySingleOrDefaultAsync<(byte[] Hash, byte[] Commitment, byte[] Salt)?>(
            "select hash, commitment, salt from captured.event where key = @Key", new { captured.Key });
        if (found is not { } row) return null;
        return new Hash32(row.Hash) == captured.Hash
            ? EventReceipt.Of(captured.EventId, new Hash32(row.Commitment), row.Salt)
            : throw new LedgerException("event-conflict", $"The event {captured.EventId} was captured before with other content.", "Captured events never change: send a correction with an errorDeclaration and an eventID of its own.");
    }
}
