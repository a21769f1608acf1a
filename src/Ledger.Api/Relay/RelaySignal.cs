namespace Ledger.Api.Relay;

/// <summary>Wakes the relay.</summary>
public sealed class RelaySignal : Signal;

/// <summary>Wakes a background loop at once when there is work, instead of at its next look.</summary>
public class Signal : IDisposable
{
    private readonly SemaphoreSlim work = new(0, 1);

    /// <summary>Says that there is work.</summary>
    public void Set()
    {
        try
        {
            work.Release();
        }
        catch (SemaphoreFullException)
        {
            // Said already.
        }
    }

    /// <summary>Waits for work, or for as long as given.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => work.WaitAsync(longest, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        work.Dispose();
        GC.SuppressFinalize(this);
    }
}
