using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>A device that used to report has been silent for a day. Gone when it reports, or is revoked. Its party is told, and the lenders to whom that party owes.</summary>
public sealed class DeviceSilenceRule : RiskRule, IWaits
{
    /// <inheritdoc/>
    public override string Id => "device-silence";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        switch (placed.Event)
        {
            case DeviceSet { Attests: 0 } set:
                context.State.Devices.Remove(set.Device);
                context.Resolve(Id, Subjects.Device(set.Device), AlertCause.Of(placed));
                break;
            case DeviceSet set: context.State.Devices[set.Device] = new WatchedDevice(set.Party, placed.Time, 0); break;
            case ConditionReported reported when context.State.Devices.TryGetValue(reported.Device, out var device):
                context.State.Devices[reported.Device] = device with { Heard = placed.Time, Reports = device.Reports + 1 };
                context.State.Await(placed.Time + RiskState.DeviceSilence, reported.Device);
                context.Resolve(Id, Subjects.Device(reported.Device), AlertCause.Of(placed));
                break;
        }
    }

    /// <inheritdoc/>
    public void Due(Deadline due, AlertCause now, RiskContext context)
    {
        var address = due.Device;
        if (!context.State.Devices.TryGetValue(address, out var device)) return;
        if (device.Reports == 0 || device.Heard + RiskState.DeviceSilence > due.Time) return;
        context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Device(address), now with { Time = due.Time },
            [device.Party, .. context.Book.Positions.Values.Where(position => position.Borrower == device.Party).Select(position => position.Lender)],
            Json(new { device = address, party = device.Party, lastReport = device.Heard, reports = device.Reports }), [Acts.Revoke(device.Party, address)]));
    }
}
