using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Cash;

/// <content>What can be read; the client must be signed in.</content>
public sealed partial class CashClient
{
    /// <summary>What the caller has.</summary>
    public Task<CashBalance> GetBalanceAsync(CancellationToken cancellationToken = default) => Ledger.ReadAsync<CashBalance>("/cash", cancellationToken);

    /// <summary>What a party has; only a regulator may ask for another's.</summary>
    public Task<CashBalance> GetBalanceAsync(PartyId party, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<CashBalance>(Query.Path("/cash", ("party", party)), cancellationToken);

    /// <summary>A page of the caller's statement, newest first.</summary>
    public Task<Page<CashEntry>> ListEntriesAsync(string? cursor = null, CancellationToken cancellationToken = default) =>
        Ledger.ReadAsync<Page<CashEntry>>(Query.Path("/cash/entries", ("cursor", cursor)), cancellationToken);
}
