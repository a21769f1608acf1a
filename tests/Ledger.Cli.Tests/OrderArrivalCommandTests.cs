using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

public sealed class OrderArrivalCommandTests : IDisposable
{
    private readonly OrderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Devices_attest_an_arrival_one_after_the_other_and_anybody_matches_it_afterwards()
    {
        await bench.AgreeAsync("--attester", "3", "--quorum", "2", "--dispute-hours", "12");
        Assert.Equal((new PartyId(3), 2UL, 43_200UL), (bench.Terms.Attester, bench.Terms.Quorum, bench.Terms.DisputeWindow));
        var file = bench.Folder["arrival.json"];
        var attested = await bench.RunAsync(
            "gate", "attest", bench.Order, "--quantity", "200", "--invoice", "400000", "--device", $"{bench.AddressOf("gate")}", "--device", $"{bench.AddressOf("dock")}", "--out", file);
        Assert.Equal((0, ""), (attested.Code, attested.Error));
        Assert.Contains($"Arrival of 200 for milestone 0 of order {bench.Terms.Id()}, 400000 invoiced, for 2 devices to attest.", attested.Output, StringComparison.Ordinal);
        Assert.Contains($"Still to sign: {bench.AddressOf("dock")}", attested.Output, StringComparison.Ordinal);
        Assert.Contains("missing-signature", (await bench.LedgerAsync("order", "submit", file)).Error, StringComparison.Ordinal);
        Assert.Contains("wrong-signer", (await bench.RunAsync("buyer", "sign", file)).Error, StringComparison.Ordinal);
        Assert.Contains("All have signed", (await bench.RunAsync("dock", "sign", file)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.LedgerAsync("order", "submit", file)).Code);
        var (arrival, signers) = bench.Last<Arrival>();
        Assert.Equal(signers, arrival.Devices);
        Assert.Equal(new HashSet<Address> { bench.AddressOf("gate"), bench.AddressOf("dock") }, [.. signers]);

        Assert.Equal(0, (await bench.LedgerAsync("order", "match", file)).Code);
        var match = bench.Last<MatchArrival>().Intent;
        Assert.Equal((bench.Terms.Id(), arrival.Delivery, 200UL), (match.Order, match.Delivery, match.Arrived.Quantity));
    }

    [Fact]
    public async Task Fewer_devices_than_the_order_asks_for_are_refused_before_anything_is_written()
    {
        await bench.AgreeAsync("--attester", "3", "--quorum", "2");
        var few = await bench.RunAsync("gate", "attest", bench.Order, "--quantity", "200", "--invoice", "400000", "--device", $"{bench.AddressOf("gate")}", "--out", bench.Folder["arrival.json"]);
        Assert.Equal(1, few.Code);
        Assert.Contains("no-quorum", few.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Folder["arrival.json"]));
    }

    [Fact]
    public async Task A_delivery_whose_hand_off_was_submitted_alone_is_matched_from_the_same_file()
    {
        const string Epc = "urn:epc:id:sgtin:0614141.107346.2018";
        await bench.AgreeAsync();
        var file = bench.Folder["delivery.json"];
        await bench.RunAsync("seller", "deliver", bench.Order, "--quantity", "500", "--invoice", "1000000", "--unit", Epc, "--out", file);
        Assert.Contains("missing-signature", (await bench.LedgerAsync("order", "match", file)).Error, StringComparison.Ordinal);
        await bench.RunAsync("buyer", "sign", file);
        Assert.Equal(0, (await bench.LedgerAsync("order", "match", file)).Code);
        var (match, signers) = bench.Last<HandOffMatch>();
        Assert.Equal((UnitId.Of(Epc), 500UL), (((HandOff)match.Offer).Unit, match.Delivery.Quantity));
        Assert.Equal([bench.AddressOf("seller"), bench.AddressOf("buyer")], signers);
        Assert.Contains("wrong-type", (await bench.LedgerAsync("order", "match", bench.Order)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_party_admits_a_device_that_signs_too_revokes_it_alone_and_lists_what_it_has()
    {
        string[] party = ["--key", bench.Folder["seller"], "--password-file", bench.Folder["password"]];
        string[] device = ["--device-key", bench.Folder["gate"], "--device-password-file", bench.Folder["password"]];
        var gate = bench.AddressOf("gate");
        Assert.Equal(0, (await bench.LedgerAsync(["party", "device", "admit", "--attests", "arrival", .. device, .. party])).Code);
        var (admitted, both) = bench.Last<DeviceChange>();
        Assert.Equal((new PartyId(1), gate, Device.Arrival, 0U), (admitted.Party, admitted.Device, admitted.Attests, admitted.Seq));
        Assert.Equal([bench.AddressOf("seller"), gate], both);
        Assert.Contains("bad-input", (await bench.LedgerAsync(["party", "device", "admit", "--attests", "weather", .. device, .. party])).Error, StringComparison.Ordinal);

        bench.Api.Canned[$"GET /devices/{gate}"] = $$"""{"address":"{{gate}}","party":1,"attests":1,"seq":4}""";
        Assert.Equal(0, (await bench.LedgerAsync(["party", "device", "revoke", $"{gate}", .. party])).Code);
        var (revoked, alone) = bench.Last<DeviceChange>();
        Assert.Equal((0U, 4U), (revoked.Attests, revoked.Seq));
        Assert.Equal([bench.AddressOf("seller")], alone);

        bench.Api.Canned["GET /parties/1/devices"] = $$"""{"items":[{"address":"{{gate}}","party":1,"attests":3,"seq":1}],"asOf":{"block":9,"hash":"{{Hash32.Zero}}","time":0} }""";
        Assert.Equal($"{gate}  arrival, condition", (await bench.LedgerAsync("party", "device", "list", "1")).Output.Trim());
    }
}
