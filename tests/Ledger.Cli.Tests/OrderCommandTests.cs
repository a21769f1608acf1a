using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Cli.Tests;

public sealed class OrderCommandTests
{
    private const string Epc = "urn:epc:id:sgtin:0614141.107346.2018";

    [Fact]
    public async Task An_order_is_agreed_funded_and_delivered_by_files_that_pass_from_hand_to_hand()
    {
        using var folder = new Folder();
        var (seller, buyer) = (Key(folder, "seller.json"), Key(folder, "buyer.json"));
        using var api = new FakeApi(seller, buyer);
        var agreed = await Run(folder, api, "buyer.json", "order", "agree", "--buyer", "2", "--seller", "1", "--price", "1000", "--quantity", "5", "--deliver-by", "2096-12-31", "--out", folder["order.json"]);
        Assert.Equal((0, ""), (agreed.Code, agreed.Error));
        Assert.Contains("Still to sign: party 1 (seller)", agreed.Output, StringComparison.Ordinal);
        Assert.Contains("All have signed", (await Run(folder, api, "seller.json", "order", "sign", folder["order.json"])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("order", "submit", folder["order.json"], "--api", api.Url)).Code);
        Assert.Equal(0, (await Run(folder, api, "buyer.json", "order", "fund", folder["order.json"])).Code);
        Assert.Equal(0, (await Run(folder, api, "seller.json", "order", "deliver", folder["order.json"], "--quantity", "5", "--invoice", "1000", "--unit", Epc, "--out", folder["delivery.json"])).Code);
        var signed = await Run(folder, api, "buyer.json", "order", "sign", folder["delivery.json"]);
        Assert.Contains("5 accepted, 1000 invoiced", signed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Cli.RunAsync("order", "submit", folder["delivery.json"], "--api", api.Url)).Code);

        var terms = Assert.IsType<OrderTerms>(api.Submitted[0].Intent);
        Assert.Equal((new PartyId(2), new PartyId(1), 1000UL, 10_000UL), (terms.Buyer, terms.Seller, terms.Price, Assert.Single(terms.Shares)));
        Assert.Equal(terms.Id(), Assert.IsType<Funding>(api.Submitted[1].Intent).Order);
        var handOff = Assert.IsType<OrderHandOff>(api.Submitted[2].Intent);
        Assert.Equal((new PartyId(1), new PartyId(2), UnitId.Of(Epc)), (handOff.Offer.From, handOff.Offer.To, handOff.Offer.MovedUnits[0]));
        var digest = handOff.Digest(api.Manifest.DomainOf(LedgerContract.Goods));
        Assert.Equal([seller.Address, buyer.Address], api.Submitted[2].Signatures.Select(signature => Signature.Parse(signature).Recover(digest)));
    }

    [Theory]
    [InlineData("1:2", "bad-input")]
    [InlineData("1:2:x", "bad-input")]
    [InlineData("1:2:5000", "bad-terms")]
    public async Task Milestones_that_are_none_or_do_not_make_a_whole_are_refused(string milestone, string code)
    {
        using var folder = new Folder();
        using var api = new FakeApi(Key(folder, "seller.json"), Key(folder, "buyer.json"));
        var result = await Run(folder, api, "buyer.json", "order", "agree", "--buyer", "2", "--seller", "1", "--price", "1000", "--quantity", "5", "--milestone", milestone, "--deliver-by", "2096-12-31", "--out", folder["order.json"]);
        Assert.Equal(1, result.Code);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_holds_no_terms_is_refused()
    {
        using var folder = new Folder();
        using var api = new FakeApi(Key(folder, "seller.json"), Key(folder, "buyer.json"));
        await Run(folder, api, "seller.json", "handoff", "sign", "--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]);
        Assert.Contains("wrong-type", (await Run(folder, api, "buyer.json", "order", "fund", folder["offer.json"])).Error, StringComparison.Ordinal);
    }

    private static Task<Cli.Result> Run(Folder folder, FakeApi api, string key, params string[] arguments) =>
        Cli.RunAsync([.. arguments, "--key", folder[key], "--password-file", folder["password"], "--api", api.Url]);

    private static PrivateKey Key(Folder folder, string name)
    {
        var key = PrivateKey.Generate();
        KeyFile.Save(folder[name], key, "correct horse", new KeyDerivation.Pbkdf2(1));
        return key;
    }
}
