namespace Ledger.Api.Risk;

/// <summary>Tells everyone who waits that there are alerts: at once in this process, within a second from another.</summary>
public sealed class AlertSignal
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private TaskCompletionSource next = New();

    /// <summary>Ends at the next alert. Take it before looking for alerts, so that none comes in between.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>Says that there are alerts.</summary>
    public void Announce() => Interlocked.Exchange(ref next, New()).TrySetResult();

    /// <summary>Waits for what was taken from <see cref="Next"/>, for a second at most.</summary>
    public static async Task WaitAsync(Task alert, TimeProvider time, CancellationToken cancellationToken) =>
        await alert.WaitAsync(Longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
