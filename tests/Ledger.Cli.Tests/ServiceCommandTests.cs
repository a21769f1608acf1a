using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Tests;

namespace Ledger.Cli.Tests;

public sealed class ServiceCommandTests
{
    [Theory]
    [InlineData("trace", "urn:epc:id:sgtin:0614141.107346.2018")]
    [InlineData("party", "show", "2")]
    [InlineData("index", "status")]
    public async Task An_API_that_cannot_be_reached_ends_with_2(params string[] command)
    {
        var result = await Cli.RunAsync([.. command, "--api", "http://127.0.0.1:1"]);
        Assert.Equal(2, result.Code);
        Assert.Contains("api-unreachable", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_of_the_API_is_passed_on_with_code_and_hint()
    {
        using var api = new FakeApi();
        var result = await Cli.RunAsync("index", "status", "--api", api.Url, "--json");
        Assert.Equal(1, result.Code);
        var error = JsonDocument.Parse(result.Error).RootElement;
        Assert.Equal(("not-found", "Look elsewhere."), (error.GetProperty("code").GetString(), error.GetProperty("hint").GetString()));
    }

    [Fact]
    public async Task Parties_and_traces_are_shown_as_words_or_as_JSON()
    {
        using var api = new FakeApi(PrivateKey.Generate(), PrivateKey.Generate());
        Assert.Contains("party 2", (await Cli.RunAsync("party", "show", "2", "--api", api.Url)).Output, StringComparison.Ordinal);
        Assert.Equal(2, JsonDocument.Parse((await Cli.RunAsync("party", "show", "--api", api.Url, "--json")).Output).RootElement.GetArrayLength());
        const string epc = "urn:epc:id:sgtin:0614141.107346.2018";
        var words = await Cli.RunAsync("trace", epc, "--api", api.Url);
        Assert.Contains("held by party 1", words.Output, StringComparison.Ordinal);
        Assert.Contains("0xabc-0", words.Output, StringComparison.Ordinal);
        Assert.Contains("the goods → the goods  lot by party 1", words.Output, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await Cli.RunAsync("trace", epc, "--api", api.Url, "--json")).Output).RootElement;
        Assert.Equal(UnitId.Of(epc).ToString(), json.GetProperty("unit").GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_party_is_admitted_by_two_keys_at_once_or_one_after_the_other()
    {
        using var folder = new Folder();
        var (registrar, party) = (PrivateKey.Generate(), PrivateKey.Generate());
        KeyFile.Save(folder["registrar.json"], registrar, "correct horse", new KeyDerivation.Pbkdf2(1));
        KeyFile.Save(folder["party.json"], party, "correct horse", new KeyDerivation.Pbkdf2(1));
        using var api = new FakeApi(registrar);
        string[] common = ["--password-file", folder["password"], "--api", api.Url];
        string[] byRegistrar = ["party", "admit", "--key", folder["registrar.json"], "--roles", "carrier,warehouse", .. common];
        Assert.Equal(0, (await Cli.RunAsync([.. byRegistrar, "--party-key", folder["party.json"], "--party-password-file", folder["password"]])).Code);
        Assert.Equal(0, (await Cli.RunAsync([.. byRegistrar, "--address", party.Address.ToString(), "--out", folder["draft.json"]])).Code);
        Assert.Equal(0, (await Cli.RunAsync(["party", "admit", "--draft", folder["draft.json"], "--key", folder["party.json"], .. common])).Code);
        Assert.Equal(2, api.Submitted.Count);
        foreach (var intent in api.Submitted)
        {
            var admission = Assert.IsType<Admission>(intent.Intent);
            Assert.Equal((2UL, party.Address, PartyRoles.Carrier | PartyRoles.Warehouse), (admission.Party.Value, admission.Key, admission.Roles));
            var digest = admission.Digest(api.Manifest.DomainOf(LedgerContract.Registry));
            Assert.Equal([registrar.Address, party.Address], intent.Signatures.Select(signature => Signature.Parse(signature).Recover(digest)));
        }
        var king = await Cli.RunAsync(["party", "admit", "--key", folder["registrar.json"], "--address", party.Address.ToString(), "--roles", "king", .. common]);
        Assert.Contains("'king' is no role", king.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contracts_are_deployed_and_the_manifest_written()
    {
        var chain = await TestChain.SharedAsync();
        using var folder = new Folder();
        KeyFile.Save(folder["deployer.json"], PrivateKey.Generate(), "correct horse", new KeyDerivation.Pbkdf2(1));
        var result = await Cli.RunAsync("deploy", "--rpc", chain.Url, "--key", folder["deployer.json"], "--password-file", folder["password"], "--out", folder["manifest.json"], "--json");
        Assert.Equal((0, ""), (result.Code, result.Error));
        var manifest = await DeploymentManifest.ReadAsync(folder["manifest.json"]);
        Assert.Equal(manifest, DeploymentManifest.Parse(result.Output));
        var again = await Cli.RunAsync("party", "admit-contracts", "--rpc", chain.Url, "--key", folder["deployer.json"], "--password-file", folder["password"], "--manifest", folder["manifest.json"]);
        Assert.Equal((0, "Receivables is party 2.\nFacility is party 3.\n"), (again.Code, again.Output));
        await using var node = new EthereumClient(chain.Url);
        await manifest.ValidateAsync(node);
    }
}
