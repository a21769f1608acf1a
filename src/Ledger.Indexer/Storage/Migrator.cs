using System.Data.Common;
using Dapper;
using Ledger.Sdk;

namespace Ledger.Indexer.Storage;

/// <summary>Brings a schema to the newest numbered script: each script in one transaction, recorded with its checksum.</summary>
/// <remarks>Two starters at once are safe: the script's transaction takes the schema's lock first and looks again.</remarks>
public static class Migrator
{
    internal const long LockKey = 0x4c_65_64_67_65_72; // "Ledger"

    /// <summary>No bound, where 30 s are usual: a script that rewrites many rows takes minutes, and who starts meanwhile waits for it.</summary>
    private const int Unbounded = 0;

    /// <summary>Migrates both schemas.</summary>
    /// <exception cref="LedgerException">
    /// <c>schema-changed</c>: an applied script was edited. <c>schema-newer</c>: a newer program has migrated the database.
    /// </exception>
    public static async Task MigrateAsync(Database database, CancellationToken cancellationToken = default)
    {
        await MigrateAsync(database, "projection", cancellationToken);
        await MigrateAsync(database, "captured", cancellationToken);
    }

    /// <summary>Migrates one schema, <c>projection</c> or <c>captured</c>.</summary>
    /// <exception cref="LedgerException">As the other overload.</exception>
    public static async Task MigrateAsync(Database database, string schema, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(AccessTo(schema), cancellationToken);
        await PrepareAsync(connection, database.Dialect, schema, cancellationToken);
        var scripts = Script.Of(schema);
        var applied = (await connection.QueryAsync<(int Number, string Checksum)>($"select number, checksum from {schema}.migration")).ToHashSet();
        RefuseNewer(applied.Max(script => (int?)script.Number) ?? 0, schema, scripts);
        foreach (var script in scripts.Where(script => !applied.Contains((script.Number, script.Checksum))))
            await ApplyAsync(connection, database.Dialect, schema, script, cancellationToken);
    }

    /// <summary>Drops every projection and creates the tables anew, empty. Captured documents are never touched.</summary>
    public static async Task RecreateProjectionAsync(Database database, CancellationToken cancellationToken = default)
    {
        await using (var connection = await database.OpenAsync(Access.Projection, cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (database.Dialect == Dialect.PostgreSql)
            {
                await connection.ExecuteAsync($"select pg_advisory_xact_lock({LockKey}); drop schema if exists projection cascade", commandTimeout: Unbounded);
            }
            else
            {
                var tables = await connection.QueryAsync<string>("select name from projection.sqlite_master where type = 'table' and name not like 'sqlite_%'");
                foreach (var table in tables) await connection.ExecuteAsync($"drop table projection.\"{table}\"");
            }
            await transaction.CommitAsync(cancellationToken);
        }
        await MigrateAsync(database, "projection", cancellationToken);
    }

    private static Access AccessTo(string schema) => schema switch
    {
        "projection" => Access.Projection,
        "captured" => Access.Captured,
        _ => throw new ArgumentException($"There is no schema '{schema}'.", nameof(schema)),
    };

    private static async Task PrepareAsync(DbConnection connection, Dialect dialect, string schema, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (dialect == Dialect.PostgreSql)
            await connection.ExecuteAsync($"select pg_advisory_xact_lock({LockKey}); create schema if not exists {schema}",
                transaction: transaction, commandTimeout: Unbounded);
        await connection.ExecuteAsync(
            $"create table if not exists {schema}.migration (number integer primary key, name text not null, checksum text not null)",
            transaction: transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private static void RefuseNewer(int newest, string schema, IReadOnlyList<Script> scripts)
    {
        if (newest > (scripts.Count == 0 ? 0 : scripts[^1].Number))
            throw new LedgerException("schema-newer",
            $"Script {newest:000} of schema {schema} is unknown here: a newer program has migrated the database.",
                "Start the newer version, or restore a backup from before the upgrade.");
    }

    private static async Task ApplyAsync(
        DbConnection connection, Dialect dialect, string schema, Script script, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (dialect == Dialect.PostgreSql) await connection.ExecuteAsync($"select pg_advisory_xact_lock({LockKey})",
            transaction: transaction, commandTimeout: Unbounded);
        var applied = await connection.ExecuteScalarAsync<string?>(
            $"select checksum from {schema}.migration where number = @Number", new { script.Number }, transaction);
        if (applied is not null && applied != script.Checksum)
            throw new LedgerException("schema-changed",
            $"Script {script.Number:000}_{schema}_{script.Name} was edited after it was applied.",
                schema == "projection" ? "Projections can be made anew: run `rebuild`."
                : "These captured documents were written by another version: start that one, or begin with an empty database.");
        if (applied is null)
        {
            await connection.ExecuteAsync(script.For(dialect), transaction: transaction, commandTimeout: Unbounded);
            await connection.ExecuteAsync(
                $"insert into {schema}.migration (number, name, checksum) values (@Number, @Name, @Checksum)",
                new { script.Number, script.Name, script.Checksum }, transaction);
        }
        await transaction.CommitAsync(cancellationToken);
    }
}
