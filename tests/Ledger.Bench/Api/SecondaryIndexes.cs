using System.Data.Common;
using Dapper;
using Npgsql;

namespace Ledger.Bench.Api;

/// <summary>Takes the indexes of the projections away, so that many rows are written fast.</summary>
internal static class SecondaryIndexes
{
    /// <summary>Drops them; returns what makes them again.</summary>
    public static async Task<IReadOnlyList<string>> DropAsync(DbConnection connection)
    {
        var isServer = connection is NpgsqlConnection;
        var indexes = (await connection.QueryAsync<(string Name, string Sql)>(isServer
            ? "select i.indexname, i.indexdef from pg_indexes i where i.schemaname = 'projection' and i.indexname not in (select conname from pg_constraint)"
            : "select name, sql from projection.sqlite_master where type = 'index' and sql is not null")).AsList();
        foreach (var (name, _) in indexes) await connection.ExecuteAsync($"drop index projection.{name}");
        return [.. indexes.Select(index => isServer ? index.Sql : index.Sql.Replace(index.Name, $"projection.{index.Name}", StringComparison.Ordinal))];
    }
}
