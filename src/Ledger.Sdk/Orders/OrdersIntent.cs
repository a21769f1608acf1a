using Ledger.Sdk.Contracts;

namespace Ledger.Sdk.Orders;

/// <summary>An intent that the Orders contract takes.</summary>
public abstract record OrdersIntent : Intent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Orders;
}
