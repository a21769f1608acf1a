using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using static Ledger.Api.Tests.Money.MoneyWorld;

namespace Ledger.Api.Tests.Money;

public abstract class DeviceReadTests(Dialect dialect)
{
    [Fact]
    public async Task A_partys_devices_are_listed_page_by_page_and_each_is_found_by_its_address()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        Address[] devices = [.. Enumerable.Range(1, 130).Select(i => new Address([(byte)(i * 31 % 256), .. new byte[18], (byte)i]))];
        await world.MineAsync([.. devices.Select(device => (IReadOnlyList<LedgerEvent>)[new DeviceSet(device, Shop, Device.Arrival)])]);
        await world.MineAsync([new DeviceSet(devices[0], Shop, 0)], [new DeviceSet(new Address([9, .. new byte[19]]), Farm, Device.Condition)]);
        using var ledger = new LedgerClient(world.Host.Client);
        var first = await ledger.Parties.ListDevicesAsync(Shop);
        var second = await ledger.Parties.ListDevicesAsync(Shop, first.Next);
        Assert.Equal((100, 30, null), (first.Items.Count, second.Items.Count, second.Next));
        var listed = first.Items.Concat(second.Items).Select(device => device.Address).ToList();
        Assert.Equal(devices.OrderBy(device => Hex.Encode(device.Span), StringComparer.Ordinal), listed);
        Assert.Equal(new Device(devices[0], Shop, 0, 2), await ledger.Parties.FindDeviceAsync(devices[0]));
        Assert.Equal(new Device(devices[1], Shop, Device.Arrival, 1), await ledger.Parties.FindDeviceAsync(devices[1]));
        Assert.Null(await ledger.Parties.FindDeviceAsync(new Address([77, .. new byte[19]])));
        Assert.Equal((400, "invalid-cursor"), await ApiHost.ProblemAsync(await world.Host.Client.GetAsync($"/parties/2/devices?cursor={first.Next}")));
        Assert.Equal((400, "malformed-hex"), await ApiHost.ProblemAsync(await world.Host.Client.GetAsync("/devices/0x12")));
        Assert.Equal((400, "invalid-identifier"), await ApiHost.ProblemAsync(await world.Host.Client.GetAsync("/parties/shop/devices")));
        Assert.Empty((await world.Host.Client.GetFromJsonAsync<JsonObject>("/parties/4/devices"))!["items"]!.AsArray());
    }
}

public sealed class SqliteDeviceReadTests() : DeviceReadTests(Dialect.Sqlite);

public sealed class PostgresDeviceReadTests() : DeviceReadTests(Dialect.PostgreSql);
