using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>The contracts of a deployment whose logs are read: all of them.</summary>
internal sealed class Contracts
{
    private readonly Dictionary<Address, LedgerContract> byAddress = [];

    public Contracts(DeploymentManifest manifest)
    {
        // Manifests of tests may give several contracts one address; the first keeps it.
        foreach (var contract in Enum.GetValues<LedgerContract>()) byAddress.TryAdd(manifest.AddressOf(contract), contract);
        Addresses = [.. byAddress.Keys];
    }

    public IReadOnlyList<Address> Addresses { get; }

    /// <summary>The contract at an address, or null for a stranger.</summary>
    public LedgerContract? At(Address address) => byAddress.TryGetValue(address, out var contract) ? contract : null;
}
