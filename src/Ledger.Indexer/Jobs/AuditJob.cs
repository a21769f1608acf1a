using System.Data.Common;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Ledger.Indexer.Jobs;

/// <summary>Audits one random window now and then; a difference makes the indexer unhealthy until it is rebuilt.</summary>
[DisallowConcurrentExecution]
internal sealed partial class AuditJob(WindowAudit audit, StatusBoard board, IndexerMetrics metrics, ILogger<AuditJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (await audit.RunAsync(Random.Shared, cancellationToken) is not { } result) return;
            metrics.Audited(result.Equal);
            if (result.Equal) return;
            var difference = $"Blocks {result.From} to {result.To} hold {result.NodeEvents} events on the node and {result.StoredEvents} here, or other ones: run `rebuild`.";
            board.Audited(difference);
            LogDifferent(logger, result.From, result.To, result.NodeEvents, result.StoredEvents);
        }
        catch (Exception failure) when (failure is LedgerException or DbException)
        {
            LogFailed(logger, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Found a difference in an audit from={From} to={To} node={Node} stored={Stored}")]
    private static partial void LogDifferent(ILogger logger, ulong from, ulong to, ulong node, ulong stored);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to audit message={Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
