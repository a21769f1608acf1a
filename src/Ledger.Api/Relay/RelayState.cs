namespace Ledger.Api.Relay;

/// <summary>How far the relay of an intent has come. Kept by these numbers.</summary>
public enum RelayState
{
    /// <summary>Stored, not yet signed into a transaction.</summary>
    Queued = 1,

    /// <summary>In a signed transaction that no block holds yet.</summary>
    Submitted = 2,

    /// <summary>In a block that may still be reverted.</summary>
    Confirmed = 3,

    /// <summary>In a block that can't be reverted.</summary>
    Finalized = 4,

    /// <summary>The contract refused it, or the transaction could not be mined.</summary>
    Failed = 5,
}
