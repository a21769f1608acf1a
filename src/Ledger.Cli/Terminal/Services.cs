using System.CommandLine;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Cli.Terminal;

/// <summary>Where API and node are: by option, else by environment, else on this machine.</summary>
internal static class Services
{
    public static Option<string> Api() => new("--api")
    {
        Description = "Address of the API; else LEDGER_API, else http://127.0.0.1:5080.",
        DefaultValueFactory = _ => FromEnvironment("LEDGER_API") ?? "http://127.0.0.1:5080",
    };

    public static Option<string> Rpc() => new("--rpc")
    {
        Description = "Address of the node; else LEDGER_RPC, else http://127.0.0.1:8545.",
        DefaultValueFactory = _ => FromEnvironment("LEDGER_RPC") ?? "http://127.0.0.1:8545",
    };

    /// <summary>A node that a person waits for: it fails soon where it is not there.</summary>
    public static EthereumClient Node(string url) =>
        new(url, new JsonRpcOptions { MaxAttempts = 2, OverallTimeout = TimeSpan.FromSeconds(30) });

    public static LedgerClient Client(string api) => new(api);

    /// <summary>A client that waits as long as a long file takes.</summary>
    public static LedgerClient PatientClient(string api) => new(api, Timeout.InfiniteTimeSpan);

    /// <summary>Signs in, after making sure that the key may be used there.</summary>
    /// <exception cref="LedgerException">development-key, sign-in-refused, wrong-origin.</exception>
    public static async Task SignInAsync(LedgerClient ledger, PrivateKey key, CancellationToken cancellationToken)
    {
        var manifest = await ledger.GetManifestAsync(cancellationToken).ConfigureAwait(false);
        DevelopmentKeys.Refuse(key.Address, manifest.ChainId, manifest.Development);
        await ledger.SignInAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public static string? FromEnvironment(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
