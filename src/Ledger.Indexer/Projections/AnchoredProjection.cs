using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A publisher anchored a root.</summary>
internal sealed class AnchoredProjection : Projection<Anchored>
{
    protected override void Want(Anchored logged, ProjectionState state)
    {
    }

    protected override void Apply(Anchored logged, EventPosition at, ProjectionState state) =>
        state.Anchors.Add(new AnchorRow(logged.Publisher, logged.Root, logged.Count, at));
}
