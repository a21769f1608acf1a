using System.Data.Common;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>An event with all that its row needs.</summary>
internal readonly record struct EventRow(
    long Number, CapturedEvent Event, ulong Party, int Context, int? BizStep, int? Disposition, int? ReadPoint, int? BizLocation, long RecordTime);

/// <summary>A row of <c>captured.event_epc</c>.</summary>
internal readonly record struct EpcRow(Hash32 Id, long Time, long Event, EpcRole Role)
{
    /// <summary>The rows of these events in the order of the table's key, in which its pages are touched once each.</summary>
    public static List<EpcRow> Of(IReadOnlyList<EventRow> rows)
    {
        var sorted = new List<EpcRow>(rows.Count);
        foreach (var row in rows)
            foreach (var epc in row.Event.Epcs) sorted.Add(new EpcRow(epc.Id, row.Event.Time, row.Number, epc.Role));
        sorted.Sort(static (a, b) => a.Id.Span.SequenceCompareTo(b.Id.Span));
        return sorted;
    }
}

/// <summary>A row of <c>captured.event_term</c>.</summary>
internal readonly record struct TermRow(long Term, long Time, long Event)
{
    /// <summary>As <see cref="EpcRow.Of"/>.</summary>
    public static List<TermRow> Of(IReadOnlyList<EventRow> rows)
    {
        var sorted = new List<TermRow>(rows.Count);
        foreach (var row in rows)
            foreach (var term in row.Event.Terms) sorted.Add(new TermRow(term, row.Event.Time, row.Number));
        sorted.Sort(static (a, b) => a.Term.CompareTo(b.Term));
        return sorted;
    }
}

/// <summary>A job with all that its row needs; times in unix milliseconds.</summary>
internal sealed record JobRow(
    string Id, ulong Party, long Created, long Finished, bool Success, string Behaviour, int Events, long Captured, long? FirstEvent, string? Errors, byte[] DocumentHash, KeptSignature Signature);

/// <summary>Writes documents in one transaction. It holds the counter's row from its first statement to its last, so that transactions follow each other.</summary>
internal sealed class CaptureTransaction(CaptureTables tables, VocabularyCache vocabulary, CaptureSigning? signing)
{
    private readonly DbConnection connection = tables.Connection;
    private long recordTime;
    private long next;

    /// <summary>Writes these documents, or nothing. Which events of each were captured, and whether one is refused, is in its progress.</summary>
    public static async Task RunAsync(CaptureTables tables, VocabularyCache vocabulary, CaptureSigning? signing, TimeProvider time, IReadOnlyList<OrderProgress> orders)
    {
        await using var transaction = await tables.Connection.BeginTransactionAsync();
        await new CaptureTransaction(tables, vocabulary, signing).WriteAsync(time, orders);
        if (orders is [{ Order.IsLong: true, IsRejected: true } rejected])
        {
            // Events were written before the one that conflicts: they go, and the job alone is kept.
            await transaction.RollbackAsync();
            vocabulary.Forget();
            await KeepJobAsync(tables, rejected);
            return;
        }
        await transaction.CommitAsync();
        vocabulary.Keep();
    }

    private static async Task KeepJobAsync(CaptureTables tables, OrderProgress rejected)
    {
        await using var transaction = await tables.Connection.BeginTransactionAsync();
        var (next, _) = await tables.BeginAsync([]);
        await tables.EndAsync([rejected.ToRow(KeptSignature.None)], next);
        await transaction.CommitAsync();
    }

    private async Task WriteAsync(TimeProvider time, IReadOnlyList<OrderProgress> orders)
    {
        var only = orders is [{ Order.IsLong: true } one] ? one : null;
        IReadOnlyList<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices =
            only is not null ? [] : [.. orders.SelectMany(order => order.Order.Slices.Select(slice => (order, slice)))];
        (next, var known) = await tables.BeginAsync(KeysOf(slices));
        var now = time.GetUtcNow();
        recordTime = now.ToUnixTimeMilliseconds();
        if (only is null) await AddAsync(slices, known);
        else await AddLongAsync(only);
        foreach (var order in orders) order.Finished = now;
        await EndAsync([.. orders.Where(order => order.Refusal is null)]);
    }

    private async Task AddLongAsync(OrderProgress order)
    {
        foreach (var slice in order.Order.Slices)
        {
            IReadOnlyList<(OrderProgress, IReadOnlyList<ReadEvent>)> slices = [(order, slice)];
            await AddAsync(slices, await tables.FindAsync(KeysOf(slices)));
            if (order.Refusal is { } refusal) throw refusal;
        }
    }

    private static List<Hash32> KeysOf(IReadOnlyList<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices) =>
        [.. slices.SelectMany(part => part.Slice).Where(read => read.Event is not null).Select(read => read.Event!.Key)];

    private async Task AddAsync(IReadOnlyList<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices, Dictionary<Hash32, KnownEvent> known)
    {
        var rows = new List<EventRow>();
        foreach (var document in slices.GroupBy(part => part.Order))
        {
            var order = document.Key;
            var fresh = order.Sift(document.SelectMany(part => part.Slice), known);
            if (fresh.Count == 0) continue;
            order.FirstEvent ??= next;
            foreach (var captured in fresh)
                rows.Add(await RowAsync(captured, order.Order.Party.Value, await vocabulary.ContextAsync(connection, captured.Flags.HasFlag(EventMarks.Sealed) ? "null" : order.Order.Context)));
        }
        await tables.InsertAsync(rows);
        await SealWriter.InsertAsync(connection, rows.Select(row => (row.Number, row.Event.Seal)), recordTime);
    }

    private async ValueTask<EventRow> RowAsync(CapturedEvent captured, ulong party, int context)
    {
        await vocabulary.FindAsync(connection, VocabularyKind.EventType, captured.OwnType);
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
        List<JobRow> jobs = [.. orders.Select(order => order.ToRow(signing?.Keep(order) ?? KeptSignature.None))];
        await tables.EndAsync(jobs, next);
        foreach (var order in orders)
        {
            if (order is { Order.MasterData.Count: > 0, IsRejected: false }) await MasterData.StoreAsync(connection, order.Order.Party, order.Order.MasterData, recordTime / 1000);
            if (order is { Order.Sealing: { } sealing, Captured: > 0 }) await SealWriter.InsertAsync(connection, sealing, order.Finished);
        }
        foreach (var job in jobs)
            if (job.Signature.Hashes is not null) await connection.ExecuteAsync("insert into captured.capture_hashes (job, hashes) values (@Id, @Hashes)", new { job.Id, job.Signature.Hashes });
    }
}
