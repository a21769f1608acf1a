using System.Diagnostics;
using Ledger.Api;
using Ledger.Devnet.Chain;
using Ledger.Devnet.Story;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ledger.Devnet.Hosting;

/// <summary>A chain, the contracts on it, and indexer and API in this process.</summary>
internal sealed class RunningDevnet : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly FileLog log;

    private RunningDevnet(WebApplication application, FileLog log, Uri api, Uri rpc, EthereumClient node, DeployedChain chain, DataFolder data, TimeSpan started)
    {
        this.application = application;
        this.log = log;
        (Api, Rpc, Node, Chain, Data, Started) = (api, rpc, node, chain, data, started);
    }

    /// <summary>Where the API answers.</summary>
    public Uri Api { get; }

    /// <summary>Where the chain's node answers.</summary>
    public Uri Rpc { get; }

    /// <summary>The chain's node.</summary>
    public EthereumClient Node { get; }

    /// <summary>The contracts.</summary>
    public DeployedChain Chain { get; }

    /// <summary>What outlives the run.</summary>
    public DataFolder Data { get; }

    /// <summary>How long it took until the API answered, without the installation.</summary>
    public TimeSpan Started { get; }

    /// <summary>Starts everything and shows each step.</summary>
    public static async Task<RunningDevnet> StartAsync(DevnetOptions options, ChildProcesses children, Screen.Screen screen, CancellationToken cancellationToken)
    {
        var data = new DataFolder(options.Data, options.Chain);
        var api = Ports.Settle(options.Api, "the API", "--api");
        var nodeProgram = await Npm.InstallAsync(children, screen.Whisper, cancellationToken);
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient();
        var rpc = await screen.RunAsync($"Starting the chain ({options.Chain.Folder})",
            () => new LocalChain(children, http).StartAsync(options.Chain, options.Rpc, data.Root, nodeProgram, cancellationToken),
            url => $"Chain answers at {Ports.Show(url)} ({options.Chain.Folder})");
        var node = new EthereumClient(rpc.AbsoluteUri);
        var chain = await screen.RunAsync("Deploying the contracts", () => DeployedChain.FindOrDeployAsync(node, data, options, cancellationToken),
            deployed => $"Contracts {(deployed.IsNew ? "deployed" : "found")}: Registry {deployed.Manifest.Registry}, Goods {deployed.Manifest.Goods}, Anchors {deployed.Manifest.Anchors}");
        if (chain.Why is not null) screen.Refused($"This is not the chain of the last run, so nothing of it was kept but captured documents. {chain.Why}");
        var (application, log) = await screen.RunAsync("Starting indexer and API", () => ServeAsync(options, data, api, rpc, chain, cancellationToken), _ => $"API and indexer answer at {Ports.Show(api)}");
        return new RunningDevnet(application, log, api, rpc, node, chain, data, clock.Elapsed);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(CancellationToken.None);
        await application.DisposeAsync();
        await Node.DisposeAsync();
        log.Dispose();
        Data.Dispose();
    }

    private static async Task<(WebApplication, FileLog)> ServeAsync(
        DevnetOptions options, DataFolder data, Uri api, Uri rpc, DeployedChain chain, CancellationToken cancellationToken)
    {
        var setting = options.Database == "sqlite" ? $"sqlite:{data.Database}" : options.Database;
        await using (var database = Database.Parse(setting)) await MigrateAsync(database, chain.IsNew, data, cancellationToken);
        var log = new FileLog(data.Log);
        var application = await LedgerApi.BuildAsync(["--Logging:Console:LogLevel:Default=None"], Configure, Ports.Show(api));
        application.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await application.StartAsync(cancellationToken);
        return (application, log);

        void Configure(LedgerApiOptions settings)
        {
            settings.Database = setting;
            settings.Rpc = rpc.AbsoluteUri;
            settings.AnchorInterval = TimeSpan.FromSeconds(1);
            settings.RateLimit = 1_000_000;
            settings.WebhooksToLoopback = true;
            settings.Use(chain.Manifest, StoryKeys.Operator);
        }
    }

    /// <summary>Brings the tables to the newest form; on a new chain with empty projections.</summary>
    private static async Task MigrateAsync(Database database, bool newChain, DataFolder data, CancellationToken cancellationToken)
    {
        try
        {
            if (newChain) await Migrator.RecreateProjectionAsync(database, cancellationToken);
            await Migrator.MigrateAsync(database, cancellationToken);
        }
        catch (LedgerException exception) when (exception.Code is "schema-changed" or "schema-newer")
        {
            throw new LedgerException(exception.Code, exception.Message, $"Another version of the program wrote these data. Give this one a folder of its own with --data, or remove {data.Root}.", exception);
        }
    }
}
