using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Credit;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Risk;

/// <summary>Guardians freeze by quorum: a council of registrar, bank and stranger, two of whom have to sign, over the API and on a chain.</summary>
public sealed class CouncilTests
{
    private static readonly Dictionary<PartyId, PrivateKey> Guardians = new()
    {
        [new PartyId(1)] = LiveLedger.RegistrarKey,
        [MoneyLedger.Bank] = MoneyLedger.BankKey,
        [new PartyId(5)] = MoneyLedger.StrangerKey,
    };

    [Fact]
    public async Task Two_of_three_guardians_freeze_a_party_one_does_not_and_the_frozen_party_still_pays()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        var (live, owed) = (ledger.Live, await ledger.OweAsync(500, 10));
        var (council, party) = await AdmitAsync(live);
        using var farm = await live.Api.SignInAsync(LiveLedger.FarmKey);
        var freeze = new StatusChange(LiveLedger.Carrier, PartyStatus.Frozen, Keccak256.Hash("fraud"u8), 1, party, 1, LiveLedger.Later);
        foreach (var few in (PartyId[][])[[MoneyLedger.Bank], [MoneyLedger.Bank, MoneyLedger.Bank]])
        {
            byte[] bytes = [.. few.SelectMany(guardian => Sign(live, freeze, guardian))];
            var refused = await live.PostAsync(new SignedIntent(freeze, [bytes]));
            Assert.Equal((422, "wrong-signer"), await ApiHost.ProblemAsync(refused));
        }
        Assert.Equal(PartyStatus.Active, await StatusAsync(live));
        await SucceedAsync(live, Signed(live, council, freeze, MoneyLedger.Bank, new PartyId(5)));
        Assert.Equal(PartyStatus.Frozen, await StatusAsync(live));
        var stopped = await live.PostAsync(LiveLedger.Offer(LiveLedger.Unit("any")), LiveLedger.FarmKey, LiveLedger.CarrierKey);
        Assert.Equal((422, "not-active"), await ApiHost.ProblemAsync(stopped));
        await PayAsync(ledger, owed, epoch: 2);
        await ledger.CreditAsync(farm);
        var alerts = (await farm.GetFromJsonAsync<JsonObject>("/alerts"))!["items"]!.AsArray();
        var alert = Assert.Single(alerts, alert => (string)alert!["rule"]! == "frozen-counterparty")!;
        Assert.Equal(($"{party}", "frozen", "critical"), (alert["evidence"]!["by"]!.ToString(), (string)alert["evidence"]!["status"]!, (string)alert["severity"]!));
        var lift = freeze with { Status = PartyStatus.Active, Epoch = 2 };
        await SucceedAsync(live, Signed(live, council, lift, new PartyId(1), new PartyId(5)));
        Assert.Equal(PartyStatus.Active, await StatusAsync(live));
    }

    [Fact]
    public async Task A_council_is_read_from_its_key_and_joins_no_strangers_and_not_too_few()
    {
        await using var ledger = await MoneyLedger.StartAsync();
        using var deployer = PrivateKey.Generate();
        var council = await Council.DeployAsync(ledger.Live.Node, deployer, ledger.Live.Manifest, [new(5), new(1), new(4)], 2);
        var read = await Council.ReadAsync(ledger.Live.Node, council.Key);
        Assert.Equal([new(1), new(4), new(5)], read.Members);
        Assert.Equal((2, council.Key), (read.Threshold, read.Key));
        Assert.Equal("no-contract", (await Assert.ThrowsAsync<LedgerException>(() => Council.ReadAsync(ledger.Live.Node, ledger.Live.Manifest.Registry))).Code);
        Assert.Equal("no-contract", (await Assert.ThrowsAsync<LedgerException>(() => Council.ReadAsync(ledger.Live.Node, deployer.Address))).Code);
        Assert.Equal("missing-signature", Assert.Throws<LedgerException>(() => read.Join(new Dictionary<PartyId, byte[]> { [new(4)] = new byte[65] })).Code);
        Assert.Equal("wrong-signer", Assert.Throws<LedgerException>(() => read.Join(new Dictionary<PartyId, byte[]> { [new(2)] = new byte[65], [new(4)] = new byte[65] })).Code);
        foreach (var (members, threshold, code) in (IReadOnlyList<(PartyId[], int, string)>)[([new(1), new(1)], 1, "malformed-value"), ([new(1)], 2, "malformed-value"), ([new(1)], 0, "malformed-value"), ([new(1), new(99)], 1, "unknown-party")])
            Assert.Equal(code, (await Assert.ThrowsAsync<LedgerException>(() => Council.DeployAsync(ledger.Live.Node, deployer, ledger.Live.Manifest, members, threshold))).Code);
    }

    private static async Task<(Council Council, PartyId Party)> AdmitAsync(LiveLedger live)
    {
        using var deployer = PrivateKey.Generate();
        var council = await Council.DeployAsync(live.Node, deployer, live.Manifest, [.. Guardians.Keys], 2);
        // Through Receivables, which is a party of its own, the frozen still pay.
        var settles = await Settlement.AdmissionAsync(live.Node, live.Manifest, LedgerContract.Receivables, LiveLedger.RegistrarKey);
        await SucceedAsync(live, settles!);
        var admission = new Admission(new PartyId(7), council.Key, default, PartyRoles.Regulator, default, new PartyId(1), 1, LiveLedger.Later);
        var joined = Signed(live, council, admission, new PartyId(1), MoneyLedger.Bank).Signatures[0];
        await SucceedAsync(live, new SignedIntent(admission, [Sign(live, admission, new PartyId(1)), joined]));
        await live.IndexedAsync();
        return (council, admission.Party);
    }

    private static byte[] Sign(LiveLedger live, Intent intent, PartyId guardian) => Guardians[guardian].Sign(intent.Digest(live.Manifest.DomainOf(intent.Contract))).ToBytes();

    private static SignedIntent Signed(LiveLedger live, Council council, Intent intent, params PartyId[] guardians) =>
        new(intent, [council.Join(guardians.ToDictionary(guardian => guardian, guardian => Sign(live, intent, guardian)))]);

    private static async Task SucceedAsync(LiveLedger live, SignedIntent signed)
    {
        var response = await live.PostAsync(signed);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var operation = await live.OperationAsync(signed.Intent, wait: 20);
        Assert.True((string)operation["status"]! is "confirmed" or "finalized", operation.ToJsonString());
    }

    private static async Task<PartyStatus> StatusAsync(LiveLedger live) => (await new RegistryContract(live.Node, live.Manifest.Registry).PartyAsync(LiveLedger.Carrier)).Status;

    private static async Task PayAsync(MoneyLedger ledger, Sdk.Receivables.ReceivableId receivable, uint epoch) =>
        await ledger.Live.SucceedAsync(new Sdk.Receivables.Payment(500, receivable, 1, epoch, await ledger.NowAsync() + 3600) { Debtor = LiveLedger.Carrier }, LiveLedger.CarrierKey);
}
