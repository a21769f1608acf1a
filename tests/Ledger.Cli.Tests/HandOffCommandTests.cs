using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Tests;

public sealed class HandOffCommandTests
{
    private const string Epc = "urn:epc:id:sgtin:0614141.107346.2018";

    [Fact]
    public async Task Giver_and_receiver_sign_one_after_the_other_and_anyone_submits()
    {
        using var folder = new Folder();
        var (farm, carrier) = (Key(folder, "farm.json"), Key(folder, "carrier.json"));
        using var api = new FakeApi(farm, carrier);

        var offered = await Sign(folder, api, "farm.json", "--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]);
        Assert.Equal((0, ""), (offered.Code, offered.Error));
        Assert.Contains("Still to sign: party 2 (to)", offered.Output, StringComparison.Ordinal);
        var early = await Cli.RunAsync("handoff", "submit", folder["offer.json"], "--api", api.Url);
        Assert.Equal(1, early.Code);
        Assert.Contains("missing-signature", early.Error, StringComparison.Ordinal);

        Assert.Contains("All have signed", (await Sign(folder, api, "carrier.json", folder["offer.json"])).Output, StringComparison.Ordinal);
        var submitted = await Cli.RunAsync("handoff", "submit", folder["offer.json"], "--api", api.Url);
        Assert.Equal((0, ""), (submitted.Code, submitted.Error));

        var intent = Assert.Single(api.Submitted);
        var message = Assert.IsType<HandOff>(intent.Intent);
        Assert.Equal((UnitId.Of(Epc), 5U, 7U, 7U), (message.Unit, message.Seq, message.FromEpoch, message.ToEpoch));
        var digest = message.Digest(api.Manifest.DomainOf(LedgerContract.Goods));
        Assert.Equal([farm.Address, carrier.Address], intent.Signatures.Select(signature => Signature.Parse(signature).Recover(digest)));
    }

    [Fact]
    public async Task The_receiver_refuses_an_offer()
    {
        using var folder = new Folder();
        var (farm, carrier) = (Key(folder, "farm.json"), Key(folder, "carrier.json"));
        using var api = new FakeApi(farm, carrier);
        await Sign(folder, api, "farm.json", "--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]);
        Assert.Equal(0, (await Sign(folder, api, "carrier.json", folder["offer.json"], "--reject", "--out", folder["refusal.json"])).Code);
        Assert.Equal(0, (await Cli.RunAsync("handoff", "submit", folder["refusal.json"], "--api", api.Url)).Code);
        Assert.IsType<Rejection>(Assert.Single(api.Submitted).Intent);
    }

    [Fact]
    public async Task A_stranger_cannot_sign_a_changed_offer_is_refused_and_so_is_one_for_another_ledger()
    {
        using var folder = new Folder();
        var farm = Key(folder, "farm.json");
        Key(folder, "stranger.json");
        using var api = new FakeApi(farm, PrivateKey.Generate());
        await Sign(folder, api, "farm.json", "--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]);
        Assert.Contains("wrong-signer", (await Sign(folder, api, "stranger.json", folder["offer.json"])).Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder["changed.json"], (await File.ReadAllTextAsync(folder["offer.json"])).Replace("\"seq\": 5", "\"seq\": 6", StringComparison.Ordinal));
        Assert.Contains("wrong-signer", (await Sign(folder, api, "farm.json", folder["changed.json"])).Error, StringComparison.Ordinal);

        api.Manifest = api.Manifest with { ChainId = 5 };
        Assert.Contains("wrong-domain", (await Sign(folder, api, "farm.json", folder["offer.json"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_key_is_refused_unless_the_manifest_declares_a_development_chain()
    {
        using var folder = new Folder();
        var published = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        KeyFile.Save(folder["dev.json"], published, "correct horse", Light);
        using var api = new FakeApi(published, PrivateKey.Generate());
        string[] offer = ["--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]];
        var refused = await Sign(folder, api, "dev.json", offer);
        Assert.Equal(1, refused.Code);
        Assert.Contains("development-key", refused.Error, StringComparison.Ordinal);
        api.Manifest = api.Manifest with { Development = true };
        Assert.Equal(0, (await Sign(folder, api, "dev.json", offer)).Code);
    }

    [Fact]
    public async Task What_the_contract_refused_is_said_with_its_hint_and_ends_with_1()
    {
        using var folder = new Folder();
        var (farm, carrier) = (Key(folder, "farm.json"), Key(folder, "carrier.json"));
        using var api = new FakeApi(farm, carrier) { Refusal = new("stale-sequence", "The unit changed.", "Sign again.") };
        await Sign(folder, api, "farm.json", "--from", "1", "--to", "2", "--unit", Epc, "--out", folder["offer.json"]);
        await Sign(folder, api, "carrier.json", folder["offer.json"]);
        var result = await Cli.RunAsync("handoff", "submit", folder["offer.json"], "--api", api.Url);
        Assert.Equal((1, $"error stale-sequence: The unit changed. Sign again.{Environment.NewLine}"), (result.Code, result.Error));
    }

    private static KeyDerivation Light => new KeyDerivation.Pbkdf2(1);

    private static PrivateKey Key(Folder folder, string name)
    {
        var key = PrivateKey.Generate();
        KeyFile.Save(folder[name], key, "correct horse", Light);
        return key;
    }

    private static Task<Cli.Result> Sign(Folder folder, FakeApi api, string key, params string[] more) =>
        Cli.RunAsync(["handoff", "sign", .. more, "--key", folder[key], "--password-file", folder["password"], "--api", api.Url]);
}
