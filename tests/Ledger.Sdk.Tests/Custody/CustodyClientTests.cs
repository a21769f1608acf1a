using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;
using Ledger.Sdk.Tests.Contracts;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Custody;

public sealed class CustodyClientTests
{
    private const string Cheese = "urn:epc:id:sgtin:4012345.011111.1";
    private const string Pallet = "urn:epc:id:sscc:4012345.1234567890";
    private const string Lot = "urn:epc:class:lgtin:4012345.012345.998877";

    [Fact]
    public async Task A_supplier_hands_goods_over_in_five_lines_and_proves_it()
    {
        var (chain, http) = await StartAsync();
        await chain.RegisterAsync(UnitId.Of(Cheese));
        var (farmKey, carrierKey) = (DeployedLedger.FarmKey, DeployedLedger.CarrierKey);

        using var ledger = new LedgerClient(http);
        var offer = await ledger.Custody.OfferAsync(from: new PartyId(2), to: new PartyId(3), Cheese);
        var operation = await ledger.SubmitAsync(offer.Sign(farmKey).Sign(carrierKey));
        var proof = await ledger.Provenance.HandOffProofAsync($"{operation.TransactionHash}");
        var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(proof));

        Assert.True(report.Holds, string.Join("; ", report.Failures));
        Assert.Equal(new PartyId(3), (await ledger.Custody.GetAsync(Cheese)).Custodian);
    }

    [Fact]
    public async Task Goods_are_registered_packed_moved_unpacked_split_merged_and_transformed()
    {
        var (_, http) = await StartAsync();
        using var ledger = new LedgerClient(http);
        var (farm, carrier) = (DeployedLedger.Farm, DeployedLedger.Carrier);
        await Do(await ledger.Custody.RegisterLotAsync(farm, Lot, 1000, new UnitOfMeasure("KGM"), 1), DeployedLedger.FarmKey);
        await Do(await ledger.Custody.RegisterUnitsAsync(farm, Lot, [(Lot, 600)]), DeployedLedger.FarmKey);
        await Do(await ledger.Custody.RegisterUnitsAsync(farm, null, [(Pallet, 1)]), DeployedLedger.FarmKey);

        var split = await ledger.Custody.SplitAsync(farm, Lot, 200);
        await Do(split, DeployedLedger.FarmKey);
        var part = UnitId.Of(Lot).Part(((Split)split.Intent).Seq).ToString();
        Assert.Equal(200UL, (await ledger.Custody.GetAsync(part)).Amount);

        await Do(await ledger.Custody.PackAsync(farm, Pallet, [part]), DeployedLedger.FarmKey);
        await Do(await ledger.Custody.OfferAsync(farm, carrier, Pallet), DeployedLedger.FarmKey, DeployedLedger.CarrierKey);
        Assert.Equal(carrier, (await ledger.Custody.GetAsync(part)).Custodian);
        await Do(await ledger.Custody.UnpackAsync(carrier, Pallet, [part]), DeployedLedger.CarrierKey);
        await Do(await ledger.Custody.ReportConditionAsync(carrier, part, Condition.Damaged), DeployedLedger.CarrierKey);
        Assert.Equal(Condition.Damaged, (await ledger.Custody.GetAsync(part)).Condition);
        await Do(await ledger.Custody.OfferAsync(carrier, farm, [Pallet, part]), DeployedLedger.CarrierKey, DeployedLedger.FarmKey);
        await Do(await ledger.Custody.ReportConditionAsync(farm, part, Condition.Sound), DeployedLedger.FarmKey);
        await Do(await ledger.Custody.MergeAsync(farm, Lot, part), DeployedLedger.FarmKey);
        Assert.Equal(600UL, (await ledger.Custody.GetAsync(Lot)).Amount);

        var transformation = await ledger.Custody.TransformAsync(
            farm, [(Lot, 100, NoteId.RootOf(LotId.Of(Lot)))], [("urn:epc:class:lgtin:4012345.099999.1", 50, new UnitOfMeasure("KGM"), 0)], ["urn:epc:id:sgtin:4012345.011111.77"]);
        await Do(transformation, DeployedLedger.FarmKey);
        Assert.Equal(500UL, (await ledger.Custody.GetAsync(Lot)).Amount);
        await Do(await ledger.Custody.RecallAsync(farm, Lot), DeployedLedger.FarmKey);
        Assert.True((await ledger.Custody.GetLotAsync(Lot)).Recalled);

        async Task Do(IntentDraft draft, params PrivateKey[] keys) =>
            Assert.Equal(OperationState.Confirmed, (await ledger.SubmitAsync(keys.Aggregate(draft, (signed, key) => signed.Sign(key)))).Status);
    }

    [Fact]
    public async Task The_receiver_refuses_and_the_offer_is_dead()
    {
        var (chain, http) = await StartAsync();
        await chain.RegisterAsync(UnitId.Of(Cheese));
        using var ledger = new LedgerClient(http);
        var offer = (await ledger.Custody.OfferAsync(DeployedLedger.Farm, DeployedLedger.Carrier, Cheese)).Sign(DeployedLedger.FarmKey);
        var refusal = Rejection.Of(IntentDraft.Parse(offer.ToJson()), Keccak256.Hash("wet"u8)).Sign(DeployedLedger.CarrierKey);
        Assert.Equal(OperationState.Confirmed, (await ledger.SubmitAsync(refusal)).Status);
        Assert.Equal("stale-sequence", (await Assert.ThrowsAsync<LedgerException>(() => ledger.SubmitAsync(offer.Sign(DeployedLedger.CarrierKey)))).Code);
        Assert.Equal(DeployedLedger.Farm, (await ledger.Custody.GetAsync(Cheese)).Custodian);
    }

    [Fact]
    public async Task Parties_are_admitted_rotate_their_key_cancel_are_frozen_and_given_roles()
    {
        var (_, http) = await StartAsync();
        using var ledger = new LedgerClient(http);
        var (key, recovery, next) = (PrivateKey.Generate(), PrivateKey.Generate(), PrivateKey.Generate());
        await ledger.SubmitAsync((await ledger.Parties.AdmitAsync(new PartyId(1), key.Address, PartyRoles.Retailer, recovery: recovery.Address)).Sign(DeployedLedger.RegistrarKey).Sign(key));
        var shop = new PartyId(4);
        Assert.Equal((key.Address, recovery.Address), ((await ledger.Parties.GetAsync(shop)).Key, (await ledger.Parties.GetAsync(shop)).Recovery));
        await ledger.SubmitAsync((await ledger.Parties.ChangeKeyAsync(shop, next.Address)).Sign(recovery, "party").Sign(next));
        Assert.Equal(next.Address, (await ledger.Parties.GetAsync(shop)).Key);
        await ledger.SubmitAsync((await ledger.Parties.CancelAllAsync(shop)).Sign(next));
        await ledger.SubmitAsync((await ledger.Parties.SetRolesAsync(new PartyId(1), shop, PartyRoles.Retailer | PartyRoles.Warehouse)).Sign(DeployedLedger.RegistrarKey));
        await ledger.SubmitAsync((await ledger.Parties.SetStatusAsync(new PartyId(1), shop, PartyStatus.Frozen)).Sign(DeployedLedger.RegistrarKey));
        var party = (await ledger.Parties.ListAsync())[3];
        Assert.Equal((PartyRoles.Retailer | PartyRoles.Warehouse, PartyStatus.Frozen), (party.Roles, party.Status));
    }

    [Fact]
    public async Task An_unsigned_draft_is_not_submitted_and_a_stranger_cannot_sign()
    {
        var (chain, http) = await StartAsync();
        await chain.RegisterAsync(UnitId.Of(Cheese));
        using var ledger = new LedgerClient(http);
        var offer = await ledger.Custody.OfferAsync(DeployedLedger.Farm, DeployedLedger.Carrier, Cheese);
        Assert.Equal("missing-signature", (await Assert.ThrowsAsync<LedgerException>(() => ledger.SubmitAsync(offer))).Code);
        Assert.Equal("wrong-signer", Assert.Throws<LedgerException>(() => offer.Sign(PrivateKey.Generate())).Code);
        Assert.Equal("oversized-batch", (await Assert.ThrowsAsync<LedgerException>(() => ledger.Custody.OfferAsync(DeployedLedger.Farm, DeployedLedger.Carrier, Enumerable.Repeat(Cheese, 501).ToList()))).Code);
    }

    [Fact]
    public async Task A_client_reads_what_it_has_written()
    {
        var chain = await DeployedLedger.DeployAsync(await TestChain.StartAsync());
        using var api = new ChainBackedApi(chain);
        using var ledger = new LedgerClient(api.CreateClient());
        await ledger.Parties.GetAsync(DeployedLedger.Farm);
        Assert.DoesNotContain("minBlock", api.LastAsked, StringComparison.Ordinal);
        var operation = await ledger.SubmitAsync((await ledger.Parties.CancelAllAsync(DeployedLedger.Farm)).Sign(DeployedLedger.FarmKey));
        await ledger.Parties.GetAsync(DeployedLedger.Farm);
        Assert.Equal($"/parties/2?minBlock={operation.Block}", api.LastAsked);
    }

    private static async Task<(DeployedLedger Ledger, HttpClient Http)> StartAsync()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.StartAsync());
        return (ledger, new ChainBackedApi(ledger).CreateClient());
    }
}
