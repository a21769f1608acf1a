using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

/// <summary>Why a unit's own custodian changed.</summary>
internal enum CustodyKind
{
    Registered = 1,
    HandedOff = 2,
    Unpacked = 3,
    SplitOff = 4,
}

internal sealed record CustodyRow(Hash32 Unit, EventPosition At, CustodyKind Kind, ulong From, ulong To, Hash32 Document) : IRow
{
    public static TableShape Shape { get; } = new("projection.custody", 3, Blob("unit"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"), Number("kind"),
        Number("from_party"), Number("to_party"), Blob("document"));

    public object?[] ToValues() =>
    [
        Cell.Of(Unit), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind),
        Cell.Of(From), Cell.Of(To),
        Cell.Of(Document),
    ];
}

internal sealed record HandOffRow(EventPosition At, ulong From, ulong To, Hash32 Document, byte[] Units) : IRow
{
    public static TableShape Shape { get; } = new("projection.hand_off", 2, Number("block"), Number("log_index"), Number("time"),
        Blob("tx_hash"), Number("from_party"),
        Number("to_party"), Blob("document"), Blob("units"));

    public object?[] ToValues() =>
        [Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(From), Cell.Of(To), Cell.Of(Document),
            Units];
}

internal sealed record RejectionRow(EventPosition At, ulong From, ulong To, Hash32 Offer, Hash32 Reason, byte[] Units) : IRow
{
    public static TableShape Shape { get; } = new("projection.rejection", 2, Number("block"), Number("log_index"), Number("time"),
        Blob("tx_hash"), Number("from_party"),
        Number("to_party"), Blob("offer"), Blob("reason"), Blob("units"));

    public object?[] ToValues() =>
    [
        Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(From), Cell.Of(To), Cell.Of(Offer),
        Cell.Of(Reason), Units,
    ];
}

internal sealed record RejectedUnitRow(Hash32 Unit, EventPosition At) : IRow
{
    public static TableShape Shape { get; } = new("projection.rejected_unit", 3, Blob("unit"), Number("block"), Number("log_index"));

    public object?[] ToValues() => [Cell.Of(Unit), Cell.Of(At.Block), Cell.Of(At.LogIndex)];
}

/// <summary>How a packing ended.</summary>
internal sealed record PackingEnd(EventPosition At, ulong By, Hash32 Document);

internal sealed record PackingRow(Hash32 Child, EventPosition From, Hash32 Parent, ulong By, Hash32 Document) : IRow
{
    public static TableShape Shape { get; } = new("projection.packing", 3, Blob("child"), Number("from_block"), Number("from_log_index"),
        Number("from_time"), Blob("from_tx"),
        Blob("parent"), Number("by_party"), Blob("document"), Number("to_block"), Number("to_log_index"), Number("to_time"), Blob("to_tx"),
        Number("to_by"), Blob("to_document"));

    /// <summary>The columns that unpacking sets, of the child's packing that is still open.</summary>
    public static TableShape Closing { get; } = new("projection.packing", 1, Blob("child"), Number("to_block"), Number("to_log_index"),
        Number("to_time"), Blob("to_tx"), Number("to_by"),
        Blob("to_document"));

    public PackingEnd? Closed { get; set; }

    public object?[] ToValues() =>
    [
        Cell.Of(Child), Cell.Of(From.Block), Cell.Of(From.LogIndex), Cell.Of(From.Time), Cell.Of(From.Transaction), Cell.Of(Parent),
        Cell.Of(By), Cell.Of(Document),
        Cell.Of(Closed?.At.Block), Cell.Of(Closed?.At.LogIndex), Cell.Of(Closed?.At.Time), Cell.Of(Closed?.At.Transaction),
        Cell.Of(Closed?.By),
        Cell.Of(Closed?.Document),
    ];
}

internal sealed record ConditionRow(Hash32 Unit, EventPosition At, ulong By, Address Device, ulong Condition, Hash32 Evidence) : IRow
{
    public static TableShape Shape { get; } = new("projection.condition_report", 3, Blob("unit"), Number("block"), Number("log_index"),
        Number("time"), Blob("tx_hash"),
        Number("by_party"), Blob("device"), Number("condition"), Blob("evidence"));

    public object?[] ToValues() =>
    [
        Cell.Of(Unit), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(By), Cell.Of(Device),
        Cell.Of(Condition),
        Cell.Of(Evidence),
    ];
}

internal sealed record RecallRow(Hash32 Lot, EventPosition At, ulong By, bool Recalled, Hash32 Reason) : IRow
{
    public static TableShape Shape { get; } = new("projection.recall", 3, Blob("lot"), Number("block"), Number("log_index"), Number("time"),
        Blob("tx_hash"), Number("by_party"),
        Number("recalled"), Blob("reason"));

    public object?[] ToValues() =>
    [
        Cell.Of(Lot), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(By),
        Cell.Of(Recalled ? 1UL : 0UL), Cell.Of(Reason),
    ];
}
