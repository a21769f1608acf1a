using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Documents;

/// <summary>What the capture of one event left: its commitment, and the salt that opens it.</summary>
public sealed record EventReceipt(string EventId, Hash32 Commitment, Hash32 Salt);

/// <summary>Stores documents and their events: all of a document in one durable transaction, or nothing.</summary>
public sealed class CaptureStore(Database database, TimeProvider time)
{
    /// <summary>Stores a document. Events that were captured before are left as they are.</summary>
    /// <returns>The job's id, and a receipt for each event in the document's order.</returns>
    /// <exception cref="LedgerException"><c>event-conflict</c>: an eventID exists with other content.</exception>
    public async Task<(string Job, IReadOnlyList<EventReceipt> Receipts)> StoreAsync(
        PartyId party, ReadOnlyMemory<byte> document, IReadOnlyList<CapturedEvent> events, IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        var job = Guid.CreateVersion7().ToString("n");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await StoreEpcsAsync(connection, events);
        var receipts = new List<EventReceipt>(events.Count);
        var fresh = 0;
        foreach (var captured in events)
        {
            var receipt = await StoreEventAsync(connection, job, party, captured, now);
            if (receipt is not null) fresh++;
            receipts.Add(receipt ?? await FindSameAsync(connection, captured));
        }
        await connection.ExecuteAsync("""
            insert into captured.capture_job (id, party, created, events, captured, document_hash, document) values (@job, @party, @now, @events, @fresh, @hash, @document)
            """, new { job, party = party.Value, now, events = events.Count, fresh, hash = Keccak256.Hash(document.Span), document = document.ToArray() });
        await connection.ExecuteAsync("""
            insert into captured.master_name (uri, name, party, updated) values (@uri, @name, @party, @now)
            on conflict (uri) do update set name = excluded.name, party = excluded.party, updated = excluded.updated
            """, names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new { uri = pair.Key, name = pair.Value, party = party.Value, now }));
        await transaction.CommitAsync(cancellationToken);
        return (job, receipts);
    }

    private static async Task StoreEpcsAsync(DbConnection connection, IReadOnlyList<CapturedEvent> events)
    {
        // In the order of their ids, so that two captures at once lock rows in the same order.
        var epcs = events.SelectMany(captured => captured.Epcs).GroupBy(epc => epc.Id)
            .Select(group => group.FirstOrDefault(epc => epc.Urn is not null) ?? group.First()).OrderBy(epc => epc.Id);
        await connection.ExecuteAsync("""
            insert into captured.epc (id, uri, urn) values (@Id, @Uri, @Urn)
            on conflict (id) do update set urn = excluded.urn where captured.epc.urn is null and excluded.urn is not null
            """, epcs);
    }

    private static async Task<EventReceipt?> StoreEventAsync(DbConnection connection, string job, PartyId party, CapturedEvent captured, long now)
    {
        var salt = new Hash32(RandomNumberGenerator.GetBytes(32));
        var commitment = Commitment.Of(salt, captured.Body);
        var number = await connection.ExecuteScalarAsync<long?>("""
            insert into captured.event (event_id, declares_error, hash, job, party, type, action, biz_step, disposition, read_point, biz_location, event_time, time_zone, record_time, body, salt, commitment)
            values (@EventId, @declaresError, @Hash, @job, @party, @Type, @Action, @BizStep, @Disposition, @ReadPoint, @BizLocation, @eventTime, @TimeZone, @now, @Body, @salt, @commitment)
            on conflict (event_id, declares_error) do nothing returning number
            """, new
        {
            captured.EventId,
            declaresError = captured.DeclaresError ? 1 : 0,
            captured.Hash,
            job,
            party = party.Value,
            captured.Type,
            captured.Action,
            captured.BizStep,
            captured.Disposition,
            captured.ReadPoint,
            captured.BizLocation,
            eventTime = captured.Time.ToUnixTimeSeconds(),
            captured.TimeZone,
            now,
            captured.Body,
            salt,
            commitment,
        });
        if (number is null) return null;
        await connection.ExecuteAsync(
            "insert into captured.event_epc (id, event, role) values (@Id, @number, @role)",
            captured.Epcs.Select(epc => new { epc.Id, number, role = (int)epc.Role }));
        return new EventReceipt(captured.EventId, commitment, salt);
    }

    private static async Task<EventReceipt> FindSameAsync(DbConnection connection, CapturedEvent captured)
    {
        var (hash, commitment, salt) = await connection.QuerySingleAsync<(string Hash, byte[] Commitment, byte[] Salt)>(
            "select hash, commitment, salt from captured.event where event_id = @EventId and declares_error = @declaresError",
            new { captured.EventId, declaresError = captured.DeclaresError ? 1 : 0 });
        return hash == captured.Hash
            ? new EventReceipt(captured.EventId, new Hash32(commitment), new Hash32(salt))
            : throw new LedgerException("event-conflict", $"The event {captured.EventId} was captured before with other content.", "Captured events never change: send a correction with an errorDeclaration and an eventID of its own.");
    }
}
