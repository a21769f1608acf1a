using System.Data.Common;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Financing;

/// <summary>The credit points that policies look at.</summary>
public sealed class CreditPoints
{
    /// <summary>A party's points; null where none are known.</summary>
    public Task<int?> FindAsync(DbConnection connection, PartyId party) => Task.FromResult<int?>(null);
}
