using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Projections.Rows;

/// <summary>Reads a row's values one after the other, in the order of the columns.</summary>
internal sealed class CellReader(object?[] values)
{
    private int next;

    public ulong Number() => Cell.Number(values[next++]);

    public ulong? NumberOrNull() => values[next++] is { } value ? Cell.Number(value) : null;

    public bool Flag() => Number() != 0;

    public Hash32 Hash() => Cell.Hash(values[next++]);

    public Hash32? HashOrNull() => Cell.HashOrNull(values[next++]);

    public Address Address() => Cell.Address(values[next++]);

    /// <summary>Block, log index, time and transaction.</summary>
    public EventPosition At() => new(Number(), default, Number(), Number(), Hash());
}
