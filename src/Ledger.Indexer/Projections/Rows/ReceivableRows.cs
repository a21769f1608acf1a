using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class ReceivableRow : IStateRow<ReceivableRow>
{
    public static TableShape Shape { get; } = new("projection.receivable", 1, Blob("id"), Number("debtor"), Number("seller"), Number("face"),
        Number("due"), Blob("nullifier"), Blob("document"), Blob("order_id"), Number("owed"), Number("paid"), Number("pot"), Number("retired"),
        Number("diluted"), Number("closed"), Number("seq"), Number("disputed"), Number("first_ended"), Number("paid_through"),
        Number("outstanding"), Number("notes"), Number("sales"), Number("pledges"), Number("paid_time"), Number("settled_time"),
        Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }
    public ulong Debtor { get; init; }
    public ulong Seller { get; init; }
    public ulong Face { get; init; }
    public ulong Due { get; init; }
    public Hash32 Nullifier { get; init; }
    public Hash32 Document { get; init; }
    public Hash32? Order { get; set; }

    /// <summary>The contract's word: what the notes add up to, and what of it is paid.</summary>
    public ulong Owed { get; set; }
    public ulong Paid { get; set; }
    public ulong Pot { get; set; }
    public ulong Retired { get; set; }
    public ulong Diluted { get; set; }
    public ulong Closed { get; set; }
    public ulong Seq { get; set; }
    public bool Disputed { get; set; }
    public bool FirstEnded { get; set; }
    public bool PaidThrough { get; set; }
    public ulong Outstanding { get; set; }
    public ulong Notes { get; set; }
    public ulong Sales { get; set; }
    public ulong Pledges { get; set; }
    public ulong? PaidTime { get; set; }
    public ulong? SettledTime { get; set; }
    public EventPosition At { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Debtor), Cell.Of(Seller), Cell.Of(Face), Cell.Of(Due), Cell.Of(Nullifier), Cell.Of(Document), Cell.Of(Order),
        Cell.Of(Owed), Cell.Of(Paid), Cell.Of(Pot), Cell.Of(Retired), Cell.Of(Diluted), Cell.Of(Closed), Cell.Of(Seq), Cell.Of(Disputed),
        Cell.Of(FirstEnded), Cell.Of(PaidThrough), Cell.Of(Outstanding), Cell.Of(Notes), Cell.Of(Sales), Cell.Of(Pledges), Cell.Of(PaidTime),
        Cell.Of(SettledTime), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];

    public static ReceivableRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Id = cell.Hash(),
            Debtor = cell.Number(),
            Seller = cell.Number(),
            Face = cell.Number(),
            Due = cell.Number(),
            Nullifier = cell.Hash(),
            Document = cell.Hash(),
            Order = cell.HashOrNull(),
            Owed = cell.Number(),
            Paid = cell.Number(),
            Pot = cell.Number(),
            Retired = cell.Number(),
            Diluted = cell.Number(),
            Closed = cell.Number(),
            Seq = cell.Number(),
            Disputed = cell.Flag(),
            FirstEnded = cell.Flag(),
            PaidThrough = cell.Flag(),
            Outstanding = cell.Number(),
            Notes = cell.Number(),
            Sales = cell.Number(),
            Pledges = cell.Number(),
            PaidTime = cell.NumberOrNull(),
            SettledTime = cell.NumberOrNull(),
            At = cell.At(),
        };
    }
}

internal sealed class ReceivableNoteRow : IStateRow<ReceivableNoteRow>
{
    public static TableShape Shape { get; } = new("projection.receivable_note", 1, Blob("id"), Blob("receivable"), Number("debtor"), Number("due"),
        Number("owner"), Number("original"), Number("amount"), Number("redeemed"), Number("seq"), Number("status"), Blob("parent"),
        Number("depth"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }
    public Hash32 Receivable { get; init; }
    public ulong Debtor { get; init; }
    public ulong Due { get; init; }
    public ulong Owner { get; set; }
    public ulong Original { get; init; }
    public ulong Amount { get; set; }
    public ulong Redeemed { get; set; }
    public ulong Seq { get; set; }
    public bool Ended { get; set; }
    public Hash32? Parent { get; init; }
    public ulong Depth { get; init; }
    public EventPosition At { get; init; }

    /// <summary>What is still to be redeemed of it, paid or not.</summary>
    public ulong Open => unchecked(Amount - Redeemed);

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Receivable), Cell.Of(Debtor), Cell.Of(Due), Cell.Of(Owner), Cell.Of(Original), Cell.Of(Amount), Cell.Of(Redeemed),
        Cell.Of(Seq), Cell.Of(Ended ? 2UL : 1UL), Cell.Of(Parent), Cell.Of(Depth), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time),
        Cell.Of(At.Transaction),
    ];

    public static ReceivableNoteRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Id = cell.Hash(),
            Receivable = cell.Hash(),
            Debtor = cell.Number(),
            Due = cell.Number(),
            Owner = cell.Number(),
            Original = cell.Number(),
            Amount = cell.Number(),
            Redeemed = cell.Number(),
            Seq = cell.Number(),
            Ended = cell.Number() == 2,
            Parent = cell.HashOrNull(),
            Depth = cell.Number(),
            At = cell.At(),
        };
    }
}

/// <summary>What happened to a receivable.</summary>
internal enum ReceivableEntryKind
{
    Issued = 1,
    Moved = 2,
    Split = 3,
    Sold = 4,
    Paid = 5,
    PaidThrough = 6,
    Redeemed = 7,
    Retired = 8,
    Diluted = 9,
    Disputed = 10,
    DisputeLifted = 11,
}

internal sealed record ReceivableEntryRow(Hash32 Receivable, EventPosition At, ReceivableEntryKind Kind, ulong Amount, ulong Outstanding) : IRow
{
    public static TableShape Shape { get; } = new("projection.receivable_entry", 3, Blob("receivable"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("kind"), Blob("note"), Blob("other"), Number("from_party"), Number("to_party"),
        Number("amount"), Number("price"), Blob("document"), Number("outstanding"));

    public Hash32? Note { get; init; }
    public Hash32? Other { get; init; }
    public ulong? From { get; init; }
    public ulong? To { get; init; }
    public ulong? Price { get; init; }
    public Hash32? Document { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Receivable), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind),
        Cell.Of(Note), Cell.Of(Other), Cell.Of(From), Cell.Of(To), Cell.Of(Amount), Cell.Of(Price), Cell.Of(Document), Cell.Of(Outstanding),
    ];
}
