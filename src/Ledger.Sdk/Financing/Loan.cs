using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Financing;

/// <summary>What lender and borrower agree on; the hash of it is the position's id, and every call about the position carries it.</summary>
/// <param name="Principal">What the lender pays out to the borrower now, in minor units of the cash.</param>
/// <param name="Lender">Who lends.</param>
/// <param name="Borrower">Who borrows.</param>
/// <param name="Debtor">Whose credit counts against the lender's limit: the receivable's debtor, the order's buyer, or the borrower, where
/// goods are the collateral.</param>
/// <param name="Fee">Due with the first money that comes in.</param>
/// <param name="Rate">A year, in 1/10,000, up to 10,000.</param>
/// <param name="LateRate">A year, in 1/10,000, on top of the rate after the due date.</param>
/// <param name="Basis">Days of a year: 360 or 365.</param>
/// <param name="Due">Unix seconds.</param>
/// <param name="Grace">Seconds after the due date before a default.</param>
/// <param name="Kind">What the collateral is.</param>
/// <param name="Collateral">The receivable, the title note or the order.</param>
/// <param name="Note">The note of the receivable; else zero.</param>
/// <param name="Seq">Of the note, the title or the order.</param>
/// <param name="Amount">How much of the note; the whole of the title; zero for an order.</param>
/// <param name="Recourse">Whether the borrower owes what the collateral does not bring.</param>
/// <param name="ResidualTo">Who gets what is left: the borrower (reserve, pledge) or the lender.</param>
/// <param name="Valuer">Who attests the value of goods; zero: nobody.</param>
/// <param name="Haircut">The part of the value that may be lent, in 1/10,000.</param>
/// <param name="MarginTime">Seconds to answer a margin call.</param>
/// <param name="BorrowerEpoch">The borrower's epoch.</param>
/// <param name="LenderEpoch">The lender's epoch.</param>
/// <param name="Deadline">Unix seconds after which the loan can't be opened any more.</param>
public sealed record Loan(
    ulong Principal,
    PartyId Lender,
    PartyId Borrower,
    PartyId Debtor,
    ulong Fee,
    ulong Rate,
    ulong LateRate,
    ulong Basis,
    ulong Due,
    ulong Grace,
    CollateralKind Kind,
    Hash32 Collateral,
    NoteId Note,
    uint Seq,
    ulong Amount,
    bool Recourse,
    PartyId ResidualTo,
    PartyId Valuer,
    ulong Haircut,
    ulong MarginTime,
    uint BorrowerEpoch,
    uint LenderEpoch,
    ulong Deadline)
{
    /// <summary>The id of the position with this loan.</summary>
    public PositionId Id() => new(RecordSchema.Of(typeof(Loan)).HashStruct(this));
}
