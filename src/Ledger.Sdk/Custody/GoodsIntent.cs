using Ledger.Sdk.Contracts;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>An intent that the Goods contract takes.</summary>
public abstract record GoodsIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Goods;

    private protected IReadOnlyList<RequiredSigner> OnlySigner(IntentDomain domain, string name, PartyId party, uint epoch) =>
        [Signer(domain, name, party, epoch)];
}
