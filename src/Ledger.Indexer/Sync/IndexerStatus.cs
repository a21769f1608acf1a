namespace Ledger.Indexer.Sync;

/// <summary>What the indexer is doing.</summary>
public enum IndexerState
{
    /// <summary>Not connected yet.</summary>
    Starting,

    /// <summary>Another indexer writes this database; this one takes over when it ends.</summary>
    Waiting,

    /// <summary>Behind the node's head.</summary>
    CatchingUp,

    /// <summary>At the node's head.</summary>
    Following,

    /// <summary>Something failed and is tried again.</summary>
    Retrying,

    /// <summary>Stopped by something that only a person can decide; see the problem.</summary>
    Stopped,
}

/// <summary>A moment of the indexer's life.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Checkpoint">How far the projections reach; null before the first look.</param>
/// <param name="Head">The node's newest block; null before the first answer.</param>
/// <param name="LastProgress">When the checkpoint last moved, or was last seen at the head.</param>
/// <param name="Problem">What went wrong last, null while all is well.</param>
/// <param name="ProblemCode">The code of the problem.</param>
/// <param name="Hint">What to do about it.</param>
/// <param name="AuditFailure">The finalized window whose events differ from the node's, null where none was found.</param>
public sealed record IndexerStatus(
    IndexerState State, Checkpoint? Checkpoint, ulong? Head, DateTimeOffset LastProgress, string? Problem = null,
    string? ProblemCode = null, string? Hint = null,
    string? AuditFailure = null)
{
    /// <summary>Blocks between the checkpoint and the head.</summary>
    public ulong Lag => Checkpoint is { } reached && Head > reached.Block ? Head.Value - reached.Block : 0;
}
