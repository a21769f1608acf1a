using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>The holder, or a device of the holder, reports the condition of a unit.</summary>
internal sealed class ConditionReportedProjection : Projection<ConditionReported>
{
    protected override void Want(ConditionReported logged, ProjectionState state) => state.Units.Want(logged.Unit.Value);

    protected override void Apply(ConditionReported logged, EventPosition at, ProjectionState state)
    {
        var unit = state.Units.Change(logged.Unit.Value);
        unit.Condition = (ulong)logged.Condition;
        unit.Seq++;
        state.Conditions.Add(new ConditionRow(unit.Id, at, logged.By.Value, logged.Device, unit.Condition, logged.Evidence));
    }
}
