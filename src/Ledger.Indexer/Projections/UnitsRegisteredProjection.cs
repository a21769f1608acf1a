using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Units come into custody; those of a lot are taken from what is left of it.</summary>
internal sealed class UnitsRegisteredProjection : Projection<UnitsRegistered>
{
    protected override void Want(UnitsRegistered logged, ProjectionState state)
    {
        if (OrNone(logged.Lot.Value) is { } lot) state.Lots.Want(lot);
        foreach (var unit in logged.Units) state.Units.Want(unit.Value);
    }

    protected override void Apply(UnitsRegistered logged, EventPosition at, ProjectionState state)
    {
        var (lot, by, total) = (OrNone(logged.Lot.Value), logged.By.Value, 0UL);
        for (var i = 0; i < logged.Units.Count; i++)
        {
            var unit = logged.Units[i].Value;
            state.Units.Put(UnitRow.New(unit, lot, by, logged.Amounts[i], by, at));
            state.Custody.Add(new CustodyRow(unit, at, CustodyKind.Registered, 0, by, logged.Document));
            total += logged.Amounts[i];
        }
        if (lot is { } id) state.Lots.Change(id).Remaining -= total;
    }
}
