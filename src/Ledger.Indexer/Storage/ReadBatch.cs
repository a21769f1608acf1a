using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Ledger.Indexer.Storage;

/// <summary>Statements that are sent together and stay prepared on their connection: one round trip, and nothing to parse or plan again.</summary>
/// <remarks>Keep one in a static field. Statements end with semicolons, name parameters <c>@name</c>, and hold neither in a text of theirs.</remarks>
public sealed partial class ReadBatch
{
    private readonly (string Sql, int[] Parameters)[] statements;
    private readonly ConcurrentDictionary<(int Statement, Dialect Dialect), Delegate> parsers = new();

    /// <summary>Reads the statements; nothing is connected yet.</summary>
    /// <param name="sql">What is asked.</param>
    /// <param name="parameters">The names that it uses, without their <c>@</c>, in the order of their values.</param>
    /// <exception cref="ArgumentException">The text uses a parameter that is not named.</exception>
    public ReadBatch(string sql, params string[] parameters)
    {
        (Sql, Parameters) = (sql, parameters);
        statements = [.. sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Numbered)];
    }

    internal string Sql { get; }

    internal string[] Parameters { get; }

    /// <summary>Sends all of it.</summary>
    /// <param name="connection">Of a <see cref="Database"/>.</param>
    /// <param name="values">Of the parameters, in their order: <c>long</c> or <c>byte[]</c>.</param>
    /// <param name="last">Nothing more is read in the transaction: PostgreSQL ends it with the same message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="DbException">The database cannot be read.</exception>
    public async Task<ReadAnswers> ExecuteAsync(DbConnection connection, object[] values, bool last = false, CancellationToken cancellationToken = default)
    {
        if (values.Length != Parameters.Length) throw new ArgumentException($"There are {Parameters.Length} parameters, not {values.Length}.", nameof(values));
        if (connection is SqliteLease lease) return new ReadAnswers(this, Dialect.Sqlite, await lease.Prepared(this, values).ExecuteReaderAsync(cancellationToken), null);
        var batch = new NpgsqlBatch((NpgsqlConnection)connection);
        foreach (var (sql, uses) in statements) batch.BatchCommands.Add(Command(sql, uses, values));
        if (last) batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        return new ReadAnswers(this, Dialect.PostgreSql, await batch.ExecuteReaderAsync(cancellationToken), batch);
    }

    /// <summary>Reads a row of a statement into <typeparamref name="T"/> as Dapper does; made from the first row that there is, since SQLite knows
    /// the types of rows only.</summary>
    internal Func<DbDataReader, T> Parser<T>(int statement, Dialect dialect, DbDataReader reader) =>
        (Func<DbDataReader, T>)parsers.GetOrAdd((statement, dialect), static (_, row) => row.GetRowParser<T>(), reader);

    private static NpgsqlBatchCommand Command(string sql, int[] uses, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var use in uses)
            command.Parameters.Add(values[use] is long number ? new NpgsqlParameter<long> { TypedValue = number } : new NpgsqlParameter<byte[]> { TypedValue = (byte[])values[use] });
        return command;
    }

    /// <summary>The statement with the places of its parameters, as PostgreSQL has them.</summary>
    private (string Sql, int[] Parameters) Numbered(string statement)
    {
        var uses = new List<int>();
        var sql = NamePattern().Replace(statement, match =>
        {
            var parameter = Array.IndexOf(Parameters, match.Groups[1].Value);
            if (parameter < 0) throw new ArgumentException($"The parameter {match.Value} has no value.");
            if (!uses.Contains(parameter)) uses.Add(parameter);
            return $"${uses.IndexOf(parameter) + 1}";
        });
        return (sql, [.. uses]);
    }

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex NamePattern();
}

/// <summary>The rows of the statements of a <see cref="ReadBatch"/>, to be read one statement after the other.</summary>
public sealed class ReadAnswers : IAsyncDisposable
{
    private readonly ReadBatch batch;
    private readonly Dialect dialect;
    private readonly DbDataReader reader;
    private readonly NpgsqlBatch? sent;
    private int statement;

    internal ReadAnswers(ReadBatch batch, Dialect dialect, DbDataReader reader, NpgsqlBatch? sent) =>
        (this.batch, this.dialect, this.reader, this.sent) = (batch, dialect, reader, sent);

    /// <summary>All rows of the next statement.</summary>
    public async Task<List<T>> RowsAsync<T>()
    {
        var rows = new List<T>();
        Func<DbDataReader, T>? parse = null;
        while (await reader.ReadAsync()) rows.Add((parse ??= batch.Parser<T>(statement, dialect, reader))(reader));
        await reader.NextResultAsync();
        statement++;
        return rows;
    }

    /// <summary>The first row of the next statement; the default where there is none.</summary>
    public async Task<T?> FirstAsync<T>() => await RowsAsync<T>() is [var first, ..] ? first : default;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        if (sent is not null) await sent.DisposeAsync();
    }
}
