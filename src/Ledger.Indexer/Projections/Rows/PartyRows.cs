using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using static Ledger.Indexer.Storage.Column;

namespace Ledger.Indexer.Projections.Rows;

internal sealed class PartyRow : IStateRow<PartyRow>
{
    public static TableShape Shape { get; } = new("projection.party", 1, Number("id"), Blob("address"), Blob("recovery"), Number("roles"), Number("epoch"),
        Number("status"), Blob("identity"), Number("admitted_by"), Number("block"), Number("log_index"), Number("time"));

    public ulong Id { get; init; }
    public Address Key { get; set; }
    public Address Recovery { get; set; }
    public ulong Roles { get; set; }
    public ulong Epoch { get; set; }
    public ulong Status { get; set; }
    public Hash32 Identity { get; init; }
    public ulong AdmittedBy { get; init; }
    public ulong Block { get; init; }
    public ulong LogIndex { get; init; }
    public ulong Time { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Id), Cell.Of(Key), Cell.Of(Recovery), Cell.Of(Roles), Cell.Of(Epoch), Cell.Of(Status), Cell.Of(Identity), Cell.Of(AdmittedBy),
        Cell.Of(Block), Cell.Of(LogIndex), Cell.Of(Time),
    ];

    public static PartyRow FromValues(object?[] values) => new()
    {
        Id = Cell.Number(values[0]),
        Key = Cell.Address(values[1]),
        Recovery = Cell.Address(values[2]),
        Roles = Cell.Number(values[3]),
        Epoch = Cell.Number(values[4]),
        Status = Cell.Number(values[5]),
        Identity = Cell.Hash(values[6]),
        AdmittedBy = Cell.Number(values[7]),
        Block = Cell.Number(values[8]),
        LogIndex = Cell.Number(values[9]),
        Time = Cell.Number(values[10]),
    };
}

/// <summary>What an event changed of a party.</summary>
internal enum PartyChangeKind
{
    Admitted = 1,
    Key = 2,
    Epoch = 3,
    Status = 4,
    Roles = 5,
}

internal sealed record PartyChangeRow(ulong Party, EventPosition At, PartyChangeKind Kind, ulong Epoch) : IRow
{
    public static TableShape Shape { get; } = new("projection.party_change", 3, Number("party"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"),
        Number("kind"), Number("by_party"), Blob("address"), Number("roles"), Number("epoch"), Number("status"), Blob("reason"));

    public ulong? By { get; init; }
    public Address? Key { get; init; }
    public ulong? Roles { get; init; }
    public ulong? Status { get; init; }
    public Hash32? Reason { get; init; }

    public object?[] ToValues() =>
    [
        Cell.Of(Party), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction), Cell.Of((ulong)Kind), Cell.Of(By), Cell.Of(Key),
        Cell.Of(Roles), Cell.Of(Epoch), Cell.Of(Status), Cell.Of(Reason),
    ];
}

internal sealed class DeviceRow : IStateRow<DeviceRow>
{
    public static TableShape Shape { get; } = new("projection.device", 1, Blob("address"), Number("party"), Number("attests"), Number("seq"), Number("block"), Number("log_index"), Number("time"));

    public Address Address { get; init; }
    public ulong Party { get; set; }
    public ulong Attests { get; set; }
    public ulong Seq { get; set; }
    public ulong Block { get; set; }
    public ulong LogIndex { get; set; }
    public ulong Time { get; set; }

    public object?[] ToValues() =>
        [Cell.Of(Address), Cell.Of(Party), Cell.Of(Attests), Cell.Of(Seq), Cell.Of(Block), Cell.Of(LogIndex), Cell.Of(Time)];

    public static DeviceRow FromValues(object?[] values) => new()
    {
        Address = Cell.Address(values[0]),
        Party = Cell.Number(values[1]),
        Attests = Cell.Number(values[2]),
        Seq = Cell.Number(values[3]),
        Block = Cell.Number(values[4]),
        LogIndex = Cell.Number(values[5]),
        Time = Cell.Number(values[6]),
    };
}

internal sealed record AnchorRow(Address Publisher, Hash32 Root, ulong Count, EventPosition At) : IRow
{
    public static TableShape Shape { get; } = new("projection.anchor", 2, Blob("root"), Blob("publisher"), Number("count"), Number("block"), Number("log_index"), Number("time"), Blob("tx_hash"));

    public object?[] ToValues() =>
        [Cell.Of(Root), Cell.Of(Publisher), Cell.Of(Count), Cell.Of(At.Block), Cell.Of(At.LogIndex), Cell.Of(At.Time), Cell.Of(At.Transaction)];
}
