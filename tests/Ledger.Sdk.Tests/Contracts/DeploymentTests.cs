using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Contracts;

public sealed class DeploymentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_on_a_local_chain_serves_parties_and_goods(bool anvil)
    {
        await using var chain = anvil ? await TestChain.StartAnvilAsync() : await TestChain.StartAsync();
        var ledger = await DeployedLedger.DeployAsync(chain);
        await ledger.Manifest.ValidateAsync(ledger.Node);
        Assert.Equal(ledger.Manifest, DeploymentManifest.Parse(ledger.Manifest.ToJson()));
        Assert.Equal(ledger.Manifest.DomainOf(LedgerContract.Goods).Separator, await ledger.Goods.DomainSeparatorAsync());
        Assert.Equal(ledger.Manifest.DomainOf(LedgerContract.Registry).Separator, await ledger.Registry.DomainSeparatorAsync());
        Assert.Equal(ledger.Manifest.Registry, await ledger.Goods.RegistryAsync());
        Assert.Equal(3UL, await ledger.Registry.PartyCountAsync());
        Assert.Equal(new PartyEntry(DeployedLedger.FarmKey.Address, PartyRoles.Producer, 1, PartyStatus.Active), await ledger.Registry.PartyAsync(DeployedLedger.Farm));
        Assert.Equal(DeployedLedger.Farm, await ledger.Registry.PartyOfAsync(DeployedLedger.FarmKey.Address));

        var unit = Samples.Unit(1);
        await ledger.RegisterAsync(unit);
        var receipt = await ledger.SubmitAsync(ledger.HandOff(unit));
        Assert.True(GoodsContract.TryDecode(Assert.Single(receipt.Logs), out var moved));
        var custody = Assert.IsType<CustodyMoved>(moved);
        Assert.Equal((DeployedLedger.Farm, DeployedLedger.Carrier, unit), (custody.From, custody.To, Assert.Single(custody.Units)));
        Assert.Equal(DeployedLedger.Carrier, await ledger.Goods.CustodianOfAsync(unit));
        Assert.Equal(2U, (await ledger.Goods.UnitAsync(unit)).Seq);
    }

    [Fact]
    public async Task The_registrar_admits_the_contracts_that_settle_once()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        foreach (var contract in Settlement.Contracts)
        {
            var admission = await Settlement.AdmissionAsync(ledger.Node, ledger.Manifest, contract, DeployedLedger.RegistrarKey);
            await ledger.SubmitAsync(admission!);
            Assert.Null(await Settlement.AdmissionAsync(ledger.Node, ledger.Manifest, contract, DeployedLedger.RegistrarKey));
        }
        var facility = await Settlement.PartyOfAsync(ledger.Node, ledger.Manifest, LedgerContract.Facility);
        Assert.Equal(
            new PartyEntry(ledger.Manifest.Facility, PartyRoles.Settlement, 1, PartyStatus.Active), await ledger.Registry.PartyAsync(facility));
        Assert.Equal("not-a-registrar", (await Assert.ThrowsAsync<LedgerException>(
            () => Settlement.AdmissionAsync(ledger.Node, ledger.Manifest with { Facility = ledger.Manifest.Goods }, LedgerContract.Facility, DeployedLedger.FarmKey))).Code);
    }

    [Fact]
    public void A_manifest_of_a_ledger_without_money_is_refused_as_that()
    {
        const string Old = """{"version":1,"chainId":1,"genesisHash":"0x","deploymentBlock":1,"contracts":{"Registry":"","Goods":"","Anchors":""},"finality":"tag"}""";
        Assert.Equal("outdated-manifest", Assert.Throws<LedgerException>(() => DeploymentManifest.Parse(Old)).Code);
    }

    [Fact]
    public async Task A_refused_intent_is_explained_with_its_values()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        var unit = Samples.Unit(2);
        await ledger.RegisterAsync(unit);
        var stale = await Assert.ThrowsAsync<ContractRevertException>(() => ledger.Goods.SimulateAsync(ledger.HandOff(unit, seq: 7)));
        Assert.Equal("stale-sequence", stale.Code);
        Assert.Contains($"{unit} is at seq 1, not 7", stale.Message, StringComparison.Ordinal);
        Assert.NotNull(stale.Hint);
        var swapped = ledger.HandOff(unit) with { Signatures = [.. ledger.HandOff(unit).Signatures.Reverse()] };
        Assert.Equal("wrong-signer", (await Assert.ThrowsAsync<ContractRevertException>(() => ledger.Goods.SimulateAsync(swapped))).Code);
        await ledger.Goods.SimulateAsync(ledger.HandOff(unit));
    }

    [Fact]
    public async Task A_manifest_of_another_chain_is_refused()
    {
        var ledger = await DeployedLedger.DeployAsync(await TestChain.SharedAsync());
        foreach (var wrong in new[] { ledger.Manifest with { ChainId = 1 }, ledger.Manifest with { GenesisHash = default }, ledger.Manifest with { Goods = Address.Zero } })
            Assert.Equal("chain-mismatch", (await Assert.ThrowsAsync<ChainMismatchException>(() => wrong.ValidateAsync(ledger.Node))).Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"version":3,"chainId":1,"genesisHash":"0x","deploymentBlock":1,"contracts":{"Registry":"","Goods":"","Anchors":""},"finality":"tag"}""")]
    [InlineData("not json")]
    public void A_malformed_manifest_is_refused(string json) =>
        Assert.Equal("malformed-manifest", Assert.Throws<LedgerException>(() => DeploymentManifest.Parse(json)).Code);

    [Fact]
    public void A_published_key_is_refused_on_every_chain_that_is_not_for_development()
    {
        DevelopmentKeys.Refuse(DeployedLedger.Relayer.Address, 31337, isDevelopmentChain: false);
        DevelopmentKeys.Refuse(DeployedLedger.Relayer.Address, 20261, isDevelopmentChain: true);
        Assert.Equal("development-key", Assert.Throws<LedgerException>(() => DevelopmentKeys.Refuse(DeployedLedger.Relayer.Address, 20261, isDevelopmentChain: false)).Code);
    }
}
