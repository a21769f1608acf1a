namespace Ledger.Sdk.Contracts;

/// <summary>The contracts of the ledger.</summary>
public enum LedgerContract
{
    /// <summary>Parties, their keys, roles and status.</summary>
    Registry,

    /// <summary>Custody and title of goods.</summary>
    Goods,

    /// <summary>Merkle roots of captured events.</summary>
    Anchors,

    /// <summary>Settlement money.</summary>
    Cash,

    /// <summary>What debtors owe, and the notes that own it.</summary>
    Receivables,

    /// <summary>What was agreed, and payment as goods change hands.</summary>
    Orders,

    /// <summary>Loans against collateral.</summary>
    Facility,
}
