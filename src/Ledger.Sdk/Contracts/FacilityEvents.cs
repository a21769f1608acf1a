using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Facility contract logged.</summary>
public abstract record FacilityEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Facility;
}

/// <summary>A loan was paid out against its collateral.</summary>
public sealed record Opened([Indexed] PositionId Position, [Indexed] PartyId Lender, [Indexed] PartyId Borrower, Loan Loan) : FacilityEvent;

/// <summary>Money came in and was divided; after a default it is recovered.</summary>
public sealed record Repaid([Indexed] PositionId Position, ulong Amount, LoanParts Paid, bool Recovered) : FacilityEvent;

/// <summary>The lender impaired an overdue loan.</summary>
public sealed record Impaired([Indexed] PositionId Position, ulong Owed) : FacilityEvent;

/// <summary>The lender declared a default.</summary>
public sealed record Defaulted([Indexed] PositionId Position, ulong Owed, bool Recourse) : FacilityEvent;

/// <summary>The lender took the collateral for all that was owed.</summary>
public sealed record Foreclosed([Indexed] PositionId Position) : FacilityEvent;

/// <summary>The lender released the collateral.</summary>
public sealed record Released([Indexed] PositionId Position) : FacilityEvent;

/// <summary>Something was added to the collateral: a title note, or a note of a receivable.</summary>
public sealed record CollateralAdded([Indexed] PositionId Position, [Indexed] Hash32 Id, NoteId Note, ulong Amount) : FacilityEvent;

/// <summary>Collateral moved on to whom it was due.</summary>
public sealed record CollateralMoved([Indexed] PositionId Position, [Indexed] PartyId To, [Indexed] Hash32 Id, NoteId Note) : FacilityEvent;

/// <summary>The valuer said what the goods are worth.</summary>
public sealed record Valued([Indexed] PositionId Position, ulong Value) : FacilityEvent;

/// <summary>The value no longer covers what is owed.</summary>
public sealed record MarginCalled([Indexed] PositionId Position, ulong Shortfall, ulong Due) : FacilityEvent;

/// <summary>A lender set its limit for a debtor.</summary>
public sealed record LimitSet([Indexed] PartyId Lender, [Indexed] PartyId Debtor, ulong Amount) : FacilityEvent;

/// <summary>It was recorded who owns a title.</summary>
public sealed record TitleWitnessed([Indexed] NoteId Title, [Indexed] PartyId Owner, uint Seq) : FacilityEvent;
