using System.Data.Common;
using Dapper;

namespace Ledger.Api.Documents;

/// <summary>The ids of contexts and of values that many events share. Used by one writer at a time.</summary>
internal sealed class VocabularyCache
{
    private const int Most = 100_000;

    private readonly Dictionary<(int Kind, string Value), int> known = [];
    private readonly Dictionary<(int First, int Second), int> pairs = [];

    /// <summary>The id of a context.</summary>
    public ValueTask<int> ContextAsync(DbConnection connection, string json) => known.TryGetValue((0, json), out var id) ? new ValueTask<int>(id) : new ValueTask<int>(FindAsync(connection, 0, json));

    /// <summary>The id of a value; null for none.</summary>
    public ValueTask<int?> FindAsync(DbConnection connection, VocabularyKind kind, string? value) =>
        value is null ? default : known.TryGetValue(((int)kind, value), out var id) ? new ValueTask<int?>(id) : AddAsync(connection, kind, value);

    /// <summary>The id of a pair of values (<see cref="VocabularyPair"/>); null where both are missing.</summary>
    public async ValueTask<int?> PairAsync(DbConnection connection, (VocabularyKind Kind, string? Value) first, (VocabularyKind Kind, string? Value) second)
    {
        var pair = (await FindAsync(connection, first.Kind, first.Value) ?? 0, await FindAsync(connection, second.Kind, second.Value) ?? 0);
        if (pair is (0, 0)) return null;
        return pairs.TryGetValue(pair, out var id) ? id : await AddAsync(connection, pair);
    }

    /// <summary>Forgets all: a transaction was not committed, and what it added is gone.</summary>
    public void Clear()
    {
        known.Clear();
        pairs.Clear();
    }

    /// <summary>Forgets all where it has grown large. Not while another transaction is about to be committed.</summary>
    public void KeepSmall()
    {
        if (known.Count + pairs.Count > Most) Clear();
    }

    private async Task<int> AddAsync(DbConnection connection, (int First, int Second) pair) =>
        pairs[pair] = await connection.ExecuteScalarAsync<int?>("select id from captured.vocabulary_pair where first = @First and second = @Second", new { pair.First, pair.Second })
            ?? await connection.ExecuteScalarAsync<int>("insert into captured.vocabulary_pair (first, second) values (@First, @Second) returning id", new { pair.First, pair.Second });

    private async ValueTask<int?> AddAsync(DbConnection connection, VocabularyKind kind, string value) => await FindAsync(connection, (int)kind, value);

    private async Task<int> FindAsync(DbConnection connection, int kind, string value)
    {
        if (known.TryGetValue((kind, value), out var id)) return id;
        id = kind == 0
            ? await connection.ExecuteScalarAsync<int?>("select id from captured.context where json = @value", new { value })
                ?? await connection.ExecuteScalarAsync<int>("insert into captured.context (json) values (@value) returning id", new { value })
            : await connection.ExecuteScalarAsync<int?>("select id from captured.vocabulary where kind = @kind and value = @value", new { kind, value })
                ?? await connection.ExecuteScalarAsync<int>("insert into captured.vocabulary (kind, value) values (@kind, @value) returning id", new { kind, value });
        return known[(kind, value)] = id;
    }
}
