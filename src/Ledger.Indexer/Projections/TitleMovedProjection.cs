using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Title moves: the whole note changes its owner, or a part becomes a note of the new owner's.</summary>
internal sealed class TitleMovedProjection : Projection<TitleMoved>
{
    protected override void Want(TitleMoved logged, ProjectionState state)
    {
        state.Notes.Want(logged.Note.Value);
        state.Notes.Want(logged.Moved.Value);
    }

    protected override void Apply(TitleMoved logged, EventPosition at, ProjectionState state)
    {
        var (from, to, moved) = (logged.From.Value, logged.To.Value, logged.Moved.Value);
        var note = state.Notes.Change(logged.Note.Value);
        note.Seq++;
        state.Titles.Add(new TitleRow(note.Id, at, TitleKind.Moved, from, to, moved, logged.Amount, logged.Document));
        if (moved == note.Id)
        {
            note.Owner = to;
            return;
        }
        note.Amount -= logged.Amount;
        state.Notes.Put(new NoteRow
        {
            Id = moved,
            Lot = note.Lot,
            Owner = to,
            Amount = logged.Amount,
            Seq = 1,
            Parent = note.Id,
            Block = at.Block,
            LogIndex = at.LogIndex,
        });
        state.Titles.Add(new TitleRow(moved, at, TitleKind.Moved, from, to, note.Id, logged.Amount, logged.Document));
    }
}
