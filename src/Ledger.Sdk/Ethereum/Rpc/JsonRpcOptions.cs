namespace Ledger.Sdk.Ethereum;

/// <summary>Limits and patience of a <see cref="JsonRpcClient"/>.</summary>
public sealed record JsonRpcOptions
{
    /// <summary>How often a request is sent at most, the first time included; 1 switches retries off.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; it doubles with each further one and is spread by a random factor of 0.5 to 1.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two attempts, unless the node asks for more by <c>Retry-After</c>.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take with all its attempts.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many requests one batch carries at most.</summary>
    public int MaxBatchSize { get; init; } = 100;

    /// <summary>How many batches are under way at once where there are more requests than one batch carries.</summary>
    public int MaxConcurrentBatches { get; init; } = 4;

    /// <summary>How many bytes one answer may have.</summary>
    public int MaxResponseBytes { get; init; } = 128 << 20;

    /// <summary>Called before each wait for another attempt, for metrics and logs; must not throw.</summary>
    public Action<RpcRetry>? OnRetry { get; init; }

    /// <summary>The clock of timeouts and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>One failed attempt that will be repeated.</summary>
/// <param name="Method">The method, or <c>batch</c>.</param>
/// <param name="Attempt">The number of the attempt that failed, from 1.</param>
/// <param name="Wait">How long until the next.</param>
/// <param name="Error">What failed.</param>
public sealed record RpcRetry(string Method, int Attempt, TimeSpan Wait, RpcException Error);
