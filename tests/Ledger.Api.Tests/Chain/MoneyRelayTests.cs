using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Provenance;

namespace Ledger.Api.Tests.Chain;

/// <summary>Intents with enclosures, and calls that nobody signs, through <c>POST /intents</c>.</summary>
public sealed class MoneyRelayTests
{
    private static readonly PartyId Bank = new(4);

    [Fact]
    public async Task An_order_is_relayed_from_terms_to_the_hand_off_that_pays_it_and_the_hand_off_is_provable()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var terms = await AgreeAsync(ledger);
        var funding = new Funding(terms.Price, terms.Id(), 1, LiveLedger.Later) { Terms = terms };
        Assert.Equal("insufficient-cash", await CodeAsync(await ledger.PostAsync(funding, LiveLedger.CarrierKey)));
        using var bankKey = PrivateKey.Generate();
        await ledger.SucceedAsync(new Admission(Bank, bankKey.Address, default, PartyRoles.Bank, default, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey, bankKey);
        await ledger.SucceedAsync(new Mint(Bank, LiveLedger.Carrier, terms.Price, Keccak256.Hash("wire"u8), 1, LiveLedger.Later), bankKey);
        await ledger.SucceedAsync(funding, LiveLedger.CarrierKey);

        var unit = LiveLedger.Unit("paid");
        await ledger.RegisterAsync(unit);
        var delivery = new Delivery(terms.Id(), 0, 5, terms.Price, default, Keccak256.Hash("invoice"u8));
        var handOff = new OrderHandOff(LiveLedger.Offer(unit, 1, delivery.Hash()), terms, delivery);
        await ledger.SucceedAsync(handOff, LiveLedger.FarmKey, LiveLedger.CarrierKey);
        Assert.Equal(terms.Price, await new CashContract(ledger.Node, ledger.Manifest.Cash).BalanceOfAsync(LiveLedger.Farm));
        await ledger.IndexedAsync();
        var bundle = await ledger.Api.Client.GetStringAsync($"/handoffs/{ledger.IdOf(handOff)}/proof");
        var report = ProofVerifier.Verify(Encoding.UTF8.GetBytes(bundle), manifest: ledger.Manifest);
        Assert.True(report.Holds, string.Join("; ", report.Failures));
    }

    [Fact]
    public async Task Enclosures_that_are_missing_foreign_or_not_what_was_signed_are_refused()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var terms = await AgreeAsync(ledger);
        var json = ledger.Sign(new Funding(terms.Price, terms.Id(), 1, LiveLedger.Later) { Terms = terms }, LiveLedger.CarrierKey).ToJson();
        Assert.Equal("enclosure-mismatch", await PostAsync(ledger, json, body => body["enclosures"]!["terms"]!["quantity"] = 6));
        Assert.Equal("missing-field", await PostAsync(ledger, json, body => body.Remove("enclosures")));
        Assert.Equal("unknown-field", await PostAsync(ledger, json, body => body["enclosures"]!["loan"] = new JsonObject()));
    }

    [Fact]
    public async Task A_call_that_nobody_signs_is_one_operation_for_each_nonce()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.SharedAsync());
        var lot = LotId.Of("urn:epc:class:lgtin:4012345.012345.998877");
        await ledger.SucceedAsync(new LotRegistration(LiveLedger.Farm, lot, 1000, default, 0, default, 1, LiveLedger.Later), LiveLedger.FarmKey);
        var (once, again) = (new Witness(NoteId.RootOf(lot), Keccak256.Hash("1"u8)), new Witness(NoteId.RootOf(lot), Keccak256.Hash("2"u8)));
        var first = await ledger.SucceedAsync(once);
        Assert.Equal((string)first["transactionHash"]!, (string)(await ledger.SucceedAsync(once))["transactionHash"]!);
        Assert.NotEqual((string)first["transactionHash"]!, (string)(await ledger.SucceedAsync(again))["transactionHash"]!);
    }

    private static async Task<OrderTerms> AgreeAsync(LiveLedger ledger)
    {
        var terms = new OrderTerms(
            LiveLedger.Carrier, LiveLedger.Farm, 1000, 5, 0, LiveLedger.Later, default, default, 0, 0, default, [LiveLedger.Farm], [LiveLedger.Carrier], [10_000], 1, 1, LiveLedger.Later);
        await ledger.SucceedAsync(terms, LiveLedger.CarrierKey, LiveLedger.FarmKey);
        return terms;
    }

    private static async Task<string> PostAsync(LiveLedger ledger, string json, Action<JsonObject> change)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        change(body);
        return await CodeAsync(await ledger.Api.Client.PostAsync("/intents", ApiHost.JsonBody(body.ToJsonString())));
    }

    private static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        Assert.NotEqual(HttpStatusCode.Accepted, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["code"]!;
    }
}
