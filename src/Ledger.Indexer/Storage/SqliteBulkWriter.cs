using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ledger.Indexer.Storage;

/// <summary>Prepared statements on the raw handle: the provider's parameters cost more than the insert itself.</summary>
internal sealed class SqliteBulkWriter(SqliteConnection connection) : IBulkWriter, IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> prepared = [];

    public Task InsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) =>
        RunAll($"insert into {table.Name} ({table.Names}) values ({Marks(table.Columns.Length)})", rows, cancellationToken);

    public Task UpsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) =>
        RunAll($"insert into {table.Name} ({table.Names}) values ({Marks(table.Columns.Length)}) on conflict ({table.KeyNames}) do update set "
            + string.Join(", ", table.Columns.Skip(table.Keys).Select(column => $"{column.Name} = excluded.{column.Name}")), rows, cancellationToken);

    public Task DeleteAsync(TableShape table, IReadOnlyList<object?[]> keys, CancellationToken cancellationToken) =>
        RunAll($"delete from {table.Name} where " + Matches(table.Columns.Take(table.Keys)), keys, cancellationToken);

    public Task CloseAsync(TableShape table, int matched, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        var set = table.Columns.Skip(matched).Select((column, index) => $"{column.Name} = ?{matched + index + 1}");
        return RunAll(
            $"update {table.Name} set {string.Join(", ", set)} where {Matches(table.Columns.Take(matched))} and {table.Columns[matched].Name} is null",
            rows, cancellationToken);
    }

    public Task<List<object?[]>> LoadAsync(TableShape table, IReadOnlyList<object> keys, CancellationToken cancellationToken)
    {
        var statement = Prepare($"select {table.Names} from {table.Name} where {table.Columns[0].Name} = ?1");
        var rows = new List<object?[]>(keys.Count);
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Bind(statement, 1, key);
            while (Step(statement) == raw.SQLITE_ROW) rows.Add(Read(statement, table.Columns));
            raw.sqlite3_reset(statement);
        }
        return Task.FromResult(rows);
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values) raw.sqlite3_finalize(statement);
        prepared.Clear();
    }

    private static string Marks(int count) => string.Join(", ", Enumerable.Range(1, count).Select(number => $"?{number}"));

    private static string Matches(IEnumerable<Column> columns) =>
        string.Join(" and ", columns.Select((column, index) => $"{column.Name} = ?{index + 1}"));

    private static void Bind(sqlite3_stmt statement, int index, object? value) => _ = value switch
    {
        null => raw.sqlite3_bind_null(statement, index),
        long number => raw.sqlite3_bind_int64(statement, index, number),
        byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
        string text => raw.sqlite3_bind_text(statement, index, text),
        _ => throw new ArgumentException($"No column holds a {value.GetType().Name}.", nameof(value)),
    };

    private static object?[] Read(sqlite3_stmt statement, Column[] columns)
    {
        var row = new object?[columns.Length];
        for (var i = 0; i < row.Length; i++)
        {
            if (raw.sqlite3_column_type(statement, i) == raw.SQLITE_NULL) continue;
            row[i] = columns[i].Type switch
            {
                ColumnType.Number => raw.sqlite3_column_int64(statement, i),
                ColumnType.Blob => raw.sqlite3_column_blob(statement, i).ToArray(),
                _ => raw.sqlite3_column_text(statement, i).utf8_to_string(),
            };
        }
        return row;
    }

    private Task RunAll(string sql, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return Task.CompletedTask;
        var statement = Prepare(sql);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) Bind(statement, i + 1, row[i]);
            Step(statement);
            raw.sqlite3_reset(statement);
        }
        return Task.CompletedTask;
    }

    private int Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result is raw.SQLITE_DONE or raw.SQLITE_ROW) return result;
        var message = raw.sqlite3_errmsg(connection.Handle).utf8_to_string();
        raw.sqlite3_reset(statement);
        throw new SqliteException($"SQLite Error {result}: '{message}'.", result);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        if (prepared.TryGetValue(sql, out var known)) return known;
        var result = raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement);
        if (result != raw.SQLITE_OK)
            throw new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(connection.Handle).utf8_to_string()}' in {sql}", result);
        return prepared[sql] = statement;
    }
}
