using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>Units come out of another; whoever holds that one holds them.</summary>
internal sealed class UnpackedProjection : Projection<Unpacked>
{
    protected override void Want(Unpacked logged, ProjectionState state)
    {
        state.Units.Want(logged.Parent.Value);
        foreach (var child in logged.Children) state.Units.Want(child.Value);
    }

    protected override void Apply(Unpacked logged, EventPosition at, ProjectionState state)
    {
        var parent = state.Units.Change(logged.Parent.Value);
        parent.Seq++;
        parent.Contents -= (ulong)logged.Children.Count;
        foreach (var id in logged.Children)
        {
            var child = state.Units.Change(id.Value);
            child.Seq++;
            child.Parent = null;
            state.Packings.Close(id.Value, new PackingEnd(at, logged.By.Value, logged.Document));
            if (child.Custodian == logged.By.Value) continue;
            state.Custody.Add(new CustodyRow(id.Value, at, CustodyKind.Unpacked, child.Custodian, logged.By.Value, logged.Document));
            child.MoveTo(logged.By.Value, at);
        }
    }
}
