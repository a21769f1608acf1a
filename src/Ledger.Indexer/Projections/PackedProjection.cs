using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Units are inside another from now on, and move with it.</summary>
internal sealed class PackedProjection : Projection<Packed>
{
    protected override void Want(Packed logged, ProjectionState state)
    {
        state.Units.Want(logged.Parent.Value);
        foreach (var child in logged.Children) state.Units.Want(child.Value);
    }

    protected override void Apply(Packed logged, EventPosition at, ProjectionState state)
    {
        var parent = state.Units.Change(logged.Parent.Value);
        parent.Seq++;
        parent.Contents += (ulong)logged.Children.Count;
        foreach (var id in logged.Children)
        {
            var child = state.Units.Change(id.Value);
            child.Seq++;
            child.Parent = parent.Id;
            state.Packings.Open(new PackingRow(id.Value, at, parent.Id, logged.By.Value, logged.Document));
        }
    }
}
