using System.Data.Common;
using Ledger.Sdk;

namespace Ledger.Indexer.Sync;

/// <summary>Where the loop writes its status and everybody else reads it.</summary>
public sealed class StatusBoard(TimeProvider time)
{
    private readonly Lock writing = new();
    private volatile IndexerStatus current = new(IndexerState.Starting, null, null, time.GetUtcNow());

    /// <summary>The status now.</summary>
    public IndexerStatus Current => current;

    internal void Waiting() => Change(status => status with
    {
        State = IndexerState.Waiting,
        Problem = null,
        ProblemCode = null,
        Hint = null,
    });

    internal void Saw(ulong head, Checkpoint checkpoint) => Change(status => status with
    {
        State = head > checkpoint.Block ? IndexerState.CatchingUp : IndexerState.Following,
        Checkpoint = checkpoint,
        Head = head,
        LastProgress = head > checkpoint.Block && status.Checkpoint == checkpoint ? status.LastProgress : time.GetUtcNow(),
    });

    internal void Reached(Checkpoint checkpoint) => Change(status => status with
    {
        State = status.Head > checkpoint.Block ? IndexerState.CatchingUp : IndexerState.Following,
        Checkpoint = checkpoint,
        LastProgress = time.GetUtcNow(),
        Problem = null,
        ProblemCode = null,
        Hint = null,
    });

    internal void Failed(Exception failure, bool final) => Change(status => status with
    {
        State = final ? IndexerState.Stopped : IndexerState.Retrying,
        Problem = failure.Message,
        ProblemCode = CodeOf(failure),
        Hint = (failure as LedgerException)?.Hint,
    });

    internal void Audited(string? failure) => Change(status => status with { AuditFailure = failure ?? status.AuditFailure });

    internal void Restarted() => Change(status => new IndexerStatus(IndexerState.Starting, null, status.Head, time.GetUtcNow()));

    internal static string CodeOf(Exception failure) => failure switch
    {
        LedgerException known => known.Code,
        DbException => "database-unavailable",
        _ => "internal-error",
    };

    private void Change(Func<IndexerStatus, IndexerStatus> change)
    {
        lock (writing) current = change(current);
    }
}
