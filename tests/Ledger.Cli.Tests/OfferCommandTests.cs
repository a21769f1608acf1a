using System.Text.Json;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Cli.Tests;

public sealed class OfferCommandTests : IDisposable
{
    private static readonly ReceivableId Receivable = new(Keccak256.Hash("receivable"u8));
    private readonly PrivateKey farm = PrivateKey.Generate();
    private readonly PrivateKey bank = PrivateKey.Generate();
    private readonly Folder folder = new();
    private readonly FakeApi api;

    public OfferCommandTests()
    {
        api = new FakeApi(farm, bank);
        KeyFile.Save(folder["farm.json"], farm, "correct horse", new KeyDerivation.Pbkdf2(1));
        KeyFile.Save(folder["bank.json"], bank, "correct horse", new KeyDerivation.Pbkdf2(1));
    }

    private static ulong Due => (ulong)DateTimeOffset.UtcNow.AddDays(90).ToUnixTimeSeconds();

    private static FinancingAsk Ask { get; } = new(
        12, new PartyId(1), new PartyId(2), Receivable, NoteId.RootOf(Receivable), 3, 10_000_000, 10_000_000, Due, Due - 100, null, AskState.Open, 1);

    public void Dispose()
    {
        api.Dispose();
        folder.Dispose();
        farm.Dispose();
        bank.Dispose();
    }

    [Fact]
    public async Task Offers_are_asked_for_and_shown_with_what_they_cost()
    {
        api.Canned["POST /financing/asks"] = Json(Ask);
        var asked = await Cli.RunAsync(["offer", "ask", "--receivable", $"{Receivable}", "--lender", "2", "--amount", "10000000", .. Signed("farm")]);
        Assert.Equal((0, ""), (asked.Code, asked.Error));
        Assert.Contains("Request 12: offers on 100,000.00 CNY are taken until", asked.Output, StringComparison.Ordinal);
        var body = JsonDocument.Parse(api.Asked[^1].Body).RootElement;
        Assert.Equal((Receivable.ToString(), "[2]"), (body.GetProperty("note").GetString(), body.GetProperty("lenders").GetRawText()));
        api.Canned["GET /financing/asks/12"] = Json(Ask with { Offers = [Offer()] });
        var shown = await Cli.RunAsync(["offer", "list", "--ask", "12", .. Signed("farm")]);
        foreach (var part in new[] { "98,500.00 CNY", "discount 1,500.00 CNY", "6.18 %", "insufficient-cash" }) Assert.Contains(part, shown.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Cli.RunAsync(["offer", "list", "--ask", "12", "--json", .. Signed("farm")])).Output).RootElement;
        Assert.Equal(618, json.GetProperty("offers")[0].GetProperty("cost").GetProperty("annualRate").GetInt32());
    }

    [Fact]
    public async Task A_lender_signs_an_offer_for_exactly_what_was_asked()
    {
        api.Canned["GET /session"] = Json(new { address = bank.Address, party = new PartyId(2) });
        api.Canned["GET /financing/asks/12"] = Json(Ask);
        api.Canned["POST /financing/asks/12/offers"] = Json(Offer());
        var made = await Cli.RunAsync(["offer", "make", "--ask", "12", "--price", "9850000", .. Signed("bank")]);
        Assert.Equal(0, made.Code);
        Assert.Contains("insufficient-cash", made.Error, StringComparison.Ordinal);
        var draft = IntentDraft.Parse(api.Asked[^1].Body);
        var sale = Assert.IsType<Sale>(draft.Intent);
        Assert.Equal((9_850_000UL, 10_000_000UL, 3U, 7U, 7U), (sale.Price, sale.Amount, sale.Seq, sale.SellerEpoch, sale.BuyerEpoch));
        Assert.Equal(["party 1 (seller)"], draft.Missing.Select(signer => signer.ToString()));
        var neither = await Cli.RunAsync(["offer", "make", "--ask", "12", .. Signed("bank")]);
        Assert.Equal(1, neither.Code);
        Assert.Contains("--price or --principal", neither.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_holder_accepts_with_its_signature_and_is_told_the_end()
    {
        var offer = Offer();
        api.Canned[$"GET /financing/offers/{offer.Id}"] = Json(offer);
        api.Canned[$"POST /financing/offers/{offer.Id}/accept"] = Json(new Operation(offer.Id, "Sale", OperationState.Confirmed, Keccak256.Hash("tx"u8), 12));
        var accepted = await Cli.RunAsync(["offer", "accept", $"{offer.Id}", .. Signed("farm")]);
        Assert.Equal((0, ""), (accepted.Code, accepted.Error));
        Assert.Contains("Sale is confirmed in block 12", accepted.Output, StringComparison.Ordinal);
        var signatures = JsonDocument.Parse(api.Asked[^1].Body).RootElement.GetProperty("signatures");
        Assert.Equal(farm.Sign(offer.Id).ToString(), signatures[0].GetString());
        Assert.Equal(JsonValueKind.Null, signatures[1].ValueKind);
    }

    [Fact]
    public async Task A_policy_is_kept_and_what_it_drafts_is_signed_unless_it_is_something_else()
    {
        File.WriteAllText(folder["policy.json"], """{"format":1,"name":"coffee","kind":"sale","currency":"CNY","rate":600,"totalLimit":20000000}""");
        var draft = JsonDocument.Parse(IntentDraft.Of(Sale(9_850_000), Domain, [farm.Address, bank.Address]).ToJson()).RootElement;
        api.Canned["PUT /financing/policies/coffee"] = Json(new PolicyVersion(1, LenderPolicy.Parse(File.ReadAllBytes(folder["policy.json"])), 1));
        api.Canned["GET /financing/policies/coffee/offers"] = Json(new[] { new PolicyResult(12, [], 9_850_000, Offer().Cost, draft), new PolicyResult(13, [PolicyRefusals.Tenor], null, null, null) });
        api.Canned["POST /financing/asks/12/offers"] = Json(Offer());
        var made = await Cli.RunAsync(["offer", "auto", "--policy", folder["policy.json"], .. Signed("bank")]);
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Equal(["PUT /financing/policies/coffee", "GET /financing/policies/coffee/offers", "POST /financing/asks/12/offers"], api.Asked.Select(asked => asked.Path));
        api.Canned["GET /financing/policies/coffee/offers"] = Json(new[] { new PolicyResult(12, [], 9_000_000, Offer().Cost, draft) });
        var tricked = await Cli.RunAsync(["offer", "auto", "--policy", folder["policy.json"], .. Signed("bank")]);
        Assert.Contains("wrong-draft", tricked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receivables_are_split_and_paid_at_once_and_sold_through_a_file()
    {
        api.Canned[$"GET /receivables/{Receivable}"] = $$"""{"receivable":{"debtor":1,"outstanding":10000000,"seq":4},"notes":[{"id":"{{Receivable}}","owner":1,"amount":10000000,"open":10000000,"seq":3}]}""";
        var split = await Cli.RunAsync(["receivable", "split", $"{Receivable}", "--amount", "4000000", .. Signed("farm")]);
        Assert.Equal((0, ""), (split.Code, split.Error));
        Assert.Equal((new PartyId(1), 4_000_000UL, 3U), Assert.IsType<Move>(api.Submitted[^1].Intent) is var move ? (move.To, move.Amount, move.Seq) : default);
        await Cli.RunAsync(["receivable", "pay", $"{Receivable}", .. Signed("farm")]);
        Assert.Equal((10_000_000UL, 4U), Assert.IsType<Payment>(api.Submitted[^1].Intent) is var payment ? (payment.Amount, payment.Seq) : default);
        var alone = await Cli.RunAsync(["receivable", "sell", $"{Receivable}", "--to", "2", "--price", "9850000", .. Signed("farm")]);
        Assert.Contains("Give --out FILE", alone.Error, StringComparison.Ordinal);
        var sold = await Cli.RunAsync(["receivable", "sell", $"{Receivable}", "--to", "2", "--price", "9850000", "--out", folder["sale.json"], .. Signed("farm")]);
        Assert.Equal((0, ""), (sold.Code, sold.Error));
        var bought = await Cli.RunAsync(["receivable", "sign", folder["sale.json"], .. Signed("bank")]);
        Assert.Equal((0, ""), (bought.Code, bought.Error));
        Assert.Equal(9_850_000UL, Assert.IsType<Sale>(api.Submitted[^1].Intent).Price);
        var paidOut = await Cli.RunAsync(["receivable", "pay-out", $"{Receivable}", "--api", api.Url]);
        Assert.Equal((0, ""), (paidOut.Code, paidOut.Error));
        Assert.Equal((Receivable, NoteId.RootOf(Receivable), 0), Assert.IsType<PayOut>(api.Submitted[^1].Intent) is var payOut ? (payOut.Receivable, payOut.Note, api.Submitted[^1].Signatures.Count) : default);
        Assert.Contains("--amount is missing", (await Cli.RunAsync(["receivable", "dilute", $"{Receivable}", .. Signed("farm")])).Error, StringComparison.Ordinal);
    }

    private IntentDomain Domain => api.Manifest.DomainOf(LedgerContract.Receivables);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, LedgerJson.Options);

    private static Sale Sale(ulong price) => new(price, new PartyId(2), new PartyId(1), Receivable, NoteId.RootOf(Receivable), 3, 10_000_000, 7, 7, Due - 100);

    private FinancingOffer Offer()
    {
        var draft = IntentDraft.Of(Sale(9_850_000), Domain, [farm.Address, bank.Address]).Sign(bank);
        return new FinancingOffer(
            draft.Id, 12, OfferKind.Sale, new PartyId(2), 9_850_000, Due - 100, OfferState.Open, false, CostParts.Of(OfferCost.OfSale(9_850_000, 10_000_000, 0, 90 * Waterfall.Day)), 1,
            ["insufficient-cash"], null, JsonDocument.Parse(draft.ToJson()).RootElement);
    }

    private string[] Signed(string who) => ["--api", api.Url, "--key", folder[$"{who}.json"], "--password-file", folder["password"]];
}
