using Ledger.Api.Confidentiality;
using Ledger.Api.Credit;
using Ledger.Api.Deliveries;
using Ledger.Api.Authentication;
using Ledger.Api.Documents;
using Ledger.Api.Features;
using Ledger.Api.Features.Subscriptions;
using Ledger.Api.Features.Financing;
using Ledger.Api.Features.Links;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Api.Relay;
using Ledger.Api.Subscriptions;
using Ledger.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Ledger.Api;

/// <summary>Builds the web application, for its own process and for hosts that run it in theirs.</summary>
public static class LedgerApi
{
    /// <summary>Where the API listens unless it is told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Builds the application from the configuration (files, environment, arguments), which <paramref name="configure"/> may override.</summary>
    /// <param name="args">Arguments of the command line, such as <c>--Ledger:Rpc=http://127.0.0.1:8545</c>.</param>
    /// <param name="configure">The last word on options.</param>
    /// <param name="url">The address to listen on; the configuration's <c>Urls</c>, else <see cref="DefaultUrl"/>, where null.</param>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<LedgerApiOptions>? configure = null, string? url = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url ?? builder.Configuration["urls"] ?? DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestLineSize) = (false, 4 * LongAddresses.Most));
        var options = builder.Configuration.GetSection(LedgerApiOptions.Section).Get<LedgerApiOptions>() ?? new LedgerApiOptions();
        configure?.Invoke(options);
        var deployment = new CurrentDeployment(options.Deployment ?? await DeploymentManifest.ReadAsync(options.Manifest));
        var database = Database.Parse(options.Database);
        await Migrator.MigrateAsync(database);
        AddServices(builder.Services, options);
        await AddConfidentialityAsync(builder.Services, options, deployment, database);
        builder.Services.AddSingleton(_ => database);
        builder.Services.AddSingleton(deployment);
        AddRelay(builder.Services, options, deployment);
        AddDeliveries(builder.Services, options, deployment);
        if (options.Indexer) builder.Services.AddLedgerIndexer(new IndexerOptions { RpcUrl = options.Rpc, Manifest = deployment.Manifest });
        var app = builder.Build();
        app.Services.GetRequiredService<Telemetry>();
        UsePipeline(app);
        Routes.Map(app, options);
        return app;
    }

    private static void AddServices(IServiceCollection services, LedgerApiOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Telemetry>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<CaptureSigning>();
        services.AddSingleton<CaptureStore>();
        services.AddSingleton<MasterDataStore>();
        services.AddSingleton<EventSearch>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<EventAnswer>();
        services.AddSingleton<EventViews>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<Sharer>();
        services.AddHostedService<CustodyFollower>();
        services.AddFinancing();
        services.AddSingleton<LinkStore>();
        services.AddFiles();
        services.AddSingleton(_ => new EthereumClient(options.Rpc));
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routing => routing.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemHandler>();
        services.AddRateLimits(options.RateLimit);
        services.AddSingleton<ProtectionKeys>();
        services.AddDataProtection().SetApplicationName("Ledger");
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys>((management, keys) => management.XmlRepository = keys);
        ApiKeyHandler.AddTo(services);
        services.AddSingleton<NodeHealthCheck>();
        services.AddHealthChecks().AddCheck<NodeHealthCheck>("node");
        services.AddRazorComponents();
        // Pages hold nothing secret, so compression gives nothing away (BREACH).
        services.AddResponseCompression(compression => (compression.EnableForHttps, compression.MimeTypes) = (true, ["text/html"]));
        services.AddLedgerOpenApi();
    }

    private static async Task AddConfidentialityAsync(IServiceCollection services, LedgerApiOptions options, CurrentDeployment deployment, Database database)
    {
        var master = MasterKey.Load(options, deployment.Manifest);
        if (master is not null)
        {
            await master.ClaimAsync(database);
            services.AddSingleton(_ => master);
        }
        services.AddSingleton(provider => new PartyKeys(database, provider.GetRequiredService<TimeProvider>(), master));
    }

    private static void AddRelay(IServiceCollection services, LedgerApiOptions options, CurrentDeployment deployment)
    {
        var key = RelayKey.Load(options, deployment.Manifest);
        services.AddSingleton(new RelayAccount(key?.Address));
        services.AddSingleton<RelayStore>();
        services.AddSingleton<RelaySignal>();
        services.AddSingleton<ChainGuard>();
        services.AddSingleton<Preflight>();
        services.AddSingleton(provider => new ProofBuilder(provider.GetRequiredService<EthereumClient>(), deployment.Manifest));
        if (key is null) return;
        services.AddSingleton(_ => key);
        services.AddSingleton<TransactionSender>();
        services.AddSingleton<ReceiptWatch>();
        services.AddSingleton(provider => new Lease(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>(), $"relay {deployment.Key}"));
        services.AddHostedService<Relayer>();
        services.AddHealthChecks().AddCheck<RelayHealthCheck>("relay");
        services.AddHostedService<AnchorJob>();
    }

    private static void AddDeliveries(IServiceCollection services, LedgerApiOptions options, CurrentDeployment deployment)
    {
        if (options.WebhooksToLoopback && !deployment.Manifest.Development)
            throw new InvalidOperationException("Webhooks may lead to this machine on a development chain only: leave out Ledger:WebhooksToLoopback.");
        services.AddSingleton(_ => new DestinationGuard(options.WebhooksToLoopback));
        services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<DestinationGuard>(), options.WebhookTimeout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<Arrivals>();
        services.AddSingleton<StandingQueries>();
        services.AddSingleton<SubscriptionStore>();
        services.AddSingleton<SubscriptionBodies>();
        services.AddSingleton(provider => new DeliveryKind(SubscriptionStore.Kind, provider.GetRequiredService<SubscriptionBodies>().MakeAsync));
        services.AddSingleton<EventSockets>();
        services.AddSocketRoute();
        services.AddHostedService<ArrivalWatch>();
        services.AddHostedService<SubscriptionJob>();
        services.AddCreditAndRisk();
        services.AddHostedService<DeliveryJob>();
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => ProblemHandler.ForStatus(context.HttpContext));
        app.UseWebSockets();
        app.UseEpcisVersions();
        app.UseLongAddresses();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMinBlock();
        app.UseMiddleware<Idempotency>();
    }
}
