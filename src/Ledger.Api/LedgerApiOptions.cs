using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api;

/// <summary>How the API runs; bound from the section <c>Ledger</c> of the configuration (files, <c>Ledger__Database</c> in the environment, <c>--Ledger:Database</c>).</summary>
public sealed class LedgerApiOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ledger";

    /// <summary><c>sqlite:FOLDER</c> or <c>postgres:CONNECTION STRING</c>.</summary>
    public string Database { get; set; } = "sqlite:data";

    /// <summary>The JSON-RPC address of the chain's node.</summary>
    public string Rpc { get; set; } = "http://127.0.0.1:8545";

    /// <summary>The file that the deployment wrote: chain, contracts and finality.</summary>
    public string Manifest { get; set; } = "manifest.json";

    /// <summary>The relayer's key: a Web3 V3 key file. Without one the API reads and captures, but relays nothing.</summary>
    public string? RelayerKeyFile { get; set; }

    /// <summary>A file whose first line is the password of <see cref="RelayerKeyFile"/>.</summary>
    public string? RelayerPasswordFile { get; set; }

    /// <summary>A file whose first line is the master key of confidential content: 0x and 64 hexadecimal digits. Kept apart from the database and its backups.
    /// Without one, nothing confidential is captured; a chain for development has a published one.</summary>
    public string? ConfidentialityKeyFile { get; set; }

    /// <summary>The relayer's key itself, for a host that runs the API in its own process. Never bound from configuration.</summary>
    internal PrivateKey? RelayerKey { get; private set; }

    /// <summary>What the deployment wrote, for a host that has it at hand; else <see cref="Manifest"/> is read.</summary>
    internal DeploymentManifest? Deployment { get; private set; }

    /// <summary>Runs with a key and a deployment that the host has in memory.</summary>
    public void Use(DeploymentManifest deployment, PrivateKey? relayer) => (Deployment, RelayerKey) = (deployment, relayer);

    /// <summary>Whether the indexer runs in this process. Off where several APIs share one PostgreSQL and the indexer runs by itself.</summary>
    public bool Indexer { get; set; } = true;

    /// <summary>The address that clients see, such as <c>https://trace.example.com</c>: for QR codes and sign-in. The listening address where absent.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Who runs this server: named in the resolver's description.</summary>
    public string Operator { get; set; } = "Ledger";

    /// <summary>Requests that one caller may send in a burst; half as many a second lastingly.</summary>
    public int RateLimit { get; set; } = 2000;

    /// <summary>The largest EPCIS document, in bytes.</summary>
    public int CaptureLimit { get; set; } = 256 * 1024 * 1024;

    /// <summary>How many events one EPCIS document may have.</summary>
    public int CaptureEventLimit { get; set; } = 200_000;

    /// <summary>The largest file of invoices or of a bank, in bytes.</summary>
    public int ImportLimit { get; set; } = 512 * 1024 * 1024;

    /// <summary>The longest tenor that imported invoices may have, where it is to be shorter than what the Receivables contract takes.</summary>
    public TimeSpan? LongestTenor { get; set; }

    /// <summary>How long new events wait to share one anchor.</summary>
    public TimeSpan AnchorInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many waiting events are anchored at once without waiting any longer.</summary>
    public int AnchorBatch { get; set; } = 16_384;

    /// <summary>How long a transaction may stay unmined before it is sent again, at a higher fee where the chain takes fees.</summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a receiver of webhooks may take to answer.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether webhooks may lead to this machine, by http too. For development chains only.</summary>
    public bool WebhooksToLoopback { get; set; }

    /// <summary>How long the client of a WebSocket may take to take a message, or to answer a ping.</summary>
    public TimeSpan SocketPatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>WebSockets that one party may have open at one server.</summary>
    public int SocketsOfParty { get; set; } = 20;

    /// <summary>The origin that clients see: that of <see cref="PublicUrl"/>, else that of the request.</summary>
    public string OriginOf(HttpRequest request) => PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
}
