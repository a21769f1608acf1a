using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class LotRow : IStateRow<LotRow>
{
    public static TableShape Shape { get; } = new("projection.lot", 1, Blob("id"), Number("issuer"), Number("quantity"), Number("remaining"), Text("uom"), Number("decimals"),
        Blob("document"), Number("recalled"), Number("seq"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public Hash32 Id { get; init; }
    public ulong Issuer { get; init; }
    public ulong Quantity { get; init; }
    public ulong Remaining { get; set; }
    public string Uom { get; init; } = "";
    public ulong Decimals { get; init; }
    public Hash32 Document { get; init; }
    public bool Recalled { get; set; }
    public ulong Seq { get; set; }
    public EventPosition At { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Issuer), Cell.Of(Quantity), Cell.Of(Remaining), Uom, Cell.Of(Decimals), Cell.Of(Document), Cell.Of(Recalled ? 1UL : 0UL), Cell.Of(Seq),
        Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction),
    ];

    public static LotRow FromValues(object?[] values) => new()
    {
        Id = Cell.Hash(values[0]),
        Issuer = Cell.Number(values[1]),
        Quantity = Cell.Number(values[2]),
        Remaining = Cell.Number(values[3]),
        Uom = (string)values[4]!,
        Decimals = Cell.Number(values[5]),
        Document = Cell.Hash(values[6]),
        Recalled = Cell.Number(values[7]) != 0,
        Seq = Cell.Number(values[8]),
        At = new EventPosition(Cell.Number(values[9]), default, Cell.Number(values[10]), Cell.Number(values[11]), Cell.Hash(values[12])),
    };
}

/// <summary>Whether a unit is still there.</summary>
internal enum UnitStatus
{
    InCustody = 1,
    Consumed = 2,
    Merged = 3,
}

internal sealed class UnitRow : IStateRow<UnitRow>
{
    public static TableShape Shape { get; } = new("projection.unit", 1, Blob("id"), Blob("lot"), Number("custodian"), Number("amount"), Number("seq"), Number("condition"),
        Blob("parent"), Number("contents"), Number("status"), Number("registered_by"), Number("block"), Number("log_index"), Number("time"), Number("since_block"), Number("since_log_index"), Number("since_time"));

    public Hash32 Id { get; init; }
    public Hash32? Lot { get; init; }
    public ulong Custodian { get; set; }
    public ulong Amount { get; set; }
    public ulong Seq { get; set; }
    public ulong Condition { get; set; }
    public Hash32? Parent { get; set; }
    public ulong Contents { get; set; }
    public UnitStatus Status { get; set; }
    public ulong RegisteredBy { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }
    public ulong Time { get; init; }
    public ulong SinceBlock { get; private set; }
    public ulong SinceLogIndex { get; private set; }
    public ulong SinceTime { get; private set; }

    public static UnitRow New(Hash32 id, Hash32? lot, ulong custodian, ulong amount, ulong registeredBy, EventPosition at)
    {
        var unit = new UnitRow
        {
            Id = id,
            Lot = lot,
            Amount = amount,
            Seq = 1,
            Status = UnitStatus.InCustody,
            RegisteredBy = registeredBy,
            Block = at.Block,
            LogIndex = at.LogIndex,
            Time = at.Time,
        };
        unit.MoveTo(custodian, at);
        return unit;
    }

    public void MoveTo(ulong custodian, EventPosition at) =>
        (Custodian, SinceBlock, SinceLogIndex, SinceTime) = (custodian, at.Block, at.LogIndex, at.Time);

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Lot), Cell.Of(Custodian), Cell.Of(Amount), Cell.Of(Seq), Cell.Of(Condition), Cell.Of(Parent), Cell.Of(Contents),
        Cell.Of((ulong)Status), Cell.Of(RegisteredBy), Cell.Of(Block), Cell.Of(LogIndex), Cell.Of(Time), Cell.Of(SinceBlock), Cell.Of(SinceLogIndex), Cell.Of(SinceTime),
    ];

    public static UnitRow FromValues(object?[] values) => new()
    {
        Id = Cell.Hash(values[0]),
        Lot = Cell.HashOrNull(values[1]),
        Custodian = Cell.Number(values[2]),
        Amount = Cell.Number(values[3]),
        Seq = Cell.Number(values[4]),
        Condition = Cell.Number(values[5]),
        Parent = Cell.HashOrNull(values[6]),
        Contents = Cell.Number(values[7]),
        Status = (UnitStatus)Cell.Number(values[8]),
        RegisteredBy = Cell.Number(values[9]),
        Block = Cell.Number(values[10]),
        LogIndex = Cell.Number(values[11]),
        Time = Cell.Number(values[12]),
        SinceBlock = Cell.Number(values[13]),
        SinceLogIndex = Cell.Number(values[14]),
        SinceTime = Cell.Number(values[15]),
    };
}

internal sealed class NoteRow : IStateRow<NoteRow>
{
    public static TableShape Shape { get; } = new("projection.note", 1, Blob("id"), Blob("lot"), Number("owner"), Number("amount"), Number("seq"), Number("status"), Blob("parent"), Number("block"), Number("log_index"));

    public Hash32 Id { get; init; }
    public Hash32 Lot { get; init; }
    public ulong Owner { get; set; }
    public ulong Amount { get; set; }
    public ulong Seq { get; set; }
    public bool Ended { get; set; }
    public Hash32? Parent { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }

    public object?[] ToValues() =>
        [Cell.Of(Id), Cell.Of(Lot), Cell.Of(Owner), Cell.Of(Amount), Cell.Of(Seq), Cell.Of(Ended ? 2UL : 1UL), Cell.Of(Parent), Cell.Of(Block), Cell.Of(LogIndex)];

    public static NoteRow FromValues(object?[] values) => new()
    {
        Id = Cell.Hash(values[0]),
        Lot = Cell.Hash(values[1]),
        Owner = Cell.Number(values[2]),
        Amount = Cell.Number(values[3]),
        Seq = Cell.Number(values[4]),
        Ended = Cell.Number(values[5]) == 2,
        Parent = Cell.HashOrNull(values[6]),
        Block = Cell.Number(values[7]),
        LogIndex = Cell.Number(values[8]),
    };
}

/// <summary>The rolling hash of one aligned window of blocks.</summary>
internal sealed class WindowRow : IStateRow<WindowRow>
{
    public static TableShape Shape { get; } = new("projection.digest_window", 1, Number("number"), Blob("digest"), Number("events"));

    public ulong Number { get; init; }
    public Hash32 Digest { get; set; }
    public ulong Events { get; set; }

    public object?[] ToValues() => [Cell.Of(Number), Cell.Of(Digest), Cell.Of(Events)];

    public static WindowRow FromValues(object?[] values) =>
        new() { Number = Cell.Number(values[0]), Digest = Cell.Hash(values[1]), Events = Cell.Number(values[2]) };
}
