using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A unit becomes part of another of its lot and ends.</summary>
internal sealed class UnitsMergedProjection : Projection<UnitsMerged>
{
    protected override void Want(UnitsMerged logged, ProjectionState state)
    {
        state.Units.Want(logged.Into.Value);
        state.Units.Want(logged.Unit.Value);
    }

    protected override void Apply(UnitsMerged logged, EventPosition at, ProjectionState state)
    {
        var unit = state.Units.Change(logged.Unit.Value);
        (unit.Amount, unit.Status) = (0, UnitStatus.Merged);
        unit.Seq++;
        var into = state.Units.Change(logged.Into.Value);
        into.Amount += logged.Amount;
        into.Seq++;
        state.Derivations.Add(new DerivationRow(into.Id, unit.Id, DerivationKind.Merged, logged.Amount, into.Custodian, at));
    }
}
