using System.Collections.Concurrent;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Npgsql;

namespace Ledger.Api.Documents;

/// <summary>Stores documents durably before it answers. Those that wait at the same time share one transaction, and so one sync to disk.</summary>
/// <remarks>
/// On PostgreSQL the next transaction is already filled while one is committed: it takes it that the one before succeeds, which it waits for
/// before it commits itself. Where that fails, or an event turns out to be stored already, all that were ahead are written again, one at a time.
/// </remarks>
public sealed class CaptureStore(Database database, TimeProvider time, CaptureSigning? signing = null) : IAsyncDisposable
{
    /// <summary>No more events than these share a transaction, unless one document has more. On SQLite, where there is one at a time, more share each page that is written.</summary>
    private readonly int mostInGroup = database.Dialect == Dialect.PostgreSql ? 2_000 : 8_000;

    /// <summary>Fewer events than these wait for others to share a transaction with, rather than go ahead in one of their own.</summary>
    private const int FewAhead = 50;

    /// <summary>So many transactions at a time.</summary>
    private const int Lanes = 3;

    /// <summary>So many transactions one at a time after one ahead was in vain: another process writes too, or documents come again.</summary>
    private const int Caution = 64;

    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly SemaphoreSlim gate = new(1);
    private readonly SemaphoreSlim lanes = new(Lanes);
    private readonly ConcurrentBag<CaptureTables> idle = [];
    private readonly VocabularyCache vocabulary = new();
    private Task<bool> before = Task.FromResult(true);
    private CaptureCount? next;
    private int cautious;

    /// <summary>Stores a document; with <see cref="CaptureErrorBehaviour.Rollback"/> all of it or nothing. Events that were captured before are left as they are.</summary>
    /// <remarks>Where an eventID exists with other content, the job fails and says so.</remarks>
    /// <exception cref="LedgerException"><c>event-conflict</c>, <c>event-exists</c>: of one event that must be new, the eventID exists.
    /// <c>epcis-invalid</c>: an event of a long document has faults.</exception>
    public async Task<CaptureOutcome> CaptureAsync(CaptureOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var waiting = new Waiting(new OrderProgress(order, time.GetUtcNow()));
        queue.Enqueue(waiting);
        // Whoever comes first writes for all who wait; the others find their work taken.
        while (!waiting.IsTaken && await StartAsync(waiting) is { } ahead) await LandAsync(ahead);
        return await waiting.Result.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        gate.Dispose();
        lanes.Dispose();
    }

    /// <summary>Takes a group and writes it, or begins a transaction ahead for it; null where there is nothing more to do for the one who asks.</summary>
    private async Task<Ahead?> StartAsync(Waiting asks)
    {
        await gate.WaitAsync();
        try
        {
            while (!asks.IsTaken)
            {
                await lanes.WaitAsync();
                var group = NextGroup();
                if (CanGoAhead(group) && await TryAheadAsync(group) is { } ahead) return ahead;
                await AloneAsync(group, held: 1);
            }
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    private List<Waiting> NextGroup()
    {
        var group = new List<Waiting>();
        for (var events = 0; events < mostInGroup && queue.TryPeek(out var first); events += first.Progress.Known)
        {
            if (first.Progress.Order.IsLong && group.Count > 0) break;
            queue.TryDequeue(out _);
            first.IsTaken = true;
            group.Add(first);
            if (first.Progress.Order.IsLong) break;
        }
        return group;
    }

    private bool CanGoAhead(List<Waiting> group) =>
        next is not null && cautious == 0 && database.Dialect == Dialect.PostgreSql
        && (lanes.CurrentCount < Lanes - 1 || group.Sum(waiting => waiting.Progress.Known) >= FewAhead)
        && group.TrueForAll(waiting => waiting.Progress.Order is { IsLong: false, Sealing: null });

    private async Task<Ahead?> TryAheadAsync(List<Waiting> group)
    {
        CaptureTransaction? transaction = null;
        try
        {
            transaction = await BeginAsync(group);
            if (await transaction.TryPrepareAsync(next!.Value))
            {
                var ahead = new Ahead(group, transaction, before);
                (before, next) = (ahead.Landed.Task, transaction.Count);
                return ahead;
            }
            await transaction.RollBackAsync();
            idle.Add(transaction.Tables);
        }
        catch (Exception)
        {
            // If the cause is still there, the next attempt says so.
            next = null;
            if (transaction is not null) await transaction.AbandonAsync();
        }
        foreach (var waiting in group) waiting.Progress.Restart();
        return null;
    }

    private async Task LandAsync(Ahead ahead)
    {
        try
        {
            await ahead.Transaction.InsertAsync();
            if (!await ahead.Before) throw new InvalidOperationException("The transaction before this one failed, so that its numbers are wrong.");
            await ahead.Transaction.CommitAsync();
        }
        catch (Exception)
        {
            await ahead.Transaction.AbandonAsync();
            ahead.Landed.SetResult(false);
            lanes.Release();
            await AgainAsync(ahead.Group);
            return;
        }
        ahead.Landed.SetResult(true);
        idle.Add(ahead.Transaction.Tables);
        lanes.Release();
        foreach (var waiting in ahead.Group) waiting.Finish();
    }

    private async Task AgainAsync(List<Waiting> group)
    {
        foreach (var waiting in group) waiting.Progress.Restart();
        await gate.WaitAsync();
        try
        {
            (next, cautious) = (null, Caution);
            await AloneAsync(group, held: 0);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Writes a group while nothing else is written, whose number the database tells.</summary>
    private async Task AloneAsync(List<Waiting> group, int held)
    {
        for (; held < Lanes; held++) await lanes.WaitAsync();
        try
        {
            before = Task.FromResult(true);
            if (cautious > 0) cautious--;
            await WriteAsync(group);
        }
        finally
        {
            lanes.Release(Lanes);
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            await RunAsync(group);
            foreach (var waiting in group) waiting.Finish();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation && group is [{ Progress: { Order.IsLong: true, IsCareful: false } progress }])
        {
            progress.Restart();
            progress.IsCareful = true;
            await WriteAsync(group);
        }
        catch (Exception exception) when (group.Count == 1)
        {
            group[0].Result.TrySetException(exception);
        }
        catch (Exception)
        {
            // One of them may be the cause: each gets a transaction of its own, so that it alone fails.
            foreach (var waiting in group)
            {
                waiting.Progress.Restart();
                await WriteAsync([waiting]);
            }
        }
    }

    private async Task RunAsync(List<Waiting> group)
    {
        CaptureTransaction? transaction = null;
        try
        {
            // What a transaction added that failed is gone.
            if (next is null) vocabulary.Clear();
            vocabulary.KeepSmall();
            transaction = await BeginAsync(group);
            await transaction.RunAsync();
            next = transaction.Count;
            idle.Add(transaction.Tables);
        }
        catch
        {
            next = null;
            if (transaction is not null) await transaction.AbandonAsync();
            await CloseAsync();
            throw;
        }
    }

    private async Task<CaptureTransaction> BeginAsync(List<Waiting> group) => new(
        idle.TryTake(out var tables) ? tables : await CaptureTables.OpenAsync(database), vocabulary, signing, time, [.. group.Select(waiting => waiting.Progress)]);

    private async Task CloseAsync()
    {
        while (idle.TryTake(out var closing)) await closing.DisposeAsync();
    }

    private sealed record Waiting(OrderProgress Progress)
    {
        public TaskCompletionSource<CaptureOutcome> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether somebody writes it. Set by whoever has the gate.</summary>
        public volatile bool IsTaken;

        public void Finish()
        {
            if (Progress.Refusal is { } refusal) Result.TrySetException(refusal);
            else Result.TrySetResult(Progress.Outcome());
        }
    }

    /// <summary>A transaction that is filled while the one before it is not yet committed.</summary>
    private sealed record Ahead(List<Waiting> Group, CaptureTransaction Transaction, Task<bool> Before)
    {
        /// <summary>Whether it was committed.</summary>
        public TaskCompletionSource<bool> Landed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
