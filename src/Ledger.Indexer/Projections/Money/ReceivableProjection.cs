using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Receivables;

namespace Ledger.Indexer.Projections;

/// <summary>What changes one receivable, and leaves an entry in its statement.</summary>
internal abstract class ReceivableProjection<TEvent> : Projection<TEvent>
    where TEvent : ReceivablesEvent
{
    protected abstract ReceivableId ReceivableOf(TEvent logged);

    /// <summary>Changes the rows; returns the entry of the statement.</summary>
    protected abstract ReceivableEntryRow Change(TEvent logged, ReceivableRow receivable, EventPosition at, ProjectionState state);

    protected override void Want(TEvent logged, ProjectionState state) => state.Receivables.Want(ReceivableOf(logged).Value);

    protected override void WantMore(TEvent logged, ProjectionState state) => Debts.Want(state, ReceivableOf(logged).Value);

    protected override void Apply(TEvent logged, EventPosition at, ProjectionState state)
    {
        var receivable = state.Receivables.Change(ReceivableOf(logged).Value);
        var entry = Change(logged, receivable, at, state);
        Debts.Settle(state, receivable, at);
        state.ReceivableEntries.Add(entry with { Outstanding = receivable.Outstanding });
    }

    protected static ReceivableEntryRow Entry(ReceivableRow receivable, EventPosition at, ReceivableEntryKind kind, ulong amount) =>
        new(receivable.Id, at, kind, amount, 0);
}
