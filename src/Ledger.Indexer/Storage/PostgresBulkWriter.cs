using Npgsql;
using NpgsqlTypes;

namespace Ledger.Indexer.Storage;

/// <summary>COPY for new rows, one statement over arrays (<c>unnest</c>) for everything else.</summary>
internal sealed class PostgresBulkWriter(NpgsqlConnection connection) : IBulkWriter
{
    public async Task InsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table.Name} ({table.Names}) from stdin (format binary)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Length; i++)
            {
                switch (row[i])
                {
                    case null: await copy.WriteNullAsync(cancellationToken); break;
                    case long number: await copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken); break;
                    case byte[] bytes: await copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken); break;
                    default: await copy.WriteAsync((string)row[i]!, NpgsqlDbType.Text, cancellationToken); break;
                }
            }
        }
        await copy.CompleteAsync(cancellationToken);
    }

    public Task UpsertAsync(TableShape table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) =>
        RunAsync(
            $"insert into {table.Name} ({table.Names}) select {table.Names} from {Source(table.Columns)} on conflict ({table.KeyNames}) do update set "
            + string.Join(", ", table.Columns.Skip(table.Keys).Select(column => $"{column.Name} = excluded.{column.Name}")),
            table.Columns, rows, cancellationToken);

    public Task DeleteAsync(TableShape table, IReadOnlyList<object?[]> keys, CancellationToken cancellationToken)
    {
        var columns = table.Columns[..table.Keys];
        return RunAsync($"delete from {table.Name} target using {Source(columns)} where {Matches(columns)}", columns, keys, cancellationToken);
    }

    public Task CloseAsync(TableShape table, int matched, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        var set = table.Columns.Skip(matched).Select(column => $"{column.Name} = source.{column.Name}");
        return RunAsync(
            $"update {table.Name} target set {string.Join(", ", set)} from {Source(table.Columns)} "
            + $"where {Matches(table.Columns.Take(matched))} and target.{table.Columns[matched].Name} is null",
            table.Columns, rows, cancellationToken);
    }

    public async Task<List<object?[]>> LoadAsync(TableShape table, IReadOnlyList<object> keys, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>(keys.Count);
        if (keys.Count == 0) return rows;
        await using var command = new NpgsqlCommand($"select {table.Names} from {table.Name} where {table.Columns[0].Name} = any($1)", connection);
        command.Parameters.Add(Array(table.Columns[0], keys.Count, index => keys[index]));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[table.Columns.Length];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }

    private static string Source(IReadOnlyCollection<Column> columns) =>
        $"unnest({string.Join(", ", columns.Select((_, index) => $"${index + 1}"))}) as source ({string.Join(", ", columns.Select(column => column.Name))})";

    private static string Matches(IEnumerable<Column> columns) =>
        string.Join(" and ", columns.Select(column => $"target.{column.Name} = source.{column.Name}"));

    private static NpgsqlParameter Array(Column column, int count, Func<int, object?> value)
    {
        switch (column.Type)
        {
            case ColumnType.Number:
                var numbers = new long?[count];
                for (var i = 0; i < count; i++) numbers[i] = (long?)value(i);
                return new NpgsqlParameter { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
            case ColumnType.Blob:
                var blobs = new byte[]?[count];
                for (var i = 0; i < count; i++) blobs[i] = (byte[]?)value(i);
                return new NpgsqlParameter { Value = blobs, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
            default:
                var texts = new string?[count];
                for (var i = 0; i < count; i++) texts[i] = (string?)value(i);
                return new NpgsqlParameter { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
        }
    }

    private async Task RunAsync(string sql, Column[] columns, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        await using var command = new NpgsqlCommand(sql, connection);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = i;
            command.Parameters.Add(Array(columns[i], rows.Count, row => rows[row][column]));
        }
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
