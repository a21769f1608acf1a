using System.Data.Common;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Ledger.Indexer.Jobs;

/// <summary>Sweeps for what became due, every few seconds.</summary>
[DisallowConcurrentExecution]
internal sealed partial class MaturityJob(MaturitySweep sweep, Database database, ILogger<MaturityJob> logger) : IJob
{
    private static volatile bool migrated;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            // A host without the API has not made the durable tables yet.
            if (!migrated) await Migrator.MigrateAsync(database, "captured", cancellationToken);
            migrated = true;
            if (await sweep.RunAsync(cancellationToken) is var added and > 0) LogNoticed(logger, added);
        }
        catch (Exception failure) when (failure is LedgerException or DbException)
        {
            LogFailed(logger, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Noticed maturities count={Count}")]
    private static partial void LogNoticed(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to sweep maturities message={Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
