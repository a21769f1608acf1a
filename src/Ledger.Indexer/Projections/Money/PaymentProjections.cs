using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Projections;

/// <summary>The debtor pays into the pot.</summary>
internal sealed class PaidProjection : ReceivableProjection<Paid>
{
    protected override ReceivableId ReceivableOf(Paid logged) => logged.Receivable;

    protected override ReceivableEntryRow Change(Paid logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        unchecked
        {
            receivable.Paid += logged.Amount;
            receivable.Pot += logged.Amount;
        }
        receivable.Seq++;
        receivable.PaidTime = at.Time;
        return Entry(receivable, at, ReceivableEntryKind.Paid, logged.Amount) with { From = receivable.Debtor };
    }
}

/// <summary>The debtor pays all to the owner of all: the note ends, and the words stay as they are.</summary>
internal sealed class PaidThroughProjection : ReceivableProjection<PaidThrough>
{
    protected override ReceivableId ReceivableOf(PaidThrough logged) => logged.Receivable;

    protected override void Want(PaidThrough logged, ProjectionState state)
    {
        base.Want(logged, state);
        state.ReceivableNotes.Want(logged.Receivable.Value);
    }

    protected override void WantMore(PaidThrough logged, ProjectionState state)
    {
        // Where the note is not there yet, or moves in this batch, those events ask for its owners' lines.
        if (state.ReceivableNotes.Find(logged.Receivable.Value) is { } first) Debts.Want(state, logged.Receivable.Value, first.Owner);
        else base.WantMore(logged, state);
    }

    protected override ReceivableEntryRow Change(PaidThrough logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        var note = state.ReceivableNotes.Change(receivable.Id);
        Debts.Lose(state, note, note.Open);
        (note.Amount, note.Redeemed, note.Ended) = (0, 0, true);
        receivable.Notes = unchecked(receivable.Notes - 1);
        (receivable.PaidThrough, receivable.PaidTime) = (true, at.Time);
        return Entry(receivable, at, ReceivableEntryKind.PaidThrough, logged.Amount) with
        {
            Note = note.Id,
            From = receivable.Debtor,
            To = note.Owner,
        };
    }
}

/// <summary>What happens to one note between its owner and the debtor.</summary>
internal abstract class NoteProjection<TEvent> : ReceivableProjection<TEvent>
    where TEvent : ReceivablesEvent
{
    protected abstract (PartyId Owner, NoteId Note) NoteOf(TEvent logged);

    protected abstract ReceivableEntryRow Change(TEvent logged, ReceivableRow receivable, ReceivableNoteRow note, EventPosition at, ProjectionState state);

    protected override void Want(TEvent logged, ProjectionState state)
    {
        base.Want(logged, state);
        state.ReceivableNotes.Want(NoteOf(logged).Note.Value);
    }

    protected override void WantMore(TEvent logged, ProjectionState state) =>
        Debts.Want(state, ReceivableOf(logged).Value, NoteOf(logged).Owner.Value);

    protected override ReceivableEntryRow Change(TEvent logged, ReceivableRow receivable, EventPosition at, ProjectionState state) =>
        Change(logged, receivable, state.ReceivableNotes.Change(NoteOf(logged).Note.Value), at, state);
}

/// <summary>An owner takes what was paid for its note.</summary>
internal sealed class RedeemedProjection : NoteProjection<Redeemed>
{
    protected override ReceivableId ReceivableOf(Redeemed logged) => logged.Receivable;

    protected override (PartyId Owner, NoteId Note) NoteOf(Redeemed logged) => (logged.Owner, logged.Note);

    protected override ReceivableEntryRow Change(Redeemed logged, ReceivableRow receivable, ReceivableNoteRow note, EventPosition at, ProjectionState state)
    {
        Debts.Lose(state, note, logged.Amount);
        Debts.Redeem(receivable, note, logged.Amount);
        receivable.Pot = unchecked(receivable.Pot - logged.Amount);
        return Entry(receivable, at, ReceivableEntryKind.Redeemed, logged.Amount) with { Note = note.Id, To = logged.Owner.Value };
    }
}

/// <summary>The debtor buys a part of its debt back.</summary>
internal sealed class RetiredProjection : NoteProjection<Retired>
{
    protected override ReceivableId ReceivableOf(Retired logged) => logged.Receivable;

    protected override (PartyId Owner, NoteId Note) NoteOf(Retired logged) => (logged.Owner, logged.Note);

    protected override ReceivableEntryRow Change(Retired logged, ReceivableRow receivable, ReceivableNoteRow note, EventPosition at, ProjectionState state)
    {
        Debts.Lose(state, note, logged.Amount);
        Debts.Reduce(receivable, note, logged.Amount);
        receivable.PaidTime = at.Time;
        unchecked
        {
            receivable.Retired += logged.Amount;
            Debts.Record(state, receivable.Debtor).RetiredAmount += logged.Amount;
        }
        return Entry(receivable, at, ReceivableEntryKind.Retired, logged.Amount) with
        {
            Note = note.Id,
            From = receivable.Debtor,
            To = logged.Owner.Value,
            Price = logged.Price,
        };
    }
}

/// <summary>An owner gives up a part of its claim.</summary>
internal sealed class DilutedProjection : NoteProjection<Diluted>
{
    protected override ReceivableId ReceivableOf(Diluted logged) => logged.Receivable;

    protected override (PartyId Owner, NoteId Note) NoteOf(Diluted logged) => (logged.Owner, logged.Note);

    protected override ReceivableEntryRow Change(Diluted logged, ReceivableRow receivable, ReceivableNoteRow note, EventPosition at, ProjectionState state)
    {
        Debts.Lose(state, note, logged.Amount);
        Debts.Reduce(receivable, note, logged.Amount);
        unchecked
        {
            receivable.Diluted += logged.Amount;
            Debts.Record(state, receivable.Debtor).DilutedAmount += logged.Amount;
            Debts.Record(state, receivable.Seller).GivenDilutedAmount += logged.Amount;
        }
        return Entry(receivable, at, ReceivableEntryKind.Diluted, logged.Amount) with
        {
            Note = note.Id,
            From = logged.Owner.Value,
            Document = OrNone(logged.Document),
        };
    }
}
