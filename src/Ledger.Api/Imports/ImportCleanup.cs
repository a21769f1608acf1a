using Ledger.Indexer.Storage;

namespace Ledger.Api.Imports;

/// <summary>Removes what imports left that were cut off: at the start, and every so often for those of other processes.</summary>
internal sealed class ImportCleanup(Database database, TimeProvider time, ILogger<ImportCleanup> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StagedImport.RemoveStaleAsync(database, time, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "Removing what imports left failed");
            }
            await Task.Delay(StagedImport.Patience, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
