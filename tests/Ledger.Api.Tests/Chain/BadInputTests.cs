using System.Net;
using System.Text.Json.Nodes;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Chain;

/// <summary>Every bad input is refused with its own code, stores no operation and leaves the chain as it was.</summary>
public sealed class BadInputTests(BadInputTests.Fixture fixture) : IClassFixture<BadInputTests.Fixture>
{
    private LiveLedger Ledger => fixture.Ledger;

    [Fact]
    public async Task A_wrong_signer_is_refused()
    {
        var unit = await NewUnitAsync();
        await RefusedAsync(422, "wrong-signer", LiveLedger.Offer(unit), unit, LiveLedger.FarmKey, LiveLedger.FarmKey);
    }

    [Fact]
    public async Task An_expired_intent_is_refused()
    {
        var unit = await NewUnitAsync();
        var past = (ulong)DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds();
        await RefusedAsync(422, "expired", LiveLedger.Offer(unit) with { Deadline = past }, unit, LiveLedger.FarmKey, LiveLedger.CarrierKey);
    }

    [Fact]
    public async Task An_intent_signed_for_another_chain_or_contract_is_refused()
    {
        var unit = await NewUnitAsync();
        var offer = LiveLedger.Offer(unit);
        foreach (var domain in new[] { new IntentDomain(1, Ledger.Manifest.Goods), new IntentDomain(Ledger.Manifest.ChainId, Ledger.Manifest.Registry) })
            await RefusedAsync(422, "wrong-signer", LiveLedger.Sign(offer, domain, LiveLedger.FarmKey, LiveLedger.CarrierKey), unit);
    }

    [Fact]
    public async Task A_replay_after_the_unit_came_back_moves_nothing()
    {
        var unit = await NewUnitAsync();
        var offer = LiveLedger.Offer(unit);
        var first = await Ledger.SucceedAsync(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey);
        await Ledger.SucceedAsync(new HandOff(LiveLedger.Carrier, LiveLedger.Farm, unit, 2, 1, 1, default, LiveLedger.Later), LiveLedger.CarrierKey, LiveLedger.FarmKey);
        var again = await (await Ledger.PostAsync(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey)).Content.ReadAsStringAsync();
        Assert.Equal((string)first["transactionHash"]!, (string)JsonNode.Parse(again)!["transactionHash"]!);
        await using var other = await Ledger.NewApiAsync(options => options.Database = $"sqlite:{Directory.CreateTempSubdirectory("ledger-other-").FullName}");
        var replay = await other.Client.PostAsync("/intents", ApiHost.JsonBody(Ledger.Sign(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey).ToJson()));
        Assert.Equal((409, "stale-sequence"), await ApiHost.ProblemAsync(replay));
        Assert.Equal((LiveLedger.Farm, 3U), await StateAsync(unit));
    }

    [Fact]
    public async Task A_unit_that_the_giver_does_not_hold_is_refused()
    {
        var unit = await NewUnitAsync();
        var offer = new HandOff(LiveLedger.Carrier, LiveLedger.Farm, unit, 1, 1, 1, default, LiveLedger.Later);
        await RefusedAsync(422, "not-custodian", offer, unit, LiveLedger.CarrierKey, LiveLedger.FarmKey);
    }

    [Fact]
    public async Task A_packed_unit_moved_alone_is_refused()
    {
        var (unit, pallet) = (await NewUnitAsync(), await NewUnitAsync());
        await Ledger.SucceedAsync(new Packing(LiveLedger.Farm, pallet, 1, [unit], [1], default, 1, LiveLedger.Later), LiveLedger.FarmKey);
        await RefusedAsync(422, "unit-packed", LiveLedger.Offer(unit, seq: 2), unit, LiveLedger.FarmKey, LiveLedger.CarrierKey);
    }

    [Fact]
    public async Task A_frozen_party_an_unknown_party_and_a_stale_epoch_are_refused()
    {
        await using var own = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var unit = LiveLedger.Unit("frozen");
        await own.RegisterAsync(unit);
        var offer = LiveLedger.Offer(unit);
        var unknown = offer with { To = new PartyId(99) };
        Assert.Equal((422, "unknown-party"), await ApiHost.ProblemAsync(await own.PostAsync(unknown, LiveLedger.FarmKey, LiveLedger.CarrierKey)));
        await own.SucceedAsync(new StatusChange(LiveLedger.Carrier, PartyStatus.Frozen, default, 1, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey);
        Assert.Equal((422, "not-active"), await ApiHost.ProblemAsync(await own.PostAsync(offer with { ToEpoch = 2 }, LiveLedger.FarmKey, LiveLedger.CarrierKey)));
        await own.SucceedAsync(new StatusChange(LiveLedger.Carrier, PartyStatus.Active, default, 2, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey);
        Assert.Equal((409, "stale-epoch"), await ApiHost.ProblemAsync(await own.PostAsync(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey)));
        Assert.Equal(LiveLedger.Farm, await own.Goods.CustodianOfAsync(unit));
    }

    [Fact]
    public async Task A_stale_sequence_an_unknown_unit_and_a_missing_role_are_refused()
    {
        var unit = await NewUnitAsync();
        await RefusedAsync(409, "stale-sequence", LiveLedger.Offer(unit, seq: 7), unit, LiveLedger.FarmKey, LiveLedger.CarrierKey);
        Assert.Equal((422, "unknown-unit"), await ApiHost.ProblemAsync(await Ledger.PostAsync(LiveLedger.Offer(LiveLedger.Unit("never")), LiveLedger.FarmKey, LiveLedger.CarrierKey)));
        var lot = new LotRegistration(LiveLedger.Carrier, LotId.Of("https://example.com/lot/1"), 5, UnitOfMeasure.Pieces, 0, default, 1, LiveLedger.Later);
        Assert.Equal((422, "missing-role"), await ApiHost.ProblemAsync(await Ledger.PostAsync(lot, LiveLedger.CarrierKey)));
    }

    [Fact]
    public async Task A_batch_over_500_units_is_refused_before_the_chain_is_asked()
    {
        var units = Enumerable.Range(0, 501).Select(i => LiveLedger.Unit($"batch-{i}")).ToList();
        var many = new HandOffMany(LiveLedger.Farm, LiveLedger.Carrier, units, [.. units.Select(_ => 1U)], 1, 1, default, LiveLedger.Later);
        Assert.Equal((422, "oversized-batch"), await ApiHost.ProblemAsync(await Ledger.PostAsync(many, LiveLedger.FarmKey, LiveLedger.CarrierKey)));
    }

    [Theory]
    [InlineData("\"seq\":1", "\"seq\":1,\"price\":5", 400, "unknown-field")]
    [InlineData("\"seq\":1", "\"seq\":1,\"seq\":1", 400, "duplicate-field")]
    [InlineData("\"seq\":1,", "", 400, "missing-field")]
    [InlineData("\"seq\":1", "\"seq\":-1", 400, "malformed-number")]
    [InlineData("\"seq\":1", "\"seq\":4294967296", 400, "malformed-number")]
    [InlineData("\"unit\":\"0x", "\"unit\":\"0xzz", 400, "malformed-hex")]
    [InlineData("\"signatures\":[\"0x", "\"signatures\":[\"", 400, "malformed-hex")]
    [InlineData("\"signatures\":[", "\"signatures\":[\"0x1234\",", 400, "malformed-signature")]
    [InlineData("\"type\":\"HandOff\"", "\"type\":\"HandItOver\"", 400, "unknown-type")]
    [InlineData("{\"type\"", "{\"type\"\"", 400, "malformed-json")]
    public async Task A_malformed_intent_is_refused(string found, string replacement, int status, string code)
    {
        var unit = await NewUnitAsync();
        var json = Ledger.Sign(LiveLedger.Offer(unit), LiveLedger.FarmKey, LiveLedger.CarrierKey).ToJson();
        Assert.Contains(found, json);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(await Ledger.Api.Client.PostAsync("/intents", ApiHost.JsonBody(json.Replace(found, replacement)))));
        Assert.Equal((LiveLedger.Farm, 1U), await StateAsync(unit));
    }

    [Fact]
    public async Task A_signature_with_a_high_s_is_refused()
    {
        var unit = await NewUnitAsync();
        var signed = Ledger.Sign(LiveLedger.Offer(unit), LiveLedger.FarmKey, LiveLedger.CarrierKey);
        signed.Signatures[0].AsSpan(32, 32).Fill(0xf0);
        await RefusedAsync(400, "malformed-signature", signed, unit);
    }

    [Fact]
    public async Task A_wrong_content_type_and_a_body_too_large_are_refused()
    {
        Assert.Equal((415, "unsupported-media-type"), await ApiHost.ProblemAsync(await Ledger.Api.Client.PostAsync("/intents", ApiHost.JsonBody("{}", "text/plain"))));
        Assert.Equal((413, "body-too-large"), await ApiHost.ProblemAsync(await Ledger.Api.Client.PostAsync("/intents", ApiHost.JsonBody(new string(' ', 300_000)))));
    }

    [Theory]
    [InlineData("urn:epc:id:sgtin:9506000.13435", "identifier-malformed")]
    [InlineData("urn:epc:id:unheard:1.2", "identifier-unsupported")]
    [InlineData("https://id.gs1.org/01/09506000134353/21/ABC", "identifier-check-digit")]
    [InlineData("0x1234", "malformed-hex")]
    public async Task A_malformed_epc_is_refused(string epc, string code) =>
        Assert.Equal((400, code), await ApiHost.ProblemAsync(await Ledger.Api.Client.GetAsync($"/units/{Uri.EscapeDataString(epc)}")));

    [Fact]
    public async Task An_unknown_unit_party_and_operation_are_not_found()
    {
        foreach (var path in new[] { $"/units/{LiveLedger.Unit("never")}", "/parties/77", $"/operations/{LiveLedger.Unit("never")}", $"/handoffs/{LiveLedger.Unit("never")}-0", "/lots/urn:epc:class:lgtin:4012345.012345.998877" })
            Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await Ledger.Api.Client.GetAsync(path)));
    }

    private async Task RefusedAsync(int status, string code, Intent intent, UnitId unit, params PrivateKey[] keys) => await RefusedAsync(status, code, Ledger.Sign(intent, keys), unit);

    private async Task RefusedAsync(int status, string code, SignedIntent intent, UnitId unit)
    {
        var before = await StateAsync(unit);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(await Ledger.PostAsync(intent)));
        Assert.Equal(before, await StateAsync(unit));
        Assert.Equal(HttpStatusCode.NotFound, (await Ledger.Api.Client.GetAsync($"/operations/{Ledger.IdOf(intent.Intent)}")).StatusCode);
    }

    private async Task<(PartyId, uint)> StateAsync(UnitId unit)
    {
        var entry = await Ledger.Goods.UnitAsync(unit);
        return (entry.Custodian, entry.Seq);
    }

    private async Task<UnitId> NewUnitAsync()
    {
        var unit = LiveLedger.Unit(Guid.NewGuid().ToString());
        await Ledger.RegisterAsync(unit);
        return unit;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public LiveLedger Ledger { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());

        public ValueTask DisposeAsync() => Ledger?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
