using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>A title note becomes part of another of its lot and owner, and ends.</summary>
internal sealed class TitlesMergedProjection : Projection<TitlesMerged>
{
    protected override void Want(TitlesMerged logged, ProjectionState state)
    {
        state.Notes.Want(logged.Into.Value);
        state.Notes.Want(logged.Note.Value);
    }

    protected override void Apply(TitlesMerged logged, EventPosition at, ProjectionState state)
    {
        var note = state.Notes.Change(logged.Note.Value);
        (note.Amount, note.Ended) = (0, true);
        note.Seq++;
        var into = state.Notes.Change(logged.Into.Value);
        into.Amount += logged.Amount;
        into.Seq++;
        state.Titles.Add(new TitleRow(into.Id, at, TitleKind.Merged, note.Owner, into.Owner, note.Id, logged.Amount, Hash32.Zero));
        state.Titles.Add(new TitleRow(note.Id, at, TitleKind.Merged, note.Owner, into.Owner, into.Id, logged.Amount, Hash32.Zero));
    }
}
