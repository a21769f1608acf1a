using System.Data.Common;
using Dapper;
using Ledger.Api.Credit;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>The credit points that a lender and its policies may look at: those of parties that let it see them.</summary>
public sealed class CreditPoints(CurrentDeployment deployment)
{
    /// <summary>A party's points as of the newest final block that was followed; null where none are known, or the lender may not see them.</summary>
    public async Task<int?> FindAsync(DbConnection connection, PartyId lender, PartyId party) =>
        (await ReadAsync(connection, lender, seesAll: false, party, party)).GetValueOrDefault(party)?.Points;

    /// <summary>The points of those of two parties that let the caller see them, in one look-up.</summary>
    public Task<IReadOnlyDictionary<PartyId, CreditGlance>> ReadAsync(DbConnection connection, Caller caller, PartyId first, PartyId second)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return ReadAsync(connection, caller.Party, caller.Roles.HasFlag(PartyRoles.Regulator), first, second);
    }

    private async Task<IReadOnlyDictionary<PartyId, CreditGlance>> ReadAsync(DbConnection connection, PartyId viewer, bool seesAll, PartyId first, PartyId second)
    {
        var rows = await connection.QueryAsync<(byte[] Conduct, long Block, byte[] Hash, long Time)>("""
            select c.conduct, f.block, f.block_hash, f.block_time from captured.credit_conduct c join captured.follow f on f.chain = c.chain
            where c.chain = @Key and c.party in (@first, @second)
              and (@seesAll = 1 or c.party = @viewer or exists (select 1 from captured.credit_access a where a.party = c.party and a.viewer = @viewer))
            """, new { deployment.Key, first = (long)first.Value, second = (long)second.Value, viewer = (long)viewer.Value, seesAll = seesAll ? 1 : 0 });
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
