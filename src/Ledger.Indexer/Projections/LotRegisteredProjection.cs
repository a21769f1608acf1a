using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A lot exists, and its issuer owns the first title note, which has the lot's id.</summary>
internal sealed class LotRegisteredProjection : Projection<LotRegistered>
{
    protected override void Want(LotRegistered logged, ProjectionState state)
    {
        state.Lots.Want(logged.Lot.Value);
        state.Notes.Want(logged.Lot.Value);
    }

    protected override void Apply(LotRegistered logged, EventPosition at, ProjectionState state)
    {
        var (lot, issuer) = (logged.Lot.Value, logged.By.Value);
        state.Lots.Put(new LotRow
        {
            Id = lot,
            Issuer = issuer,
            Quantity = logged.Quantity,
            Remaining = logged.Quantity,
            Uom = logged.Uom.Code,
            Decimals = logged.Decimals,
            Document = logged.Document,
            Seq = 1,
            At = at,
        });
        state.Notes.Put(new NoteRow { Id = lot, Lot = lot, Owner = issuer, Amount = logged.Quantity, Seq = 1, Block = at.Block, LogIndex = at.LogIndex });
        state.Titles.Add(new TitleRow(lot, at, TitleKind.Issued, 0, issuer, lot, logged.Quantity, logged.Document));
    }
}
