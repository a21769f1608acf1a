using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Contracts;

/// <summary>The ledger's contracts on a chain, with a registrar (1), a farm (2) and a carrier (3) whose keys the test has.</summary>
internal sealed class DeployedLedger
{
    private const ulong Deadline = 4_000_000_000;
    private readonly TransactionSender relay;

    private DeployedLedger(EthereumClient node, DeploymentManifest manifest, TransactionSender relay) => (Node, Manifest, this.relay) = (node, manifest, relay);

    public static PrivateKey RegistrarKey { get; } = KeyOf(1);

    public static PrivateKey FarmKey { get; } = KeyOf(2);

    public static PrivateKey CarrierKey { get; } = KeyOf(3);

    public static PartyId Farm { get; } = new(2);

    public static PartyId Carrier { get; } = new(3);

    public EthereumClient Node { get; }

    public DeploymentManifest Manifest { get; }

    public RegistryContract Registry => new(Node, Manifest.Registry);

    public GoodsContract Goods => new(Node, Manifest.Goods);

    public AnchorsContract Anchors => new(Node, Manifest.Anchors);

    /// <summary>The first account of the local chains' published mnemonic.</summary>
    public static PrivateKey Relayer { get; } = PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    public static async Task<DeployedLedger> DeployAsync(TestChain chain)
    {
        var node = new EthereumClient(chain.Url);
        // A key of its own: the nonces of one deployment follow each other, and tests share the chain.
        var deployer = PrivateKey.Generate();
        var manifest = await Deployment.DeployAsync(node, deployer, new Registrar(RegistrarKey.Address, default, Keccak256.Hash("registrar"u8)), FinalityRule.Immediate);
        var ledger = new DeployedLedger(node, manifest, await TransactionSender.CreateAsync(node, deployer, default));
        await ledger.AdmitAsync(Farm, FarmKey, PartyRoles.Producer);
        await ledger.AdmitAsync(Carrier, CarrierKey, PartyRoles.Carrier);
        return ledger;
    }

    public async Task<Hash32> RegisterAsync(params IReadOnlyList<UnitId> units) =>
        (await SubmitAsync(Sign(new UnitRegistration(Farm, LotId.None, units, [.. units.Select(_ => 1UL)], default, 1, Deadline), FarmKey))).TransactionHash;

    public SignedIntent Sign(Intent intent, params IReadOnlyList<PrivateKey> keys)
    {
        var signers = intent.Signers(Manifest.DomainOf(intent.Contract));
        return new SignedIntent(intent, [.. keys.Select((key, i) => key.Sign(signers[i].Digest).ToBytes())]);
    }

    public SignedIntent HandOff(UnitId unit, uint seq = 1) =>
        Sign(new HandOff(Farm, Carrier, unit, seq, 1, 1, Keccak256.Hash("delivery note"u8), Deadline), FarmKey, CarrierKey);

    public async Task<TransactionReceipt> SubmitAsync(SignedIntent intent)
    {
        var hash = await relay.SendAsync(Manifest.AddressOf(intent.Intent.Target), intent.Calldata(), 2_000_000, default);
        return (await relay.WaitAsync([hash], TimeSpan.FromSeconds(30), default))[0];
    }

    public async Task<IReadOnlyList<TransactionReceipt>> SendManyAsync(IReadOnlyList<(Address To, byte[] Data)> calls)
    {
        var hashes = new List<Hash32>();
        foreach (var (to, data) in calls) hashes.Add(await relay.SendAsync(to, data, 2_000_000, default));
        return await relay.WaitAsync(hashes, TimeSpan.FromSeconds(30), default);
    }

    /// <summary>Admits the next party, and the contracts that settle.</summary>
    public async Task<(PartyId Id, PrivateKey Key)> AdmitAsync(PartyRoles roles)
    {
        var next = await Registry.PartyCountAsync() + 1;
        var key = KeyOf((byte)next);
        await AdmitAsync(new PartyId(next), key, roles);
        return (new PartyId(next), key);
    }

    /// <summary>Admits the contracts that settle, and gives the Facility's number.</summary>
    public async Task<PartyId> AdmitSettlementAsync()
    {
        foreach (var contract in Settlement.Contracts)
            await SubmitAsync((await Settlement.AdmissionAsync(Node, Manifest, contract, RegistrarKey))!);
        return await Settlement.PartyOfAsync(Node, Manifest, LedgerContract.Facility);
    }

    private async Task AdmitAsync(PartyId party, PrivateKey key, PartyRoles roles) =>
        await SubmitAsync(Sign(new Admission(party, key.Address, default, roles, Keccak256.Hash("party"u8), new PartyId(1), 1, Deadline), RegistrarKey, key));

    private static PrivateKey KeyOf(byte seed) => PrivateKey.FromBytes(Keccak256.Hash([seed]).Span);
}
