using System.Data.Common;
using System.Text;
using Dapper;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>Lenders' policies, every version of them.</summary>
public sealed class PolicyStore(Database database, CurrentDeployment deployment, TimeProvider time)
{
    private byte[] Chain => deployment.Key.ToArray();

    /// <summary>Keeps a policy; one that is the newest version already is not kept again. Returns the version, and whether it is new.</summary>
    public async Task<(PolicyVersion Version, bool IsNew)> PutAsync(PartyId lender, LenderPolicy policy)
    {
        var document = Encoding.UTF8.GetString(policy.ToJson());
        await using var connection = await database.OpenAsync(Access.Captured);
        while (true)
        {
            var newest = await NewestAsync(connection, lender, policy.Name);
            if (newest?.Document == document) return (newest.ToVersion(), false);
            var row = new Row { Version = (newest?.Version ?? 0) + 1, Document = document, Created = time.GetUtcNow().ToUnixTimeSeconds() };
            var added = await connection.ExecuteAsync("""
                insert into captured.lender_policy (chain, lender, name, version, document, created) values (@Chain, @lender, @Name, @Version, @Document, @Created)
                on conflict do nothing
                """, new { Chain, lender = lender.Value, policy.Name, row.Version, row.Document, row.Created });
            if (added == 1) return (row.ToVersion(), true);
        }
    }

    /// <summary>The newest version of each policy, or all versions of one, newest first.</summary>
    public async Task<IReadOnlyList<PolicyVersion>> ListAsync(DbConnection connection, PartyId lender, string? name)
    {
        var rows = await connection.QueryAsync<Row>("""
            select version, document, created from captured.lender_policy p
            where chain = @Chain and lender = @lender and (name = @name or (@name is null and version =
              (select max(version) from captured.lender_policy q where q.chain = p.chain and q.lender = p.lender and q.name = p.name)))
            order by name, version desc limit 1000
            """, new { Chain, lender = lender.Value, name });
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>The newest version of a policy; null where there is none.</summary>
    public async Task<PolicyVersion?> FindAsync(DbConnection connection, PartyId lender, string name) => (await NewestAsync(connection, lender, name))?.ToVersion();

    private Task<Row?> NewestAsync(DbConnection connection, PartyId lender, string name) => connection.QueryFirstOrDefaultAsync<Row>("""
        select version, document, created from captured.lender_policy
        where chain = @Chain and lender = @lender and name = @name order by version desc limit 1
        """, new { Chain, lender = lender.Value, name });

    private sealed record Row
    {
        public long Version { get; init; }
        public string Document { get; init; } = "";
        public long Created { get; init; }

        public PolicyVersion ToVersion() => new((ulong)Version, LenderPolicy.Parse(Encoding.UTF8.GetBytes(Document)), (ulong)Created);
    }
}
