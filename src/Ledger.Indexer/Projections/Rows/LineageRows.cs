using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed record TransformationRow(EventPosition At, ulong By, Hash32 Document) : IRow
{
    public static TableShape Shape { get; } = new("projection.transformation", 2, Number("block"), Number("log_index"), Number("time"),
        Blob("tx_hash"), Number("by_party"), Blob("document"));

    public object?[] ToValues() => [Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of(By),
        Cell.Of(Document)];
}

internal sealed record TransformationInputRow(Hash32 Unit, EventPosition At, ulong Amount) : IRow
{
    public static TableShape Shape { get; } = new("projection.transformation_input", 3, Blob("unit"), Number("block"), Number("log_index"),
        Number("amount"));

    public object?[] ToValues() => [Cell.Of(Unit), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(Amount)];
}

/// <summary>What a transformation made.</summary>
internal enum OutputKind
{
    Unit = 1,
    Lot = 2,
}

internal sealed record TransformationOutputRow(Hash32 Id, EventPosition At, OutputKind Kind) : IRow
{
    public static TableShape Shape { get; } = new("projection.transformation_output", 4, Blob("id"), Number("block"), Number("log_index"),
        Number("kind"));

    public object?[] ToValues() => [Cell.Of(Id), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of((ulong)Kind)];
}

/// <summary>How one unit came of another of the same lot.</summary>
internal enum DerivationKind
{
    SplitOff = 1,
    Merged = 2,
}

internal sealed record DerivationRow(Hash32 Target, Hash32 Source, DerivationKind Kind, ulong Amount, ulong By, EventPosition At) : IRow
{
    public static TableShape Shape { get; } = new("projection.derivation", 3, Blob("target"), Number("block"), Number("log_index"),
        Blob("source"), Number("kind"), Number("amount"),
        Number("by_party"), Number("time"), Blob("tx_hash"));

    public object?[] ToValues() =>
    [
        Cell.Of(Target), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(Source), Cell.Of((ulong)Kind), Cell.Of(Amount), Cell.Of(By),
        Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];
}

/// <summary>What happened to a title note.</summary>
internal enum TitleKind
{
    Issued = 1,
    Moved = 2,
    Merged = 3,
    UsedUp = 4,
}

internal sealed record TitleRow(Hash32 Note, EventPosition At, TitleKind Kind, ulong From, ulong To, Hash32 Other, ulong Amount,
    Hash32 Document) : IRow
{
    public static TableShape Shape { get; } = new("projection.title", 3, Blob("note"), Number("block"), Number("log_index"), Number("time"),
        Blob("tx_hash"), Number("kind"),
        Number("from_party"), Number("to_party"), Blob("other"), Number("amount"), Blob("document"));

    public object?[] ToValues() =>
    [
        Cell.Of(Note), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind),
        Cell.Of(From), Cell.Of(To),
        Cell.Of(Other), Cell.Of(Amount), Cell.Of(Document),
    ];
}

internal sealed record BlockRow(ulong Number, Hash32 Hash, Hash32 Parent, ulong Time, ulong Events) : IRow
{
    public static TableShape Shape { get; } = new("projection.block", 1, Column.Number("number"), Blob("hash"), Blob("parent"),
        Column.Number("time"), Column.Number("events"));

    public object?[] ToValues() => [Cell.Of(Number), Cell.Of(Hash), Cell.Of(Parent), Cell.Of(Time), Cell.Of(Events)];
}

/// <summary>What a row was before a block changed it; null where the block created it.</summary>
internal sealed record UndoRow(ulong Block, byte Kind, byte[] Id, byte[]? Before) : IRow
{
    public static TableShape Shape { get; } = new("projection.undo", 3, Number("block"), Number("kind"), Blob("id"), Blob("before"));

    public object?[] ToValues() => [Cell.Of(Block), (long)Kind, Id, Before];
}
