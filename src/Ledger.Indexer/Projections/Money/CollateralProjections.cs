using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;

namespace Ledger.Indexer.Projections;

/// <summary>A note, a title or an order secures a position.</summary>
internal sealed class CollateralAddedProjection : PositionProjection<CollateralAdded>
{
    protected override PositionId PositionOf(CollateralAdded logged) => logged.Position;

    protected override void Want(CollateralAdded logged, ProjectionState state)
    {
        base.Want(logged, state);
        Collateral.Want(state, logged.Id, logged.Note);
        state.Receivables.Want(logged.Id);
    }

    protected override PositionEntryRow Change(CollateralAdded logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        state.Collateral.Put(new CollateralRow
        {
            Id = Loans.KeyOf(position.Loan.Kind, logged.Id, logged.Note.Value),
            Position = position.Id,
            Item = logged.Id,
            Note = logged.Note.Value,
            Amount = logged.Amount,
            Held = true,
            At = at,
        });
        if (state.Receivables.Find(logged.Id) is not null) state.Receivables.Change(logged.Id).Pledges++;
        return Entry(position, at, PositionEntryKind.CollateralAdded) with { Amount = logged.Amount, Item = logged.Id, Note = OrNone(logged.Note.Value) };
    }
}

/// <summary>Collateral goes to whom it is due.</summary>
internal sealed class CollateralMovedProjection : PositionProjection<CollateralMoved>
{
    protected override PositionId PositionOf(CollateralMoved logged) => logged.Position;

    protected override void Want(CollateralMoved logged, ProjectionState state)
    {
        base.Want(logged, state);
        Collateral.Want(state, logged.Id, logged.Note);
    }

    protected override PositionEntryRow Change(CollateralMoved logged, PositionRow position, EventPosition at, ProjectionState state)
    {
        state.Collateral.Change(Loans.KeyOf(position.Loan.Kind, logged.Id, logged.Note.Value)).Held = false;
        return Entry(position, at, PositionEntryKind.CollateralMoved) with { Item = logged.Id, Note = OrNone(logged.Note.Value), Party = logged.To.Value };
    }
}

/// <summary>Both keys that an item may be held under: the loan, which tells the kind, may not be loaded yet.</summary>
internal static class Collateral
{
    public static void Want(ProjectionState state, Hash32 item, NoteId note)
    {
        state.Collateral.Want(Loans.KeyOf(CollateralKind.Title, item, note.Value));
        state.Collateral.Want(Loans.KeyOf(CollateralKind.Note, item, note.Value));
    }
}

/// <summary>A lender sets its limit for a debtor.</summary>
internal sealed class LimitSetProjection : Projection<LimitSet>
{
    protected override void Want(LimitSet logged, ProjectionState state) => state.CreditLines.Want((logged.Lender.Value, logged.Debtor.Value));

    protected override void Apply(LimitSet logged, EventPosition at, ProjectionState state)
    {
        var line = Debts.Line(state, logged.Lender.Value, logged.Debtor.Value);
        line.Limit = logged.Amount;
        line.Seq++;
        state.LimitChanges.Add(new LimitChangeRow(line.Lender, line.Debtor, at, line.Limit));
    }
}

/// <summary>It is recorded who owned a title.</summary>
internal sealed class TitleWitnessedProjection : Projection<TitleWitnessed>
{
    protected override void Want(TitleWitnessed logged, ProjectionState state)
    {
        // A row of history alone.
    }

    protected override void Apply(TitleWitnessed logged, EventPosition at, ProjectionState state) =>
        state.TitleWitnesses.Add(new TitleWitnessRow(logged.Title.Value, at, logged.Owner.Value, logged.Seq));
}
