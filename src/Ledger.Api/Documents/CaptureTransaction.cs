using System.Data.Common;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Documents;

/// <summary>An event with all that its row needs.</summary>
internal readonly record struct EventRow(
    long Number, CapturedEvent Event, ulong Party, int Context, int? Why, int? Place, long RecordTime);

/// <summary>A job with all that its row needs; times in unix milliseconds.</summary>
internal sealed record JobRow(
    string Id, ulong Party, long Created, long Finished, bool Success, string Behaviour, int Events, long Captured, long? FirstEvent, string? Errors, byte[] DocumentHash, KeptSignature Signature);

/// <summary>Writes documents in one transaction, which is run whole, or prepared, filled and committed while others run.</summary>
/// <remarks>The counter's row is what transactions follow each other by: whoever moves it has it until the commit, so that numbers follow the order of commits.</remarks>
internal sealed class CaptureTransaction(CaptureTables tables, VocabularyCache vocabulary, CaptureSigning? signing, TimeProvider time, IReadOnlyList<OrderProgress> orders)
{
    /// <summary>Of a document with more events, these are looked up before it is written: where one is stored, others may be.</summary>
    private const int Probes = 8;

    /// <summary>So many events of a long document are indexed at once.</summary>
    private const int IndexedAtOnce = 1_000;

    private readonly DbConnection connection = tables.Connection;
    private DbTransaction? transaction;
    private List<EventRow> prepared = [];
    private long recordTime;
    private long first;
    private long next;

    /// <summary>What it writes with.</summary>
    public CaptureTables Tables => tables;

    /// <summary>How far capture is with it.</summary>
    public CaptureCount Count => new(next, recordTime);

    /// <summary>Writes the documents, or nothing. Which events of each were captured, and whether one is refused, is in its progress.</summary>
    public async Task RunAsync()
    {
        transaction = await connection.BeginTransactionAsync();
        var only = orders is [{ Order.IsLong: true } one] ? one : null;
        var slices = only is null ? Slices() : [];
        var (count, known) = await tables.BeginAsync(KeysOf(slices));
        GoOn(count);
        if (only is null) await InsertAsync(await NumberAsync(slices, known));
        else await AddLongAsync(only);
        if (only is { IsRejected: true }) await KeepJobAsync();
        else await CommitAsync();
    }

    private void GoOn(CaptureCount count)
    {
        first = next = count.Next;
        recordTime = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), count.RecordTime);
    }

    /// <summary>Events of a long document were written before the one that conflicts: they go, and the job alone is kept.</summary>
    private async Task KeepJobAsync()
    {
        await RollBackAsync();
        vocabulary.Clear();
        transaction = await connection.BeginTransactionAsync();
        GoOn((await tables.BeginAsync([])).Count);
        await CommitAsync();
    }

    /// <summary>Numbers the events, as if those before were there for good; false where one is stored already, so that all must be looked up.</summary>
    public async Task<bool> TryPrepareAsync(CaptureCount count)
    {
        transaction = await connection.BeginTransactionAsync();
        var slices = Slices();
        if ((await tables.FindAsync(KeysOf(slices.Select(part => (part.Order, (IReadOnlyList<ReadEvent>)[.. part.Slice.Take(Probes)]))))).Count > 0) return false;
        GoOn(count);
        prepared = await NumberAsync(slices, new Dictionary<Hash32, KnownEvent>(slices.Sum(part => part.Slice.Count)));
        return true;
    }

    /// <summary>Writes what was prepared.</summary>
    public Task InsertAsync() => InsertAsync(prepared);

    /// <summary>Makes what was written durable.</summary>
    /// <exception cref="InvalidOperationException">Another transaction has taken the numbers.</exception>
    public async Task CommitAsync()
    {
        var now = time.GetUtcNow();
        foreach (var order in orders) order.Finished = now;
        await EndAsync([.. orders.Where(order => order.Refusal is null)]);
        await transaction!.CommitAsync();
        await transaction.DisposeAsync();
    }

    /// <summary>Leaves all as it was; what it wrote with can go on.</summary>
    public async Task RollBackAsync()
    {
        await transaction!.RollbackAsync();
        await transaction.DisposeAsync();
    }

    /// <summary>Leaves all as it was, after a failure of whatever kind.</summary>
    public async Task AbandonAsync()
    {
        try
        {
            if (transaction is not null) await transaction.DisposeAsync();
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
        {
            // The connection is broken, so the server has rolled back, or does so when it is closed.
        }
        await tables.DisposeAsync();
    }

    private List<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> Slices() => [.. orders.SelectMany(order => order.Order.Slices.Select(slice => (order, slice)))];

    /// <summary>Writes a long document while the rest of it is read.</summary>
    private async Task AddLongAsync(OrderProgress order)
    {
        order.IsCareful |= !tables.RefusesKnown || order.Order.Sealing is not null;
        var added = new List<EventRow>();
        foreach (var slice in order.Order.Slices)
        {
            var rows = await NumberAsync([(order, slice)], await FindAsync(order, slice));
            if (order.Refusal is { } refusal) throw refusal;
            await tables.AddAsync(rows);
            await SealWriter.InsertAsync(connection, rows.Select(row => (row.Number, row.Event.Seal)));
            added.AddRange(rows);
            if (added.Count < IndexedAtOnce) continue;
            await tables.IndexAsync(added);
            added.Clear();
        }
        await tables.IndexAsync(added);
    }

    /// <summary>Those of a slice that are stored already: of a document that seems new only the first are looked up, as a key that exists is refused later.</summary>
    private async Task<Dictionary<Hash32, KnownEvent>> FindAsync(OrderProgress order, IReadOnlyList<ReadEvent> slice)
    {
        if (!order.IsCareful && order.Events == 0) order.IsCareful = (await tables.FindAsync(KeysOf([(order, [.. slice.Take(Probes)])]))).Count > 0;
        return order.IsCareful ? await tables.FindAsync(KeysOf([(order, slice)])) : [];
    }

    private static List<Hash32> KeysOf(IEnumerable<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices)
    {
        var keys = new List<Hash32>();
        foreach (var (_, slice) in slices)
            foreach (var read in slice)
                if (read.Event is { } captured) keys.Add(captured.Key);
        return keys;
    }

    /// <summary>The rows of the events that are new.</summary>
    private async Task<List<EventRow>> NumberAsync(List<(OrderProgress Order, IReadOnlyList<ReadEvent> Slice)> slices, Dictionary<Hash32, KnownEvent> known)
    {
        var rows = new List<EventRow>(slices.Sum(part => part.Slice.Count));
        foreach (var document in slices.GroupBy(part => part.Order))
        {
            var order = document.Key;
            var fresh = order.Sift(document.SelectMany(part => part.Slice), known);
            if (fresh.Count == 0) continue;
            order.FirstEvent ??= next;
            foreach (var captured in fresh)
                rows.Add(await RowAsync(captured, order.Order.Party.Value, await vocabulary.ContextAsync(connection, captured.Flags.HasFlag(EventMarks.Sealed) ? "null" : order.Order.Context)));
        }
        return rows;
    }

    private async Task InsertAsync(List<EventRow> rows)
    {
        await tables.InsertAsync(rows);
        await SealWriter.InsertAsync(connection, rows.Select(row => (row.Number, row.Event.Seal)));
    }

    private async ValueTask<EventRow> RowAsync(CapturedEvent captured, ulong party, int context)
    {
        await vocabulary.FindAsync(connection, VocabularyKind.EventType, captured.OwnType);
        for (var i = 0; i < captured.Classes.Count; i++) await vocabulary.FindAsync(connection, VocabularyKind.EpcClass, captured.Classes[i]);
        return new EventRow(
            next++, captured, party, context,
            await vocabulary.PairAsync(connection, (VocabularyKind.BizStep, captured.BizStep), (VocabularyKind.Disposition, captured.Disposition)),
            await vocabulary.PairAsync(connection, (VocabularyKind.ReadPoint, captured.ReadPoint), (VocabularyKind.BizLocation, captured.BizLocation)), recordTime);
    }

    private async Task EndAsync(IReadOnlyList<OrderProgress> captured)
    {
        List<JobRow> jobs = [.. captured.Select(order => order.ToRow(signing?.Keep(order) ?? KeptSignature.None))];
        await tables.EndAsync(jobs, first, Count);
        foreach (var order in captured)
        {
            if (order is { Order.MasterData.Count: > 0, IsRejected: false }) await MasterData.StoreAsync(connection, order.Order.Party, order.Order.MasterData, recordTime / 1000);
            if (order is { Order.Sealing: { } sealing, Captured: > 0 }) await SealWriter.InsertAsync(connection, sealing, order.Finished);
        }
        foreach (var job in jobs)
            if (job.Signature.Hashes is not null) await connection.ExecuteAsync("insert into captured.capture_hashes (job, hashes) values (@Id, @Hashes)", new { job.Id, job.Signature.Hashes });
    }
}
