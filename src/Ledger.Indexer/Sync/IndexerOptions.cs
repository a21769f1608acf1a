using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Sync;

/// <summary>What to index, and how patiently.</summary>
public sealed record IndexerOptions
{
    /// <summary>Address of the node: http, https, ws or wss.</summary>
    public required string RpcUrl { get; init; }

    /// <summary>The deployment to project.</summary>
    public required DeploymentManifest Manifest { get; init; }

    /// <summary>The wait between two looks at the node while nothing is new.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The wait after a failure; it doubles up to <see cref="MaxBackoff"/> while failures go on.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait after a failure.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without progress for longer, although the node has newer blocks or cannot be asked, the indexer is unhealthy.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Blocks of the first range.</summary>
    public ulong FirstRange { get; init; } = RangeSizer.First;

    /// <summary>Most blocks of a range.</summary>
    public ulong MaxRange { get; init; } = RangeSizer.Most;

    /// <summary>How often a finalized window is read again and compared.</summary>
    public TimeSpan AuditInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often final blocks are looked through for what became due.</summary>
    public TimeSpan MaturityInterval { get; init; } = TimeSpan.FromSeconds(5);
}
