using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;

namespace Ledger.Indexer.Projections;

/// <summary>A loan is paid out.</summary>
internal sealed class OpenedProjection : PositionProjection<Opened>
{
    protected override PositionId PositionOf(Opened logged) => logged.Position;

    protected override void Want(Opened logged, ProjectionState state)
    {
        base.Want(logged, state);
        Loans.Want(state, logged.Loan);
    }

    protected override void Apply(Opened logged, EventPosition at, ProjectionState state)
    {
        var loan = logged.Loan;
        state.Positions.Put(new PositionRow
        {
            Id = logged.Position.Value,
            Loan = loan,
            Status = LoanStatus.Open,
            Seq = 1,
            Owed = new LoanParts(loan.Fee, 0, 0, loan.Principal, 0),
            Since = at.Time,
            At = at,
        });
        base.Apply(logged, at, state);
    }

    protected override PositionEntryRow Change(Opened logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        Loans.Expose(state, logged.Loan, more: logged.Loan.Principal, less: 0);
        var borrower = Debts.Record(state, logged.Loan.Borrower.Value);
        borrower.Loans++;
        borrower.Borrowed = unchecked(borrower.Borrowed + logged.Loan.Principal);
        return Entry(position, at, PositionEntryKind.Opened) with { Amount = logged.Loan.Principal, Due = logged.Loan.Due, Party = logged.Loan.Borrower.Value };
    }
}

/// <summary>Money comes in, from the borrower or from the collateral, and is divided.</summary>
internal sealed class RepaidProjection : PositionProjection<Repaid>
{
    protected override PositionId PositionOf(Repaid logged) => logged.Position;

    protected override PositionEntryRow Change(Repaid logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        var (owed, paid) = (Loans.Owed(position, at.Time), logged.Paid);
        unchecked
        {
            position.Owed = new LoanParts(owed.Fee - paid.Fee, owed.Late - paid.Late, owed.Interest - paid.Interest, owed.Principal - paid.Principal, 0);
            position.Paid = new LoanParts(position.Paid.Fee + paid.Fee, position.Paid.Late + paid.Late, position.Paid.Interest + paid.Interest,
                position.Paid.Principal + paid.Principal, position.Paid.Residual + paid.Residual);
        }
        position.Since = at.Time;
        Loans.Expose(state, position.Loan, more: 0, less: paid.Principal);
        // A message of the borrower raises the sequence number; what collateral brings does not. The borrower's money arrives just before.
        var byBorrower = new CashCause(CashEntryType.LoanRepaid, position.Id, CashAccount.Of(position.Loan.Borrower));
        if (state.CashCauses.TryGetValue(unchecked(at.LogIndex - 1), out var cause) && cause == byBorrower) position.Seq++;
        if (position.Status < LoanStatus.Repaid) Progress(logged, position, owed, at, state);
        return Entry(position, at, PositionEntryKind.Repaid) with { Amount = logged.Amount, Parts = paid, Flag = logged.Recovered };
    }

    private static void Progress(Repaid logged, PositionRow position, LoanParts owed, EventPosition at, ProjectionState state)
    {
        if (logged.Amount < owed.Owed())
        {
            Loans.EndMarginCall(position, at.Time);
            return;
        }
        position.Status = position.Status == LoanStatus.Defaulted ? LoanStatus.Recovered : LoanStatus.Repaid;
        position.MarginDue = 0;
        Debts.Record(state, position.Loan.Borrower.Value).Repaid++;
    }
}

/// <summary>The lender impairs an overdue loan.</summary>
internal sealed class ImpairedProjection : PositionProjection<Impaired>
{
    protected override PositionId PositionOf(Impaired logged) => logged.Position;

    protected override PositionEntryRow Change(Impaired logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        position.Status = LoanStatus.Impaired;
        position.Seq++;
        Debts.Record(state, position.Loan.Borrower.Value).Impaired++;
        return Entry(position, at, PositionEntryKind.Impaired) with { Amount = logged.Owed };
    }
}

/// <summary>The lender declares a default.</summary>
internal sealed class DefaultedProjection : PositionProjection<Defaulted>
{
    protected override PositionId PositionOf(Defaulted logged) => logged.Position;

    protected override PositionEntryRow Change(Defaulted logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        position.Status = LoanStatus.Defaulted;
        position.Seq++;
        Debts.Record(state, position.Loan.Borrower.Value).Defaulted++;
        return Entry(position, at, PositionEntryKind.Defaulted) with { Amount = logged.Owed, Flag = logged.Recourse };
    }
}

/// <summary>The lender takes the collateral for all that was owed: at once where there is no recourse, else by a message of its own.</summary>
internal sealed class ForeclosedProjection : PositionProjection<Foreclosed>
{
    protected override PositionId PositionOf(Foreclosed logged) => logged.Position;

    protected override PositionEntryRow Change(Foreclosed logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        var principal = position.Owed.Principal;
        Loans.Expose(state, position.Loan, more: 0, less: principal);
        if (position.Loan.Recourse) position.Seq++;
        (position.Status, position.MarginDue, position.Since) = (LoanStatus.Foreclosed, 0, at.Time);
        position.Owed = new LoanParts(0, 0, 0, 0, 0);
        return Entry(position, at, PositionEntryKind.Foreclosed) with { Amount = principal, Party = position.Loan.Lender.Value };
    }
}

/// <summary>The lender releases the collateral.</summary>
internal sealed class ReleasedProjection : PositionProjection<Released>
{
    protected override PositionId PositionOf(Released logged) => logged.Position;

    protected override PositionEntryRow Change(Released logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        position.Released = true;
        position.Seq++;
        return Entry(position, at, PositionEntryKind.Released);
    }
}

/// <summary>The valuer says what the goods are worth.</summary>
internal sealed class ValuedProjection : PositionProjection<Valued>
{
    protected override PositionId PositionOf(Valued logged) => logged.Position;

    protected override PositionEntryRow Change(Valued logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        position.Value = Math.Max(logged.Value, 1);
        position.Seq++;
        Loans.EndMarginCall(position, at.Time);
        return Entry(position, at, PositionEntryKind.Valued) with { Amount = logged.Value, Party = position.Loan.Valuer.Value };
    }
}

/// <summary>The value no longer covers what is owed.</summary>
internal sealed class MarginCalledProjection : PositionProjection<MarginCalled>
{
    protected override PositionId PositionOf(MarginCalled logged) => logged.Position;

    protected override PositionEntryRow Change(MarginCalled logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        position.MarginDue = logged.Due;
        return Entry(position, at, PositionEntryKind.MarginCalled) with { Amount = logged.Shortfall, Due = logged.Due };
    }
}
