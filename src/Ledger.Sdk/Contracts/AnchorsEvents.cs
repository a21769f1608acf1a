using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Anchors contract logged.</summary>
public abstract record AnchorsEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Anchors;
}

/// <summary>A publisher anchored the root of a tree over <paramref name="Count"/> commitments; it speaks for this publisher only.</summary>
public sealed record Anchored([Indexed] Address Publisher, [Indexed] Hash32 Root, uint Count) : AnchorsEvent;
