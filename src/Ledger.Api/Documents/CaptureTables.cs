using System.Data.Common;
using Ledger.Sdk.Ethereum;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ledger.Api.Documents;

/// <summary>Looks up and writes events in a running transaction, many at a time, as fast as the engine allows.</summary>
internal abstract class CaptureTables : IDisposable
{
    /// <summary>The writer for a connection's engine.</summary>
    public static CaptureTables On(DbConnection connection) =>
        connection is NpgsqlConnection server ? new PostgresCaptureTables(server) : new SqliteCaptureTables((SqliteConnection)connection);

    /// <summary>Those of the events that are stored already.</summary>
    public abstract Task<Dictionary<Hash32, KnownEvent>> FindAsync(IReadOnlyList<Hash32> keys);

    /// <summary>Stores events with what they can be found by.</summary>
    public abstract Task InsertAsync(IReadOnlyList<EventRow> rows);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
