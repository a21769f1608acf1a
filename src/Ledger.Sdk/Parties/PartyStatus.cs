namespace Ledger.Sdk.Parties;

/// <summary>A party's standing, as the Registry's <c>uint8 status</c>: admitted ⇄ frozen → retired.</summary>
public enum PartyStatus : byte
{
    /// <summary>Never admitted.</summary>
    Unknown = 0,

    /// <summary>Its signatures count.</summary>
    Active = 1,

    /// <summary>Its signatures count for nothing until it is active again; what it holds stays its own.</summary>
    Frozen = 2,

    /// <summary>As frozen, for good.</summary>
    Retired = 3,
}
