using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;

namespace Ledger.Indexer.Projections;

/// <summary>A device attests for a party, or attests nothing any more.</summary>
internal sealed class DeviceSetProjection : Projection<DeviceSet>
{
    protected override void Want(DeviceSet logged, ProjectionState state) => state.Devices.Want(logged.Device);

    protected override void Apply(DeviceSet logged, EventPosition at, ProjectionState state) => state.Devices.Put(new DeviceRow
    {
        Address = logged.Device,
        Party = logged.Party.Value,
        Attests = logged.Attests,
        Seq = (state.Devices.Find(logged.Device)?.Seq ?? 0) + 1,
        Block = at.Block,
        LogIndex = at.LogIndex,
        Time = at.Time,
    });
}
