namespace Ledger.Sdk.Financing;

/// <summary>What stands for a loan.</summary>
public enum CollateralKind : byte
{
    /// <summary>Nothing: no loan has this.</summary>
    None = 0,

    /// <summary>A note of a receivable.</summary>
    Note = 1,

    /// <summary>A title note: goods in stock.</summary>
    Title = 2,

    /// <summary>The proceeds of an order that its escrow pays.</summary>
    FundedOrder = 3,

    /// <summary>The proceeds of an order on credit: the receivables that it gives birth to.</summary>
    CreditOrder = 4,
}
