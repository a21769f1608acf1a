using System.Diagnostics.Metrics;

namespace Ledger.Indexer.Sync;

/// <summary>The meter <c>Ledger.Indexer</c>.</summary>
public sealed class IndexerMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Ledger.Indexer";

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> blocks;
    private readonly Counter<long> events;
    private readonly Counter<long> rollbacks;
    private readonly Counter<long> orphaned;
    private readonly Counter<long> failures;
    private readonly Counter<long> audits;
    private readonly Histogram<double> applied;

    /// <summary>Creates the instruments; gauges read the status.</summary>
    public IndexerMetrics(StatusBoard board)
    {
        blocks = meter.CreateCounter<long>("ledger.indexer.blocks", "{block}", "Blocks applied.");
        events = meter.CreateCounter<long>("ledger.indexer.events", "{event}", "Events applied.");
        rollbacks = meter.CreateCounter<long>("ledger.indexer.rollbacks", "{rollback}", "Reorganisations taken back.");
        orphaned = meter.CreateCounter<long>("ledger.indexer.orphaned_blocks", "{block}", "Blocks taken back.");
        failures = meter.CreateCounter<long>("ledger.indexer.failures", "{failure}", "Failed attempts, by code.");
        audits = meter.CreateCounter<long>("ledger.indexer.audits", "{audit}", "Finalized windows read again, by result.");
        applied = meter.CreateHistogram<double>("ledger.indexer.apply", "ms", "Time to write one range.");
        meter.CreateObservableGauge("ledger.indexer.block", () => (long)(board.Current.Checkpoint?.Block ?? 0), "{block}",
            "The checkpoint.");
        meter.CreateObservableGauge("ledger.indexer.head", () => (long)(board.Current.Head ?? 0), "{block}", "The node's newest block.");
        meter.CreateObservableGauge("ledger.indexer.lag", () => (long)board.Current.Lag, "{block}", "Blocks between them.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    internal void Applied(FetchedRange range, TimeSpan took)
    {
        blocks.Add(range.Blocks.Count);
        events.Add(range.Events);
        applied.Record(took.TotalMilliseconds);
    }

    internal void RolledBack(ulong depth)
    {
        rollbacks.Add(1);
        orphaned.Add((long)depth);
    }

    internal void Failed(string code) => failures.Add(1, new KeyValuePair<string, object?>("code", code));

    internal void Audited(bool equal) => audits.Add(1, new KeyValuePair<string, object?>("result", equal ? "equal" : "different"));
}
