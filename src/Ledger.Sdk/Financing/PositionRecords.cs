using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>A loan and how far it is; amounts in minor units of the ledger's currency.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Loan">What lender and borrower signed.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Overdue">Whether something is owed after the due date, by the chain's time.</param>
/// <param name="Seq">What the next message of its parties must bind.</param>
/// <param name="Released">Whether the lender released the collateral.</param>
/// <param name="Owed">What is owed at the block's time.</param>
/// <param name="Total">All of that together.</param>
/// <param name="Paid">What everything that came in went to.</param>
/// <param name="Value">The collateral's last value; 0 where nobody said one.</param>
/// <param name="MarginDue">Last second to answer the margin call; null where there is none.</param>
/// <param name="Opened">When, in Unix seconds.</param>
/// <param name="Block">The block that opened it.</param>
/// <param name="TransactionHash">The transaction that opened it.</param>
public sealed record PositionRecord(
    PositionId Id, Loan Loan, PositionStatus Status, bool Overdue, uint Seq, bool Released, LoanParts Owed, ulong Total, LoanParts Paid, ulong Value,
    ulong? MarginDue, ulong Opened, ulong Block, Hash32 TransactionHash);

/// <summary>A position with its collateral and the newest 100 lines of its history.</summary>
public sealed record PositionDetail(PositionRecord Position, IReadOnlyList<CollateralRecord> Collateral, IReadOnlyList<PositionStep> History, AsOf AsOf);

/// <summary>What secures a position.</summary>
/// <param name="Item">The receivable, title note or order.</param>
/// <param name="Note">The note of the receivable; null for others.</param>
/// <param name="Amount">What it was worth as a claim when it was added, or how much of the goods it is.</param>
/// <param name="Held">Whether it still is with the Facility.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record CollateralRecord(Hash32 Item, NoteId? Note, ulong Amount, bool Held, ChainEvent Event);

/// <summary>What happens to a position.</summary>
public enum PositionStepType
{
    /// <summary>It was opened and paid out.</summary>
    Opened = 1,

    /// <summary>Money came in from the borrower or the collateral.</summary>
    Repaid = 2,

    /// <summary>The lender impaired it.</summary>
    Impaired = 3,

    /// <summary>The lender declared a default.</summary>
    Defaulted = 4,

    /// <summary>The lender took the collateral.</summary>
    Foreclosed = 5,

    /// <summary>The lender released the collateral.</summary>
    Released = 6,

    /// <summary>Collateral was added.</summary>
    CollateralAdded = 7,

    /// <summary>Collateral went to whom it was due.</summary>
    CollateralMoved = 8,

    /// <summary>The valuer said what the goods are worth.</summary>
    Valued = 9,

    /// <summary>The value no longer covered what was owed.</summary>
    MarginCalled = 10,
}

/// <summary>One line of a position's history.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Amount">The sum that it concerns.</param>
/// <param name="Parts">What money that came in went to.</param>
/// <param name="Party">Who else it concerns.</param>
/// <param name="Item">The collateral that it concerns.</param>
/// <param name="Due">A date that it sets.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record PositionStep(
    PositionStepType Type, ulong? Amount, LoanParts? Parts, PartyId? Party, Hash32? Item, ulong? Due, ChainEvent Event);

/// <summary>What a creditor has at stake with a debtor.</summary>
/// <param name="Lender">The creditor.</param>
/// <param name="Debtor">The debtor.</param>
/// <param name="Limit">What the lender signed as its limit; 0 for none.</param>
/// <param name="Lent">Principal out, as Facility counts it.</param>
/// <param name="Owned">Open amounts of the debtor's notes that it owns.</param>
/// <param name="Seq">What the lender's next limit must bind.</param>
public sealed record ExposureRecord(PartyId Lender, PartyId Debtor, ulong Limit, ulong Lent, ulong Owned, uint Seq);
