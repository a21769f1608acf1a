namespace Ledger.Indexer.Sync;

/// <summary>The range after the one being written, on its way already.</summary>
internal sealed class Prefetch(ChainNode node) : IAsyncDisposable
{
    private (ulong From, ulong To, Task<FetchedRange> Range, CancellationTokenSource Stop)? under;

    /// <summary>Starts to fetch a range, unless one is on its way.</summary>
    public void Start(ulong from, ulong to)
    {
        if (under is not null) return;
        var stop = new CancellationTokenSource();
        under = (from, to, Task.Run(() => node.FetchAsync(from, to, stop.Token)), stop);
    }

    /// <summary>The range that starts here: the one on its way, or fetched now.</summary>
    public async Task<FetchedRange> TakeAsync(ulong from, ulong to, CancellationToken cancellationToken)
    {
        if (under is { } waiting && waiting.From == from)
        {
            under = null;
            using (waiting.Stop)
            using (cancellationToken.Register(waiting.Stop.Cancel)) return await waiting.Range;
        }
        await DropAsync();
        return await node.FetchAsync(from, to, cancellationToken);
    }

    /// <summary>Throws away what is on its way.</summary>
    public async Task DropAsync()
    {
        if (under is not { } dropped) return;
        under = null;
        using (dropped.Stop)
        {
            await dropped.Stop.CancelAsync();
            await dropped.Range.ContinueWith(static range => range.Exception, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public ValueTask DisposeAsync() => new(DropAsync());
}
