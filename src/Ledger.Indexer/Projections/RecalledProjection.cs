using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A lot is recalled, or its recall is lifted.</summary>
internal sealed class RecalledProjection : Projection<Recalled>
{
    protected override void Want(Recalled logged, ProjectionState state) => state.Lots.Want(logged.Lot.Value);

    protected override void Apply(Recalled logged, EventPosition at, ProjectionState state)
    {
        var lot = state.Lots.Change(logged.Lot.Value);
        lot.Recalled = logged.IsRecalled;
        lot.Seq++;
        state.Recalls.Add(new RecallRow(lot.Id, at, logged.By.Value, logged.IsRecalled, logged.Reason));
    }
}
