using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Queries;

/// <summary>A query under a name.</summary>
/// <param name="Name">Its name: one for all parties.</param>
/// <param name="Party">Who made it, and alone may delete it. Whoever runs it sees what it may see itself.</param>
/// <param name="Json">The query as it was given.</param>
/// <param name="Query">What it demands.</param>
public sealed record NamedQuery(string Name, PartyId Party, string Json, EventQuery Query);

/// <summary>Queries under names (EPCIS 2.0, 8.2.5).</summary>
public static class NamedQueries
{
    /// <summary>The standard's own query, whose parameters come with each request: clients know it by this name, and nobody can give the name to another.</summary>
    public const string Simple = "SimpleEventQuery";

    /// <summary>The query of a name; null where there is none.</summary>
    public static async Task<NamedQuery?> FindAsync(DbConnection connection, string name)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>("select name, party, query, prefixes from captured.named_query where name = @name", new { name });
        return row is null ? null : Read(row);
    }

    /// <summary>The queries in the order of their names, behind one of them.</summary>
    public static async Task<IReadOnlyList<NamedQuery>> ListAsync(DbConnection connection, string after, int count) =>
        [.. (await connection.QueryAsync<Row>("select name, party, query, prefixes from captured.named_query where name > @after order by name limit @count", new { after, count })).Select(Read)];

    /// <summary>Keeps a query; false if the name is taken, or the standard's.</summary>
    public static async Task<bool> AddAsync(DbConnection connection, string name, PartyId party, string query, IReadOnlyDictionary<string, string> prefixes, DateTimeOffset now) =>
        name != Simple && await connection.ExecuteAsync("""
            insert into captured.named_query (name, party, query, prefixes, created) values (@name, @party, @query, @prefixes, @now) on conflict (name) do nothing
            """, new { name, party = party.Value, query, prefixes = JsonSerializer.Serialize(prefixes), now = now.ToUnixTimeMilliseconds() }) > 0;

    /// <summary>Deletes a query of a party; false if it has none of this name.</summary>
    public static async Task<bool> DeleteAsync(DbConnection connection, string name, PartyId party) =>
        await connection.ExecuteAsync("delete from captured.named_query where name = @name and party = @party", new { name, party = party.Value }) > 0;

    private static NamedQuery Read(Row row)
    {
        using var json = JsonDocument.Parse(row.Query);
        return new NamedQuery(row.Name, new PartyId(row.Party), row.Query, EventQuery.Parse(json.RootElement, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Prefixes)));
    }

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public ulong Party { get; init; }

        public string Query { get; init; } = "";

        public string Prefixes { get; init; } = "";
    }
}
