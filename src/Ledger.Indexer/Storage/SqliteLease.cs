using Microsoft.Data.Sqlite;

namespace Ledger.Indexer.Storage;

/// <summary>A pooled connection: disposing it hands it back, attachments and prepared statements kept.</summary>
/// <remarks>The provider's own pool refuses in-memory main databases, and knows nothing of attached files.</remarks>
internal sealed class SqliteLease(SqliteFolder pool, Access access)
    : SqliteConnection("Data Source=file::memory:;Pooling=False;Default Timeout=30")
{
    private readonly Dictionary<ReadBatch, SqliteCommand> prepared = [];
    private int lent;

    public Access Access { get; } = access;

    public SqliteLease Lend()
    {
        Volatile.Write(ref lent, 1);
        return this;
    }

    /// <summary>The command of a batch, kept with its prepared statements for the next time.</summary>
    public SqliteCommand Prepared(ReadBatch batch, object[] values)
    {
        if (!prepared.TryGetValue(batch, out var command))
        {
            prepared[batch] = command = CreateCommand();
            command.CommandText = batch.Sql;
            foreach (var name in batch.Parameters) command.Parameters.AddWithValue("@" + name, null);
        }
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
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
