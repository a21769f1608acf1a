using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Api.Http;

/// <summary>Unhealthy where the node does not answer, or where the projections stand still although the node has newer blocks.</summary>
public sealed class NodeHealthCheck(EthereumClient client, Database database, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StallAfter = TimeSpan.FromSeconds(30);

    private (ulong Block, DateTimeOffset Since) seen = (0, time.GetUtcNow());

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var head = await client.GetBlockNumberAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
            var reached = (await Head.ReadAsync(connection))?.Block ?? 0;
            if (reached != seen.Block || reached >= head) seen = (reached, time.GetUtcNow());
            var still = time.GetUtcNow() - seen.Since;
            return still > StallAfter
                ? HealthCheckResult.Unhealthy($"The projections stand at block {reached} for {still.TotalSeconds:0} s, the node is at {head}.")
                : HealthCheckResult.Healthy($"The node is at block {head}, the projections at {reached}.");
        }
        catch (Exception exception) when (exception is LedgerException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The node does not answer.");
        }
        catch (System.Data.Common.DbException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
