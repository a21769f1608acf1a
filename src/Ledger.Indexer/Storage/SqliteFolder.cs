using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Ledger.Indexer.Storage;

/// <summary>A folder with <c>projection.db</c> and <c>captured.db</c>, and a pool of connections for each kind of access.</summary>
internal sealed class SqliteFolder(string path) : IDisposable
{
    private const int Pooled = 16;

    private readonly ConcurrentDictionary<Access, ConcurrentBag<SqliteLease>> idle = new();
    private readonly Lock preparing = new();
    private volatile bool prepared;
    private volatile bool disposed;

    public string Path { get; } = path;

    public SqliteLease Open(Access access)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Prepare();
        if (idle.GetOrAdd(access, _ => []).TryTake(out var waiting)) return waiting.Lend();
        var connection = new SqliteLease(this, access);
        try
        {
            connection.Open();
            Configure(connection, access);
        }
        catch
        {
            connection.Discard();
            throw;
        }
        return connection.Lend();
    }

    /// <summary>Takes a connection back; false where the pool is full or closed, so that the caller closes it.</summary>
    public bool Return(SqliteLease connection)
    {
        var bag = idle.GetOrAdd(connection.Access, _ => []);
        if (disposed || bag.Count >= Pooled) return false;
        bag.Add(connection);
        return true;
    }

    public void Dispose()
    {
        disposed = true;
        foreach (var bag in idle.Values)
            while (bag.TryTake(out var connection)) connection.Discard();
    }

    /// <summary>Creates folder and files in write-ahead mode, which a read-only attachment cannot do.</summary>
    private void Prepare()
    {
        if (prepared) return;
        lock (preparing)
        {
            if (prepared) return;
            SqliteLibrary.UseSystem();
            Directory.CreateDirectory(Path);
            foreach (var schema in (string[])["projection", "captured"])
            {
                using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
                {
                    DataSource = System.IO.Path.Combine(Path, schema + ".db"),
                    Pooling = false,
                }.ConnectionString);
                connection.Open();
                Run(connection, "pragma busy_timeout = 10000; pragma journal_mode = wal");
            }
            prepared = true;
        }
    }

    private void Configure(SqliteConnection connection, Access access)
    {
        Attach(connection, "projection", writable: access == Access.Projection);
        Attach(connection, "captured", writable: access == Access.Captured);
        Run(connection, """
            pragma busy_timeout = 10000;
            pragma projection.synchronous = normal;
            pragma captured.synchronous = full;
            pragma projection.cache_size = -16000;
            pragma captured.cache_size = -8000;
            pragma temp_store = memory
            """);
        // Capture writes all over its indexes: with a small cache, or a small log, each page would be read and written many times.
        if (access == Access.Captured) Run(connection, "pragma captured.cache_size = -65536; pragma wal_autocheckpoint = 16384");
    }

    private void Attach(SqliteConnection connection, string schema, bool writable)
    {
        var uri = new Uri(System.IO.Path.Combine(Path, schema + ".db")).AbsoluteUri + (writable ? "?mode=rw" : "?mode=ro");
        using var command = connection.CreateCommand();
        command.CommandText = $"attach database @uri as {schema}";
        command.Parameters.AddWithValue("@uri", uri);
        command.ExecuteNonQuery();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
