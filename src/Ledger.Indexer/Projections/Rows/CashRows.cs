using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class CashAccountRow : IStateRow<CashAccountRow>
{
    public static TableShape Shape { get; } = new("projection.cash_account", 1, Blob("address"), Number("party"), Number("balance"),
        Number("issued"), Number("entries"), Number("block"), Number("log_index"), Number("time"));

    public Address Address { get; init; }
    public ulong? Party { get; init; }
    public ulong Balance { get; set; }
    public ulong Issued { get; set; }
    public ulong Entries { get; set; }
    public ulong Block { get; set; }
    public ulong LogIndex { get; set; }
    public ulong Time { get; set; }

    public object?[] ToValues() =>
    [
        Cell.Of(Address), Cell.Of(Party), Cell.Of(Balance), Cell.Of(Issued), Cell.Of(Entries), Cell.Of(Block), Cell.Of(LogIndex), Cell.Of(Time),
    ];

    public static CashAccountRow FromValues(object?[] values)
    {
        var cell = new CellReader(values);
        return new()
        {
            Address = cell.Address(),
            Party = cell.NumberOrNull(),
            Balance = cell.Number(),
            Issued = cell.Number(),
            Entries = cell.Number(),
            Block = cell.Number(),
            LogIndex = cell.Number(),
            Time = cell.Number(),
        };
    }
}

/// <summary>Which way money went, seen from the account.</summary>
internal enum CashDirection
{
    In = 1,
    Out = 2,
    Self = 3,
}

internal sealed record CashEntryRow(Address Account, EventPosition At, ulong Number, CashDirection Direction, Address Counter, ulong Amount,
    ulong Balance, CashCause Cause) : IRow
{
    public static TableShape Shape { get; } = new("projection.cash_entry", 3, Blob("account"), Column.Number("block"), Column.Number("log_index"),
        Column.Number("time"), Blob("tx_hash"), Column.Number("number"), Column.Number("direction"), Blob("counter"), Column.Number("amount"),
        Column.Number("balance"), Column.Number("kind"), Blob("subject"));

    public object?[] ToValues() =>
    [
        Cell.Of(Account), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(Number),
        Cell.Of((ulong)Direction), Cell.Of(Counter), Cell.Of(Amount), Cell.Of(Balance), Cell.Of((ulong)Cause.Kind), Cell.Of(Cause.Subject),
    ];
}

/// <summary>What a bank did against a reference.</summary>
internal enum BankReferenceKind
{
    Minted = 1,
    Burned = 2,
}

internal sealed record BankReferenceRow(ulong Bank, Hash32 Reference, BankReferenceKind Kind, ulong Party, ulong Amount, EventPosition At) : IRow
{
    public static TableShape Shape { get; } = new("projection.bank_reference", 2, Number("bank"), Blob("reference"), Number("kind"),
        Number("party"), Number("amount"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public object?[] ToValues() =>
    [
        Cell.Of(Bank), Cell.Of(Reference), Cell.Of((ulong)Kind), Cell.Of(Party), Cell.Of(Amount), Cell.Of(At.Block), Cell.Of(At.LogIndex),
        Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];
}
