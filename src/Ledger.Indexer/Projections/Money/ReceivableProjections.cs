using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Projections;

/// <summary>A receivable is born, and its seller, or an order's beneficiary, owns the first note, which has the receivable's id.</summary>
internal sealed class IssuedProjection : ReceivableProjection<Issued>
{
    protected override ReceivableId ReceivableOf(Issued logged) => logged.Receivable;

    protected override void Want(Issued logged, ProjectionState state)
    {
        base.Want(logged, state);
        state.ReceivableNotes.Want(logged.Receivable.Value);
        state.PartyRecords.Want(logged.Debtor.Value);
        state.PartyRecords.Want(logged.Owner.Value);
        state.CreditLines.Want((logged.Owner.Value, logged.Debtor.Value));
        state.Issued[logged.Receivable.Value] = logged.Debtor.Value;
    }

    protected override void Apply(Issued logged, EventPosition at, ProjectionState state)
    {
        var (id, debtor, owner) = (logged.Receivable.Value, logged.Debtor.Value, logged.Owner.Value);
        state.Receivables.Put(new ReceivableRow
        {
            Id = id,
            Debtor = debtor,
            Seller = owner,
            Face = logged.Face,
            Due = logged.Due,
            Nullifier = logged.Nullifier,
            Document = logged.Document,
            Owed = logged.Face,
            Seq = 1,
            Notes = 1,
            At = at,
        });
        state.ReceivableNotes.Put(new ReceivableNoteRow
        {
            Id = id,
            Receivable = id,
            Debtor = debtor,
            Due = logged.Due,
            Owner = owner,
            Original = logged.Face,
            Amount = logged.Face,
            Seq = 1,
            At = at,
        });
        base.Apply(logged, at, state);
    }

    protected override ReceivableEntryRow Change(Issued logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        var (debtor, seller) = (Debts.Record(state, receivable.Debtor), Debts.Record(state, receivable.Seller));
        debtor.Issued++;
        seller.Given++;
        unchecked
        {
            debtor.IssuedAmount += logged.Face;
            seller.GivenAmount += logged.Face;
            Debts.Line(state, receivable.Seller, receivable.Debtor).Owned += logged.Face;
        }
        return Entry(receivable, at, ReceivableEntryKind.Issued, logged.Face) with
        {
            Note = receivable.Id,
            From = receivable.Debtor,
            To = receivable.Seller,
            Document = OrNone(logged.Document),
        };
    }
}

/// <summary>A note changes its owner, or a part of it becomes a note of the new owner's; what was redeemed is divided with it.</summary>
internal sealed class MovedProjection : ReceivableProjection<Moved>
{
    protected override ReceivableId ReceivableOf(Moved logged) => logged.Receivable;

    protected override void Want(Moved logged, ProjectionState state)
    {
        base.Want(logged, state);
        state.ReceivableNotes.Want(logged.Note.Value);
        state.ReceivableNotes.Want(logged.MovedNote.Value);
    }

    protected override void WantMore(Moved logged, ProjectionState state) =>
        Debts.Want(state, logged.Receivable.Value, logged.From.Value, logged.To.Value);

    protected override ReceivableEntryRow Change(Moved logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        var whole = logged.MovedNote == logged.Note;
        var note = state.ReceivableNotes.Change(logged.Note.Value);
        if (whole) Debts.Give(state, note, logged.To.Value);
        else Split(logged, receivable, note, at, state);
        return Entry(receivable, at, whole ? ReceivableEntryKind.Moved : ReceivableEntryKind.Split, logged.Amount) with
        {
            Note = note.Id,
            Other = whole ? null : logged.MovedNote.Value,
            From = logged.From.Value,
            To = logged.To.Value,
            Document = OrNone(logged.Document),
        };
    }

    private static void Split(Moved logged, ReceivableRow receivable, ReceivableNoteRow note, EventPosition at, ProjectionState state)
    {
        var redeemed = note.Amount == 0 ? 0 : (ulong)((UInt128)note.Redeemed * logged.Amount / note.Amount);
        var part = new ReceivableNoteRow
        {
            Id = logged.MovedNote.Value,
            Receivable = receivable.Id,
            Debtor = receivable.Debtor,
            Due = receivable.Due,
            Owner = logged.To.Value,
            Original = logged.Amount,
            Amount = logged.Amount,
            Redeemed = redeemed,
            Seq = 1,
            Parent = note.Id,
            Depth = note.Depth + 1,
            At = at,
        };
        Debts.Pass(state, note, note.Owner, part.Owner, part.Open);
        Debts.Less(receivable, note, logged.Amount, redeemed);
        state.ReceivableNotes.Put(part);
        receivable.Notes++;
    }
}

/// <summary>A note is sold. A part has been moved by the event directly before this one.</summary>
internal sealed class SoldProjection : ReceivableProjection<Sold>
{
    protected override ReceivableId ReceivableOf(Sold logged) => logged.Receivable;

    protected override void Want(Sold logged, ProjectionState state)
    {
        base.Want(logged, state);
        state.ReceivableNotes.Want(logged.Note.Value);
    }

    protected override void WantMore(Sold logged, ProjectionState state) =>
        Debts.Want(state, logged.Receivable.Value, logged.Seller.Value, logged.Buyer.Value);

    protected override ReceivableEntryRow Change(Sold logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        var note = state.ReceivableNotes.Change(logged.Note.Value);
        var isPart = note.Parent is not null && (note.At.Block, note.At.LogIndex + 1) == (at.Block, at.LogIndex) && note.Owner == logged.Buyer.Value;
        if (!isPart) Debts.Give(state, note, logged.Buyer.Value);
        receivable.Sales++;
        return Entry(receivable, at, ReceivableEntryKind.Sold, logged.Amount) with
        {
            Note = isPart ? note.Parent : note.Id,
            Other = isPart ? note.Id : null,
            From = logged.Seller.Value,
            To = logged.Buyer.Value,
            Price = logged.Price,
        };
    }
}

/// <summary>The debtor disputes, or no longer.</summary>
internal sealed class DisputeSetProjection : ReceivableProjection<DisputeSet>
{
    protected override ReceivableId ReceivableOf(DisputeSet logged) => logged.Receivable;

    protected override ReceivableEntryRow Change(DisputeSet logged, ReceivableRow receivable, EventPosition at, ProjectionState state)
    {
        if (logged.Disputed && !receivable.Disputed)
        {
            Debts.Record(state, receivable.Debtor).Disputes++;
            Debts.Record(state, receivable.Seller).GivenDisputes++;
        }
        receivable.Disputed = logged.Disputed;
        receivable.Seq++;
        return Entry(receivable, at, logged.Disputed ? ReceivableEntryKind.Disputed : ReceivableEntryKind.DisputeLifted, 0) with
        {
            From = receivable.Debtor,
            Document = OrNone(logged.Reason),
        };
    }
}
