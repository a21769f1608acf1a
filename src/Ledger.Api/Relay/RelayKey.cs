using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Relay;

/// <summary>The key that pays for and sends transactions. It signs for no party: who relays makes no difference to the effect.</summary>
public sealed class RelayKey(PrivateKey secret) : IDisposable
{
    /// <summary>The sending account.</summary>
    public Address Address => secret.Address;

    /// <summary>The key itself.</summary>
    internal PrivateKey Secret => secret;

    /// <summary>Loads the key that the options name; null where they name none.</summary>
    /// <exception cref="LedgerException"><c>development-key</c>: a published key on a chain that is not for development.</exception>
    public static RelayKey? Load(LedgerApiOptions options, DeploymentManifest manifest)
    {
        if ((options.RelayerKey ?? Read(options)) is not { } secret) return null;
        DevelopmentKeys.Refuse(secret.Address, manifest.ChainId, manifest.Development);
        return new RelayKey(secret);
    }

    /// <inheritdoc/>
    public void Dispose() => secret.Dispose();

    private static PrivateKey? Read(LedgerApiOptions options)
    {
        if (options.RelayerKeyFile is null) return null;
        var password = options.RelayerPasswordFile is { } file ? File.ReadLines(file).FirstOrDefault() ?? "" : "";
        return KeyFile.Load(options.RelayerKeyFile, password);
    }

    /// <summary>Without its secret.</summary>
    public override string ToString() => Address.ToString();
}
