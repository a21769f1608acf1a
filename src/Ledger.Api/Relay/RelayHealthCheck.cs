using Dapper;
using Ledger.Indexer.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Api.Relay;

/// <summary>Degraded where an operation waits for longer than blocks should take: the account may lack funds, or the chain may stand still.</summary>
public sealed class RelayHealthCheck(Database database, CurrentDeployment deployment, RelayAccount account, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var (open, oldest) = await connection.QuerySingleAsync<(long Open, long? Oldest)>(
            "select count(*), min(created) from captured.operation where chain = @Key and state < 3", new { deployment.Key });
        var waited = oldest is { } created ? time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(created) : TimeSpan.Zero;
        return waited > Patience
            ? HealthCheckResult.Degraded($"{open} operations wait, the oldest for {waited.TotalSeconds:0} s; {account.Address} relays.")
            : HealthCheckResult.Healthy($"{open} operations wait; {account.Address} relays.");
    }
}
