using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>A part of a unit becomes a unit of its own, in the same hands and condition.</summary>
internal sealed class UnitSplitProjection : Projection<UnitSplit>
{
    protected override void Want(UnitSplit logged, ProjectionState state)
    {
        state.Units.Want(logged.Unit.Value);
        state.Units.Want(logged.Part.Value);
    }

    protected override void Apply(UnitSplit logged, EventPosition at, ProjectionState state)
    {
        var unit = state.Units.Change(logged.Unit.Value);
        unit.Amount -= logged.Amount;
        unit.Seq++;
        var part = UnitRow.New(logged.Part.Value, unit.Lot, unit.Custodian, logged.Amount, unit.RegisteredBy, at);
        part.Condition = unit.Condition;
        state.Units.Put(part);
        state.Custody.Add(new CustodyRow(part.Id, at, CustodyKind.SplitOff, unit.Custodian, unit.Custodian, Hash32.Zero));
        state.Derivations.Add(new DerivationRow(part.Id, unit.Id, DerivationKind.SplitOff, logged.Amount, unit.Custodian, at));
    }
}
