using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Indexer.Sync;

/// <summary>Unhealthy where a person must act, where an audit failed, or where nothing moves although something should.</summary>
public sealed class IndexerHealthCheck(StatusBoard board, IndexerOptions options, TimeProvider time) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Judge(board.Current));

    internal HealthCheckResult Judge(IndexerStatus status)
    {
        var still = time.GetUtcNow() - status.LastProgress;
        if (status.State == IndexerState.Stopped) return HealthCheckResult.Unhealthy($"The indexer has stopped: {status.Problem} {status.Hint}".TrimEnd());
        if (status.AuditFailure is { } difference) return HealthCheckResult.Unhealthy(difference);
        if (status.State == IndexerState.Waiting) return HealthCheckResult.Healthy("Another indexer writes this database; this one waits.");
        if (still > options.StallAfter && status.State != IndexerState.Following)
            return HealthCheckResult.Unhealthy($"No progress for {still.TotalSeconds:0} s at block {status.Checkpoint?.Block}, the node is at {status.Head}. {status.Problem}".TrimEnd());
        return status.State == IndexerState.Retrying
            ? HealthCheckResult.Degraded($"Trying again: {status.Problem}")
            : HealthCheckResult.Healthy($"At block {status.Checkpoint?.Block}, {status.Lag} behind.");
    }
}
