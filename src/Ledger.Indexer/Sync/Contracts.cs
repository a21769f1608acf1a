using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Sync;

/// <summary>The contracts of a deployment whose logs are read.</summary>
internal sealed class Contracts(DeploymentManifest manifest)
{
    public IReadOnlyList<Address> Addresses { get; } = [manifest.Goods, manifest.Registry, manifest.Anchors];

    /// <summary>The contract at an address, or null for a stranger.</summary>
    public LedgerContract? At(Address address) =>
        address == manifest.Goods ? LedgerContract.Goods
        : address == manifest.Registry ? LedgerContract.Registry
        : address == manifest.Anchors ? LedgerContract.Anchors
        : null;
}
