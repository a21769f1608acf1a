using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ledger.Indexer.Storage;

/// <summary>The bulk writer for a connection's engine.</summary>
public static class BulkWriter
{
    /// <summary>A writer in the connection's running transaction. Where it can be disposed, do so before the connection.</summary>
    public static IBulkWriter On(DbConnection connection) =>
        connection is NpgsqlConnection server ? new PostgresBulkWriter(server) : new SqliteBulkWriter((SqliteConnection)connection);
}
