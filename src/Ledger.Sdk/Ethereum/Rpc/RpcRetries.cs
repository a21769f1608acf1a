namespace Ledger.Sdk.Ethereum;

/// <summary>Repeats what failed for a passing reason, within a number of attempts and an overall time.</summary>
internal sealed class RpcRetries(JsonRpcOptions options, RpcEndpoint endpoint)
{
    /// <summary>Runs <paramref name="attempt"/> until it succeeds, fails for good, or patience ends. The caller's cancellation stays one.</summary>
    /// <param name="method">For messages.</param>
    /// <param name="repeatable">False for one attempt only.</param>
    /// <param name="attempt">What to do; its token ends with the attempt's time.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="persistent">True where only the overall time limits the attempts, not their number.</param>
    public async Task<T> RunAsync<T>(
        string method, bool repeatable, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken, bool persistent = false)
    {
        var started = options.Time.GetTimestamp();
        for (var number = 1; ; number++)
        {
            var left = options.OverallTimeout - options.Time.GetElapsedTime(started);
            RpcException error;
            try
            {
                return await AttemptAsync(method, left, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (RpcException e) when (repeatable && e.IsTransient && (persistent || number < options.MaxAttempts))
            {
                error = e;
            }

            var wait = Wait(number, error.RetryAfter);
            if (options.Time.GetElapsedTime(started) + wait >= options.OverallTimeout) throw error;
            await PauseAsync(method, number, wait, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits as long as befits the number of attempts so far.</summary>
    public Task PauseAsync(string method, int attempt, RpcException error, CancellationToken cancellationToken) =>
        PauseAsync(method, attempt, Wait(attempt, error.RetryAfter), error, cancellationToken);

    private Task PauseAsync(string method, int attempt, TimeSpan wait, RpcException error, CancellationToken cancellationToken)
    {
        options.OnRetry?.Invoke(new RpcRetry(method, attempt, wait, error));
        return Task.Delay(wait, options.Time, cancellationToken);
    }

    private async Task<T> AttemptAsync<T>(
        string method, TimeSpan left, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var limit = left < options.AttemptTimeout ? left : options.AttemptTimeout;
        using var timer = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await attempt(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var message = $"{method}: the node at {endpoint} did not answer within {limit.TotalSeconds:0.###} s.";
            throw new RpcException(RpcErrorKind.Timeout, message, "Check the node's load, or allow more time.", e) { Method = method };
        }
    }

    private TimeSpan Wait(int attempt, TimeSpan? asked)
    {
        var exponential = options.Backoff * Math.Pow(2, Math.Min(attempt - 1, 20));
        var bounded = exponential < options.MaxBackoff ? exponential : options.MaxBackoff;
#pragma warning disable CA5394 // jitter needs no secret
        var spread = bounded * (0.5 + Random.Shared.NextDouble() / 2);
#pragma warning restore CA5394
        return asked > spread ? asked.Value : spread;
    }
}
