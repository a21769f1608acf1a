using Ledger.Indexer.Storage;

namespace Ledger.Api.Subscriptions;

/// <summary>Tells everyone who waits that events were captured: at once by this process, within half a second by another.</summary>
public sealed class Arrivals
{
    /// <summary>After an arrival, so long for others to come: under load one look serves many captures.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    private TaskCompletionSource next = New();

    /// <summary>Ends at the next arrival. Take it before looking for events, so that none comes in between.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Says that events have come.</summary>
    public void Announce() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>Waits for an arrival that was taken from <see cref="Next"/>, for as long as given at most.</summary>
    public static async Task WaitAsync(Task arrival, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        await arrival.WaitAsync(longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (arrival.IsCompleted) await Task.Delay(Gather, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Looks for what other processes have captured.</summary>
public sealed class ArrivalWatch(Database database, Arrivals arrivals, TimeProvider time, ILogger<ArrivalWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var seen = 0L; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.OpenAsync(cancellationToken: stoppingToken);
                var last = await EventFeed.LastAsync(connection);
                if (last != seen) arrivals.Announce();
                seen = last;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Looking for captured events failed");
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
