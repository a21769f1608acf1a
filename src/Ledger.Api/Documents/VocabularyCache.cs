using System.Data.Common;
using Dapper;

namespace Ledger.Api.Documents;

/// <summary>The ids of contexts and of values that many events share. Used by one writer at a time.</summary>
internal sealed class VocabularyCache
{
    private const int Most = 100_000;

    private readonly Dictionary<(int Kind, string Value), int> known = [];
    private readonly List<(int Kind, string Value, int Id)> added = [];

    /// <summary>The id of a context.</summary>
    public Task<int> ContextAsync(DbConnection connection, string json) => FindAsync(connection, 0, json);

    /// <summary>The id of a value; null for none.</summary>
    public async ValueTask<int?> FindAsync(DbConnection connection, VocabularyKind kind, string? value) =>
        value is null ? null : known.TryGetValue(((int)kind, value), out var id) ? id : await FindAsync(connection, (int)kind, value);

    /// <summary>What was added is there to stay: the transaction was committed.</summary>
    public void Keep()
    {
        added.Clear();
        if (known.Count > Most) known.Clear();
    }

    /// <summary>What was added is gone: the transaction was not committed.</summary>
    public void Forget()
    {
        foreach (var (kind, value, _) in added) known.Remove((kind, value));
        added.Clear();
    }

    private async Task<int> FindAsync(DbConnection connection, int kind, string value)
    {
        if (known.TryGetValue((kind, value), out var id)) return id;
        id = kind == 0
            ? await connection.ExecuteScalarAsync<int?>("select id from captured.context where json = @value", new { value })
                ?? await connection.ExecuteScalarAsync<int>("insert into captured.context (json) values (@value) returning id", new { value })
            : await connection.ExecuteScalarAsync<int?>("select id from captured.vocabulary where kind = @kind and value = @value", new { kind, value })
                ?? await connection.ExecuteScalarAsync<int>("insert into captured.vocabulary (kind, value) values (@kind, @value) returning id", new { kind, value });
        known[(kind, value)] = id;
        added.Add((kind, value, id));
        return id;
    }
}
