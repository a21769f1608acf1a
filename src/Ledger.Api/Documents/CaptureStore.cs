using System.Collections.Concurrent;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Documents;

/// <summary>Stores documents durably before it answers. Those that wait at the same time share one transaction, and so one sync to disk.</summary>
public sealed class CaptureStore(Database database, TimeProvider time, CaptureSigning? signing = null) : IAsyncDisposable
{
    /// <summary>No more events than these share a transaction, unless one document has more.</summary>
    private const int MostInGroup = 10_000;

    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly SemaphoreSlim gate = new(1);
    private readonly VocabularyCache vocabulary = new();
    private CaptureTables? tables;

    /// <summary>Stores a document; with <see cref="CaptureErrorBehaviour.Rollback"/> all of it or nothing. Events that were captured before are left as they are.</summary>
    /// <remarks>Where an eventID exists with other content, the job fails and says so.</remarks>
    /// <exception cref="LedgerException"><c>event-conflict</c>, <c>event-exists</c>: of one event that must be new, the eventID exists.
    /// <c>epcis-invalid</c>: an event of a long document has faults.</exception>
    public async Task<CaptureOutcome> CaptureAsync(CaptureOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var waiting = new Waiting(new OrderProgress(order, time.GetUtcNow()));
        queue.Enqueue(waiting);
        await gate.WaitAsync();
        try
        {
            // Whoever comes first writes for all who wait; the others find their work done.
            while (!waiting.Result.Task.IsCompleted) await WriteAsync(NextGroup());
        }
        finally
        {
            gate.Release();
        }
        return await waiting.Result.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        gate.Dispose();
    }

    private List<Waiting> NextGroup()
    {
        var group = new List<Waiting>();
        for (var events = 0; events < MostInGroup && queue.TryPeek(out var next); events += next.Progress.Known)
        {
            if (next.Progress.Order.IsLong && group.Count > 0) break;
            queue.TryDequeue(out _);
            group.Add(next);
            if (next.Progress.Order.IsLong) break;
        }
        return group;
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            await RunAsync([.. group.Select(waiting => waiting.Progress)]);
            foreach (var waiting in group) waiting.Finish();
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

    private async Task RunAsync(IReadOnlyList<OrderProgress> orders)
    {
        try
        {
            tables ??= await CaptureTables.OpenAsync(database);
            await CaptureTransaction.RunAsync(tables, vocabulary, signing, time, orders);
        }
        catch
        {
            vocabulary.Forget();
            await CloseAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        var closing = tables;
        tables = null;
        if (closing is not null) await closing.DisposeAsync();
    }

    private sealed record Waiting(OrderProgress Progress)
    {
        public TaskCompletionSource<CaptureOutcome> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish()
        {
            if (Progress.Refusal is { } refusal) Result.TrySetException(refusal);
            else Result.TrySetResult(Progress.Outcome());
        }
    }
}
