using Ledger.Indexer.Projections;
using Ledger.Indexer.Projections.Rows;
using Ledger.Indexer.Storage;

namespace Ledger.Indexer.Sync;

/// <summary>Turns the events of a range into changed rows.</summary>
internal static class RangeApplier
{
    /// <summary>Loads what the events change, changes it, and leaves the writing to the caller.</summary>
    /// <param name="finalized">Blocks above it are journaled, so that they can be taken back.</param>
    public static async Task ApplyAsync(ProjectionState state, IBulkWriter writer, FetchedRange range, ulong finalized,
        CancellationToken cancellationToken)
    {
        foreach (var block in range.Blocks)
        {
            if (block.Events.Count > 0) state.Windows.Want(LogDigest.WindowOf(block.Number));
            foreach (var item in block.Events) ProjectionRegistry.Of(item.Event).Want(item.Event, state);
        }
        await state.LoadAsync(writer, cancellationToken);
        foreach (var item in range.Blocks.SelectMany(block => block.Events)) ProjectionRegistry.Of(item.Event).WantMore(item.Event, state);
        await state.LoadAsync(writer, cancellationToken);
        foreach (var block in range.Blocks)
        {
            state.CashCauses = CashCauses.Of(block.Events);
            state.Journal.Start(block.Number, revertible: block.Number > finalized);
            foreach (var item in block.Events) ProjectionRegistry.Of(item.Event).Apply(item.Event, item.At, state);
            if (block.Events.Count > 0) AppendToWindow(state, block);
            if (block.Events.Count > 0 || block.Number >= finalized)
                state.Blocks.Add(new BlockRow(block.Number, block.Hash, block.Parent, block.Time, (ulong)block.Events.Count));
        }
    }

    private static void AppendToWindow(ProjectionState state, FetchedBlock block)
    {
        var number = LogDigest.WindowOf(block.Number);
        if (state.Windows.Find(number) is null) state.Windows.Put(new WindowRow { Number = number });
        var window = state.Windows.Change(number);
        foreach (var item in block.Events) window.Digest = LogDigest.Append(window.Digest, item.Leaf);
        window.Events += (ulong)block.Events.Count;
    }
}
