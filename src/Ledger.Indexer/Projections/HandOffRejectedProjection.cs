using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A receiver refuses an offer: nothing moves, and the offer is dead.</summary>
internal sealed class HandOffRejectedProjection : Projection<HandOffRejected>
{
    protected override void Want(HandOffRejected logged, ProjectionState state)
    {
        foreach (var unit in logged.Units) state.Units.Want(unit.Value);
    }

    protected override void Apply(HandOffRejected logged, EventPosition at, ProjectionState state)
    {
        // An offer may name a unit twice, with one sequence number after the other.
        foreach (var id in logged.Units) state.Units.Change(id.Value).Seq++;
        foreach (var id in logged.Units.Distinct()) state.RejectedUnits.Add(new RejectedUnitRow(id.Value, at));
        state.Rejections.Add(new RejectionRow(at, logged.From.Value, logged.To.Value, logged.HandOff, logged.Reason, Join(logged.Units)));
    }
}
