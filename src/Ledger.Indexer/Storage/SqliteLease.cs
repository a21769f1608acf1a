using Microsoft.Data.Sqlite;

namespace Ledger.Indexer.Storage;

/// <summary>A pooled connection: disposing it hands it back, attachments and prepared statements kept.</summary>
/// <remarks>The provider's own pool refuses in-memory main databases, and knows nothing of attached files.</remarks>
internal sealed class SqliteLease(SqliteFolder pool, Access access)
    : SqliteConnection("Data Source=file::memory:;Pooling=False;Default Timeout=30")
{
    private int lent;

    public Access Access { get; } = access;

    public SqliteLease Lend()
    {
        Volatile.Write(ref lent, 1);
        return this;
    }

    /// <summary>Really closes it.</summary>
    public void Discard()
    {
        Volatile.Write(ref lent, 0);
        base.Dispose(true);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            base.Dispose(false);
            return;
        }
        if (Interlocked.Exchange(ref lent, 0) == 0) return;
        if (State == System.Data.ConnectionState.Open)
        {
            Transaction?.Dispose();
            if (pool.Return(this)) return;
        }
        base.Dispose(true);
    }
}
