using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Cash contract logged.</summary>
public abstract record CashEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Cash;
}

/// <summary>ERC-20's event. The account of a party is the address that equals its number; the zero address stands for what is issued and taken back.</summary>
public sealed record Transfer([Indexed] Address From, [Indexed] Address To, [AbiType("uint256")] ulong Value) : CashEvent;

/// <summary>A bank issued money.</summary>
public sealed record Minted([Indexed] PartyId Bank, [Indexed] PartyId To, [Indexed] Hash32 BankRef, ulong Amount) : CashEvent;

/// <summary>A bank took money back.</summary>
public sealed record Burned([Indexed] PartyId Bank, [Indexed] PartyId By, [Indexed] Hash32 BankRef, ulong Amount) : CashEvent;
