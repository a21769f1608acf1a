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
}
