using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Sync;

/// <summary>The right to write projections: one indexer of a database has it, the others wait until it ends, however it ends.</summary>
/// <remarks>
/// PostgreSQL: an advisory lock of the very session that writes, so that who loses the lock cannot write. SQLite: the
/// operating system's lock on a file, which it releases when the process dies. Either way each transaction also checks
/// that the checkpoint is the one it read.
/// </remarks>
internal sealed class WriterLock : IAsyncDisposable
{
    private const long Key = 0x4c_64_67_72_49_64_78; // "LdgrIdx"

    private readonly FileStream? file;

    private WriterLock(DbConnection connection, FileStream? file)
    {
        Connection = connection;
        this.file = file;
    }

    /// <summary>The connection that writes.</summary>
    public DbConnection Connection { get; }

    /// <summary>Takes the lock, or null where another indexer has it.</summary>
    public static async Task<WriterLock?> TryTakeAsync(Database database, CancellationToken cancellationToken)
    {
        if (database.Folder is { } folder)
        {
            if (TryOpen(folder) is not { } file) return null;
            try
            {
                return new WriterLock(await database.OpenAsync(Access.Projection, cancellationToken), file);
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        }
        var connection = await database.OpenAsync(Access.Projection, cancellationToken);
        try
        {
            if (await connection.ExecuteScalarAsync<bool>($"select pg_try_advisory_lock({Key})")) return new WriterLock(connection, null);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // A session that goes back to the pool keeps its lock unless it is told to let go.
        try
        {
            if (file is null && Connection.State == System.Data.ConnectionState.Open)
                await Connection.ExecuteAsync("select pg_advisory_unlock_all()");
        }
        catch (DbException)
        {
            // The session is gone, and the lock with it.
        }
        await Connection.DisposeAsync();
        if (file is not null) await file.DisposeAsync();
    }

    private static FileStream? TryOpen(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, "indexer.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
