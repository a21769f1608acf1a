using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>An event with all that its row needs.</summary>
internal readonly record struct EventRow(
    long Number, CapturedEvent Event, ulong Party, int Context, int? BizStep, int? Disposition, int? ReadPoint, int? BizLocation, long RecordTime);

/// <summary>Writes documents in one transaction. It holds the counter's row from its first statement to its last, so that transactions follow each other.</summary>
internal sealed class CaptureTransaction
{
    private readonly DbConnection connection;
    private readonly CaptureTables tables;
    private readonly VocabularyCache vocabulary;
    private readonly CaptureSigning? signing;
    private readonly long recordTime;
    private long next;

    private CaptureTransaction(DbConnection connection, CaptureTables tables, VocabularyCache vocabulary, CaptureSigning? signing, long first, long recordTime)
    {
        this.connection = connection;
        this.tables = tables;
        this.vocabulary = vocabulary;
        this.signing = signing;
        this.recordTime = recordTime;
        next = first;
    }

    /// <summary>Writes these documents, or nothing. Which events of each were captured, and whether one is refused, is in its progress.</summary>
    public static async Task RunAsync(Database database, VocabularyCache vocabulary, CaptureSigning? signing, TimeProvider time, IReadOnlyList<OrderProgress> orders)
    {
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        using var tables = CaptureTables.On(connection);
        try
        {
            var first = await connection.ExecuteScalarAsync<long>("update captured.counter set next = next where name = 'event' returning next");
            var now = time.GetUtcNow();
            var writing = new CaptureTransaction(connection, tables, vocabulary, signing, first, now.ToUnixTimeMilliseconds());
            if (orders is [{ Order.IsLong: true } only]) await writing.AddLongAsync(only);
            else await writing.AddAsync([.. orders.SelectMany(order => order.Order.Slices.Select(slice => (order, slice)))]);
            foreach (var order in orders) order.Finished = now;
            await writing.EndAsync([.. orders.Where(order => order.Refusal is null)]);
            await transaction.CommitAsync();
            vocabulary.Keep();
        }
        catch
        {
            vocabulary.Forget();
            throw;
        }
    }

    private async Task AddLongAsync(OrderProgress order)
    {
        foreach (var slice in order.Order.Slices)
        {
            await AddAsync([(order, slice)]);
            if (order.Refusal is { } refusal) throw refusal;
        }
    }

    private async Task AddAsync(IReadOnlyList<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices)
    {
        var keys = slices.SelectMany(part => part.Slice).Where(read => read.Event is not null).Select(read => read.Event!.Key).ToList();
        var known = await tables.FindAsync(keys);
        var rows = new List<EventRow>(keys.Count);
        foreach (var (order, slice) in slices)
        {
            var fresh = order.Sift(slice, known);
            if (fresh.Count == 0) continue;
            order.FirstEvent ??= next;
            foreach (var captured in fresh)
                rows.Add(await RowAsync(captured, order.Order.Party.Value, await vocabulary.ContextAsync(connection, captured.Flags.HasFlag(EventMarks.Sealed) ? "null" : order.Order.Context)));
        }
        await tables.InsertAsync(rows);
        await SealWriter.InsertAsync(connection, rows.Select(row => (row.Number, row.Event.Seal)));
    }

    private async ValueTask<EventRow> RowAsync(CapturedEvent captured, ulong party, int context)
    {
        foreach (var name in captured.Classes) await vocabulary.FindAsync(connection, VocabularyKind.EpcClass, name);
        return new EventRow(
            next++, captured, party, context,
            await vocabulary.FindAsync(connection, VocabularyKind.BizStep, captured.BizStep),
            await vocabulary.FindAsync(connection, VocabularyKind.Disposition, captured.Disposition),
            await vocabulary.FindAsync(connection, VocabularyKind.ReadPoint, captured.ReadPoint),
            await vocabulary.FindAsync(connection, VocabularyKind.BizLocation, captured.BizLocation), recordTime);
    }

    private async Task EndAsync(IReadOnlyList<OrderProgress> orders)
    {
        if (orders.Count == 0) return;
        await connection.ExecuteAsync("update captured.counter set next = @next where name = 'event'", new { next });
        foreach (var order in orders)
        {
            var signature = signing?.Keep(order) ?? KeptSignature.None;
            await connection.ExecuteAsync("""
                insert into captured.capture_job (id, party, created, finished, success, behaviour, events, captured, first_event, errors, document_hash, signed_by, signer, signature, hashes_root)
                values (@Job, @party, @created, @finished, @success, @behaviour, @Events, @Captured, @FirstEvent, @errors, @Hash, @SignedBy, @Signer, @Signature, @Root)
                """, new
            {
                order.Job,
                party = order.Order.Party.Value,
                created = order.Created.ToUnixTimeMilliseconds(),
                finished = order.Finished.ToUnixTimeMilliseconds(),
                success = order.Faults.Count == 0 ? 1 : 0,
                behaviour = order.Order.Behaviour == CaptureErrorBehaviour.Proceed ? "proceed" : "rollback",
                order.Events,
                order.Captured,
                order.FirstEvent,
                errors = order.Faults.Count == 0 ? null : JsonSerializer.Serialize(order.Order.Sealing is null ? order.Faults : order.Faults.Select(fault => fault.WithoutContent()), Http.Json.Options),
                order.Order.Hash,
                signature.SignedBy,
                signature.Signer,
                signature.Signature,
                signature.Root,
            });
            if (order.Order.Names.Count > 0) await NameAsync(order);
            if (order is { Order.Sealing: { } sealing, Captured: > 0 }) await SealWriter.InsertAsync(connection, sealing, order.Finished);
            if (signature.Hashes is not null) await connection.ExecuteAsync("insert into captured.capture_hashes (job, hashes) values (@Job, @Hashes)", new { order.Job, signature.Hashes });
        }
    }

    private Task<int> NameAsync(OrderProgress order) => connection.ExecuteAsync("""
        insert into captured.master_name (uri, name, party, updated) values (@uri, @name, @party, @now)
        on conflict (uri) do update set name = excluded.name, party = excluded.party, updated = excluded.updated
        """, order.Order.Names.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new { uri = pair.Key, name = pair.Value, party = order.Order.Party.Value, now = recordTime / 1000 }));
}
