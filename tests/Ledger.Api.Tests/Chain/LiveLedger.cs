using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Chain;

/// <summary>Contracts on a real chain with the API before them: a registrar (1), a farm (2) and a carrier (3) whose keys the test has. A chain that is not
/// shared ends with it.</summary>
public sealed class LiveLedger : IAsyncDisposable
{
    private readonly string folder;

    private LiveLedger(TestChain chain, EthereumClient node, DeploymentManifest manifest, string folder) => (Chain, Node, Manifest, this.folder) = (chain, node, manifest, folder);

    public static PrivateKey RegistrarKey { get; } = KeyOf("registrar");

    public static PrivateKey FarmKey { get; } = KeyOf("farm");

    public static PrivateKey CarrierKey { get; } = KeyOf("carrier");

    public static PartyId Farm { get; } = new(2);

    public static PartyId Carrier { get; } = new(3);

    public static ulong Later => (ulong)DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();

    public TestChain Chain { get; }

    public EthereumClient Node { get; }

    public DeploymentManifest Manifest { get; }

    public PrivateKey Relayer { get; } = PrivateKey.Generate();

    public ApiHost Api { get; private set; } = null!;

    public GoodsContract Goods => new(Node, Manifest.Goods);

    /// <summary>Deploys anew on the chain and starts an API with its indexer.</summary>
    /// <param name="mine">Whether blocks are mined at once meanwhile, on a chain that does so seldom or never.</param>
    public static async Task<LiveLedger> StartAsync(TestChain chain, string finality = "immediate", bool mine = false, Action<LedgerApiOptions>? configure = null)
    {
        var node = new EthereumClient(chain.Url);
        await using var mining = Mining(node, mine);
        using var deployer = PrivateKey.Generate();
        var manifest = await Deployment.DeployAsync(node, deployer, new Registrar(RegistrarKey.Address, default, Keccak256.Hash("registrar"u8)), FinalityRule.Parse(finality));
        var ledger = new LiveLedger(chain, node, manifest, await MigratedDatabase.NewFolderAsync());
        await ledger.StartApiAsync(configure);
        await ledger.SucceedAsync(new Admission(Farm, FarmKey.Address, default, PartyRoles.Producer, default, new PartyId(1), 1, Later), RegistrarKey, FarmKey);
        await ledger.SucceedAsync(new Admission(Carrier, CarrierKey.Address, default, PartyRoles.Carrier, default, new PartyId(1), 1, Later), RegistrarKey, CarrierKey);
        await ledger.IndexedAsync();
        return ledger;
    }

    /// <summary>Starts (another) API over the same database.</summary>
    public async Task StartApiAsync(Action<LedgerApiOptions>? configure = null) => Api = await NewApiAsync(configure);

    public Task<ApiHost> NewApiAsync(Action<LedgerApiOptions>? configure = null) => ApiHost.StartAsync(options =>
    {
        options.Rpc = Chain.Url;
        options.Database = $"sqlite:{folder}";
        options.Indexer = true;
        options.AnchorInterval = TimeSpan.FromMilliseconds(200);
        options.Use(Manifest, PrivateKey.FromBytes(Relayer.ExportBytes()));
        configure?.Invoke(options);
    });

    public SignedIntent Sign(Intent intent, params IReadOnlyList<PrivateKey> keys) => Sign(intent, Manifest.DomainOf(intent.Contract), keys);

    public static SignedIntent Sign(Intent intent, IntentDomain domain, params IReadOnlyList<PrivateKey> keys)
    {
        var signers = intent.Signers(domain);
        return new SignedIntent(intent, [.. keys.Select((key, i) => key.Sign(signers[i].Digest).ToBytes())]);
    }

    public string IdOf(Intent intent) => intent.OperationId(Manifest.DomainOf(intent.Contract)).ToString();

    public Task<HttpResponseMessage> PostAsync(SignedIntent intent) => Api.Client.PostAsync("/intents", ApiHost.JsonBody(intent.ToJson()));

    public Task<HttpResponseMessage> PostAsync(Intent intent, params IReadOnlyList<PrivateKey> keys) => PostAsync(Sign(intent, keys));

    /// <summary>Submits and waits until it is past submitted; fails the test where it failed.</summary>
    public async Task<JsonObject> SucceedAsync(Intent intent, params IReadOnlyList<PrivateKey> keys)
    {
        var response = await PostAsync(intent, keys);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var operation = await OperationAsync(intent, wait: 20);
        Assert.True((string)operation["status"]! is "confirmed" or "finalized", operation.ToJsonString());
        return operation;
    }

    public async Task<JsonObject> OperationAsync(Intent intent, int wait = 0) => (await Api.Client.GetFromJsonAsync<JsonObject>($"/operations/{IdOf(intent)}?wait={wait}"))!;

    public static UnitId Unit(string name) => UnitId.Of($"https://example.com/unit/{name}");

    public async Task RegisterAsync(params IReadOnlyList<UnitId> units) =>
        await SucceedAsync(new UnitRegistration(Farm, LotId.None, units, [.. units.Select(_ => 1UL)], default, 1, Later), FarmKey);

    public static HandOff Offer(UnitId unit, uint seq = 1, Hash32 document = default) => new(Farm, Carrier, unit, seq, 1, 1, document, Later);

    public Task<JsonObject> HandOffAsync(UnitId unit, uint seq = 1, Hash32 document = default) => SucceedAsync(Offer(unit, seq, document), FarmKey, CarrierKey);

    public static Task MineAsync(EthereumClient node) => node.Rpc.CallAsync("evm_mine", []);

    /// <summary>Mines block after block until it is disposed.</summary>
    public static IAsyncDisposable Mining(EthereumClient node, bool mine = true) => new Miner(node, mine);

    /// <summary>Waits until the projections have the node's newest block.</summary>
    public async Task IndexedAsync() => (await Api.Client.GetAsync($"/parties/1?minBlock={await Node.GetBlockNumberAsync()}")).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Node.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        if (!Chain.IsShared) await Chain.DisposeAsync();
    }

    private static PrivateKey KeyOf(string name) => PrivateKey.FromBytes(Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(name)).Span);

    private sealed class Miner : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task mining;

        public Miner(EthereumClient node, bool mine) => mining = mine ? MineAsync(node, stop.Token) : Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await mining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
        }

        private static async Task MineAsync(EthereumClient node, CancellationToken cancellationToken)
        {
            for (; !cancellationToken.IsCancellationRequested; await Task.Delay(50, cancellationToken)) await LiveLedger.MineAsync(node);
        }
    }
}
