using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Custody of units moves. What is packed in them moves along without a row of its own.</summary>
internal sealed class CustodyMovedProjection : Projection<CustodyMoved>
{
    protected override void Want(CustodyMoved logged, ProjectionState state)
    {
        foreach (var unit in logged.Units) state.Units.Want(unit.Value);
    }

    protected override void Apply(CustodyMoved logged, EventPosition at, ProjectionState state)
    {
        var (from, to) = (logged.From.Value, logged.To.Value);
        foreach (var id in logged.Units)
        {
            var unit = state.Units.Change(id.Value);
            unit.MoveTo(to, at);
            unit.Seq++;
            state.Custody.Add(new CustodyRow(id.Value, at, CustodyKind.HandedOff, from, to, logged.Document));
        }
        state.HandOffs.Add(new HandOffRow(at, from, to, logged.Document, Join(logged.Units)));
    }
}
