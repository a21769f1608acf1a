using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections;

/// <summary>What one contract event does to the tables.</summary>
internal interface IProjection
{
    /// <summary>The event's record.</summary>
    Type Event { get; }

    /// <summary>Asks for the rows that the event will change.</summary>
    void Want(LedgerEvent logged, ProjectionState state);

    /// <summary>Asks for rows that follow from those that <see cref="Want"/> asked for, which are loaded now; not from what the batch will
    /// make of them.</summary>
    void WantMore(LedgerEvent logged, ProjectionState state);

    /// <summary>Changes them. Must take every event that the contracts can log: a refusal would stop the indexer for good.</summary>
    void Apply(LedgerEvent logged, EventPosition at, ProjectionState state);
}

/// <inheritdoc/>
internal abstract class Projection<TEvent> : IProjection
    where TEvent : LedgerEvent
{
    public Type Event => typeof(TEvent);

    public void Want(LedgerEvent logged, ProjectionState state) => Want((TEvent)logged, state);

    public void WantMore(LedgerEvent logged, ProjectionState state) => WantMore((TEvent)logged, state);

    public void Apply(LedgerEvent logged, EventPosition at, ProjectionState state) => Apply((TEvent)logged, at, state);

    protected abstract void Want(TEvent logged, ProjectionState state);

    protected virtual void WantMore(TEvent logged, ProjectionState state)
    {
        // Most events name all that they change.
    }

    protected abstract void Apply(TEvent logged, EventPosition at, ProjectionState state);

    /// <summary>The ids one after the other, as the lists of units of hand-offs are stored.</summary>
    protected static byte[] Join(IReadOnlyList<Sdk.Custody.UnitId> units)
    {
        var joined = new byte[32 * units.Count];
        for (var i = 0; i < units.Count; i++) units[i].Value.Span.CopyTo(joined.AsSpan(32 * i));
        return joined;
    }

    /// <summary>Null for the zero id, which stands for none.</summary>
    protected static Hash32? OrNone(Hash32 id) => id == Hash32.Zero ? null : id;
}
