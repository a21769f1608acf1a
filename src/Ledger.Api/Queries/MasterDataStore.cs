using System.Collections.Frozen;
using System.Data.Common;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Queries;

/// <summary>What master data of captured documents say: which places lie within which, and what has which attributes.</summary>
public sealed class MasterDataStore
{
    private const int Most = 50_000;

    /// <summary>Answers what a query wants to know, as the matcher asks for it.</summary>
    public async Task<Func<MasterDataDemand, IReadOnlySet<string>>> ResolveAsync(DbConnection connection, IReadOnlyList<MasterDataDemand> demands)
    {
        if (demands.Count == 0) return static _ => FrozenSet<string>.Empty;
        var known = new Dictionary<MasterDataDemand, IReadOnlySet<string>>(ReferenceEqualityComparer.Instance);
        foreach (var demand in demands) known[demand] = await ReadAsync(connection, demand);
        return demand => known.TryGetValue(demand, out var found) ? found : FrozenSet<string>.Empty;
    }

    private static async Task<HashSet<string>> ReadAsync(DbConnection connection, MasterDataDemand demand)
    {
        var values = demand.Values.ToArray();
        var sql = demand.Question switch
        {
            MasterDataQuestion.Descendants => $"""
                with recursive below (uri) as (
                  select child from captured.master_child where parent {connection.IsIn("values")}
                  union select c.child from below b join captured.master_child c on c.parent = b.uri)
                select uri from below limit {Most}
                """,
            MasterDataQuestion.HasAttribute => $"select distinct uri from captured.master_attribute where name {connection.IsIn("values")} limit {Most}",
            _ => $"select distinct uri from captured.master_attribute where name = @Attribute and value {connection.IsIn("values")} limit {Most}",
        };
        return (await connection.QueryAsync<string>(sql, new { values, demand.Attribute })).ToHashSet(StringComparer.Ordinal);
    }
}
