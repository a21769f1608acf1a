using Ledger.Indexer.Jobs;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk.Ethereum;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Ledger.Indexer;

/// <summary>Puts the indexer into a host, the API's or its own.</summary>
public static class IndexerServices
{
    /// <summary>
    /// Adds the indexer as a hosted service with its jobs (audits, maturities) and health check <c>indexer</c>. A <see cref="Database"/> must be registered
    /// too.
    /// <see cref="StatusBoard"/> tells how far it is; <see cref="IndexerService.RequestRebuild"/> starts over.
    /// </summary>
    public static IServiceCollection AddLedgerIndexer(this IServiceCollection services, IndexerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<StatusBoard>();
        services.AddSingleton<IndexerMetrics>();
        services.AddKeyedSingleton<EthereumClient>(nameof(IndexerService), (_, _) => new EthereumClient(options.RpcUrl));
        services.AddSingleton(provider => new IndexerService(
            provider.GetRequiredService<Database>(), provider.GetRequiredKeyedService<EthereumClient>(nameof(IndexerService)), options,
            provider.GetRequiredService<StatusBoard>(), provider.GetRequiredService<IndexerMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<IndexerService>>()));
        services.AddHostedService(provider => provider.GetRequiredService<IndexerService>());
        services.AddHealthChecks().AddCheck<IndexerHealthCheck>("indexer");
        return services.AddJobs(options);
    }

    private static IServiceCollection AddJobs(this IServiceCollection services, IndexerOptions options)
    {
        services.AddSingleton(provider => new WindowAudit(
            provider.GetRequiredService<Database>(), provider.GetRequiredKeyedService<EthereumClient>(nameof(IndexerService)),
                options.Manifest));
        services.AddSingleton(provider => new MaturitySweep(provider.GetRequiredService<Database>(), options.Manifest));
        services.AddQuartz(quartz =>
        {
            quartz.ScheduleJob<AuditJob>(trigger => trigger.StartAt(DateTimeOffset.UtcNow + options.AuditInterval)
                .WithSimpleSchedule(schedule => schedule.WithInterval(options.AuditInterval).RepeatForever()));
            quartz.ScheduleJob<MaturityJob>(trigger => trigger.StartAt(DateTimeOffset.UtcNow + options.MaturityInterval)
                .WithSimpleSchedule(schedule => schedule.WithInterval(options.MaturityInterval).RepeatForever()));
        });
        services.AddQuartzHostedService(quartz => quartz.WaitForJobsToComplete = true);
        return services;
    }
}
