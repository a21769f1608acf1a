using Ledger.Api.Credit;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>The credit points that a lender's policy may look at: those of parties that let the lender see them.</summary>
public sealed class CreditPoints(FollowStore store, CreditAccess access)
{
    /// <summary>A party's points as of the newest final block that was followed; null where none are known, or the lender may not see them.</summary>
    public async Task<int?> FindAsync(PartyId lender, PartyId party, CancellationToken cancellationToken = default)
    {
        var allowed = (await access.ReadAsync(party, cancellationToken)).Parties.Contains(lender);
        if (!allowed) return null;
        return await store.FindAsync(party, cancellationToken) is { } found ? CreditReport.Of(found.Conduct, found.At).Points : null;
    }
}
