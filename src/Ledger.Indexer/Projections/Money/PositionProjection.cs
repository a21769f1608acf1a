using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;

namespace Ledger.Indexer.Projections;

/// <summary>What changes one position, and leaves an entry in its history.</summary>
internal abstract class PositionProjection<TEvent> : Projection<TEvent>
    where TEvent : FacilityEvent
{
    protected abstract PositionId PositionOf(TEvent logged);

    /// <summary>Changes the rows; returns the entry of the history.</summary>
    protected abstract PositionEntryRow Change(TEvent logged, PositionRow position, EventPosition at, ProjectionState state);

    protected override void Want(TEvent logged, ProjectionState state) => state.Positions.Want(PositionOf(logged).Value);

    protected override void WantMore(TEvent logged, ProjectionState state)
    {
        // Where it is opened in the same batch, that event asks for these.
        if (state.Positions.Find(PositionOf(logged).Value) is { } position) Loans.Want(state, position.Loan);
    }

    protected override void Apply(TEvent logged, EventPosition at, ProjectionState state) =>
        state.PositionEntries.Add(Change(logged, state.Positions.Change(PositionOf(logged).Value), at, state));

    protected static PositionEntryRow Entry(PositionRow position, EventPosition at, PositionEntryKind kind) => new(position.Id, at, kind);
}

/// <summary>What the Facility does to a position's words, done to its rows.</summary>
internal static class Loans
{
    /// <summary>Asks for the records of lender and borrower, and the lender's line.</summary>
    public static void Want(ProjectionState state, Loan loan)
    {
        state.PartyRecords.Want(loan.Lender.Value);
        state.PartyRecords.Want(loan.Borrower.Value);
        state.CreditLines.Want((loan.Lender.Value, loan.Debtor.Value));
    }

    /// <summary>The lender has so much more, or less, principal out.</summary>
    public static void Expose(ProjectionState state, Loan loan, ulong more, ulong less)
    {
        unchecked
        {
            Debts.Line(state, loan.Lender.Value, loan.Debtor.Value).Exposure += more - less;
            Debts.Record(state, loan.Lender.Value).Lent += more - less;
        }
    }

    /// <summary>Positions._checkMargin, the half of it that logs nothing: a margin call ends when the value covers what is owed.</summary>
    public static void EndMarginCall(PositionRow position, ulong time)
    {
        var covered = (ulong)((UInt128)position.Value * Math.Min(position.Loan.Haircut, 10_000) / 10_000);
        if (Owed(position, time).Owed() <= covered) position.MarginDue = 0;
    }

    /// <summary>What a position owes in a block of this time.</summary>
    public static LoanParts Owed(PositionRow position, ulong time)
    {
        var loan = position.Loan;
        var terms = new LoanTerms(loan.Principal, loan.Fee, loan.Rate, loan.LateRate, loan.Basis, loan.Due);
        return new LoanAccount(terms, position.Since, position.Owed).OwedAt(time);
    }

    /// <summary>The key of Facility.holderOf: the title or the order itself, a note under keccak256(abi.encode(receivable, note)).</summary>
    public static Hash32 KeyOf(CollateralKind kind, Hash32 item, Hash32 note) =>
        kind == CollateralKind.Title || note == Hash32.Zero ? item : Keccak256.Hash([.. item.Span, .. note.Span]);
}
