using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class CollateralRow : IStateRow<CollateralRow>
{
    public static TableShape Shape { get; } = new("projection.collateral", 1, Blob("id"), Blob("position"), Blob("item"), Blob("note"),
        Number("amount"), Number("held"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }
    public Hash32 Position { get; init; }
    public Hash32 Item { get; init; }
    public Hash32 Note { get; init; }
    public ulong Amount { get; init; }
    public bool Held { get; set; }
    public EventPosition At { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Position), Cell.Of(Item), Cell.Of(Note), Cell.Of(Amount), Cell.Of(Held), Cell.Of(At.Block), Cell.Of(At.LogIndex),
        Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];

    public static CollateralRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Id = cell.Hash(),
            Position = cell.Hash(),
            Item = cell.Hash(),
            Note = cell.Hash(),
            Amount = cell.Number(),
            Held = cell.Flag(),
            At = cell.At(),
        };
    }
}

internal sealed class CreditLineRow : IStateRow<CreditLineRow>
{
    public static TableShape Shape { get; } = new("projection.credit_line", 1, Blob("id"), Number("lender"), Number("debtor"),
        Number("credit_limit"), Number("exposure"), Number("owned"), Number("seq"));

    public ulong Lender { get; init; }
    public ulong Debtor { get; init; }
    public ulong Limit { get; set; }
    public ulong Exposure { get; set; }
    public ulong Owned { get; set; }
    public ulong Seq { get; set; }

    public object?[] ToValues() =>
    [
        KeyForms.Bytes((Lender, Debtor)), Cell.Of(Lender), Cell.Of(Debtor), Cell.Of(Limit), Cell.Of(Exposure), Cell.Of(Owned), Cell.Of(Seq),
    ];

    public static CreditLineRow FromValues(object?[] values) => new()
    {
        Lender = Cell.Number(values[1]),
        Debtor = Cell.Number(values[2]),
        Limit = Cell.Number(values[3]),
        Exposure = Cell.Number(values[4]),
        Owned = Cell.Number(values[5]),
        Seq = Cell.Number(values[6]),
    };
}

internal sealed record LimitChangeRow(ulong Lender, ulong Debtor, EventPosition At, ulong Limit) : IRow
{
    public static TableShape Shape { get; } = new("projection.limit_change", 3, Blob("line"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("credit_limit"));

    public object?[] ToValues() =>
    [
        KeyForms.Bytes((Lender, Debtor)), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Limit),
    ];
}

internal sealed record TitleWitnessRow(Hash32 Title, EventPosition At, ulong Owner, ulong Seq) : IRow
{
    public static TableShape Shape { get; } = new("projection.title_witness", 3, Blob("title"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("owner"), Number("seq"));

    public object?[] ToValues() =>
        [Cell.Of(Title), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Owner), Cell.Of(Seq)];
}
