using System.Data.Common;
using Dapper;
using Ledger.Api.Credit;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>The credit points that a lender and its policies may look at: those of parties that let it see them.</summary>
public sealed class CreditPoints(CurrentDeployment deployment)
{
    /// <summary>The conduct of those of <c>@debtor</c> and <c>@seller</c> that let <c>@lender</c> see it, or see <c>@all</c> (1): one statement,
    /// for <see cref="ReadAsync"/>.</summary>
    internal const string Sql = """
        select c.conduct, f.block, f.block_hash, f.block_time from captured.credit_conduct c join captured.follow f on f.chain = c.chain
        where c.chain = @chain and c.party in (@debtor, @seller)
          and (@all = 1 or c.party = @lender or exists (select 1 from captured.credit_access a where a.party = c.party and a.viewer = @lender))
        """;

    /// <summary>A party's points as of the newest final block that was followed; null where none are known, or the lender may not see them.</summary>
    public async Task<int?> FindAsync(DbConnection connection, PartyId lender, PartyId party) =>
        Of(await connection.QueryAsync<(byte[] Conduct, long Block, byte[] Hash, long Time)>(
            Sql, new { chain = deployment.Key, debtor = (long)party.Value, seller = (long)party.Value, lender = (long)lender.Value, all = 0L })).GetValueOrDefault(party)?.Points;

    /// <summary>The next of the answers, to <see cref="Sql"/>: the points of each party that has some.</summary>
    internal static async Task<IReadOnlyDictionary<PartyId, CreditGlance>> ReadAsync(ReadAnswers answers) =>
        Of(await answers.RowsAsync<(byte[] Conduct, long Block, byte[] Hash, long Time)>());

    private static Dictionary<PartyId, CreditGlance> Of(IEnumerable<(byte[] Conduct, long Block, byte[] Hash, long Time)> rows)
    {
        var found = new Dictionary<PartyId, CreditGlance>();
        foreach (var row in rows)
        {
            var report = CreditReport.Of(PartyConduct.FromBytes(row.Conduct), new ChainMoment((ulong)row.Block, new Hash32(row.Hash), (ulong)row.Time));
            found[report.Party] = new CreditGlance(
                report.Party, report.Points, report.IsThin, report.Scorecard, report.AsOf.Block, new Uri($"/parties/{report.Party}/credit", UriKind.Relative));
        }
        return found;
    }
}
