using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Contracts;

/// <summary>Receivables and Facility are parties: Facility so that it can own collateral, both so that through them a frozen party still
/// pays what it owes. The registrar admits them once after the deployment, with messages that the contracts sign by their code.</summary>
public static class Settlement
{
    /// <summary>The contracts that are parties.</summary>
    public static IReadOnlyList<LedgerContract> Contracts { get; } = [LedgerContract.Receivables, LedgerContract.Facility];

    /// <summary>The party number of a contract; 0 where it is not admitted yet.</summary>
    public static Task<PartyId> PartyOfAsync(
        EthereumClient node, DeploymentManifest manifest, LedgerContract contract, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return new RegistryContract(node, manifest.Registry).PartyOfAsync(
            manifest.AddressOf(contract), cancellationToken: cancellationToken);
    }

    /// <summary>The admission of a contract, ready to submit; null where it is a party already. Its number is the next free one, so submit
    /// it before the next is made.</summary>
    /// <param name="node">A node of the network.</param>
    /// <param name="manifest">The deployment.</param>
    /// <param name="contract">One of <see cref="Contracts"/>.</param>
    /// <param name="registrar">The key of a party that admits others.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="LedgerException">not-a-registrar.</exception>
    public static async Task<SignedIntent?> AdmissionAsync(
        EthereumClient node, DeploymentManifest manifest, LedgerContract contract, PrivateKey registrar,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registrar);
        if (await PartyOfAsync(node, manifest, contract, cancellationToken).ConfigureAwait(false) != default) return null;
        var registry = new RegistryContract(node, manifest.Registry);
        var by = await registry.PartyOfAsync(registrar.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
        var entry = await registry.PartyAsync(by, cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!entry.Roles.HasFlag(PartyRoles.Registrar))
            throw new LedgerException(
                "not-a-registrar", $"{registrar.Address} is not the key of a registrar.", "Sign with the registrar's key.");
        var head = await node.GetBlockAsync(BlockTag.Latest, cancellationToken: cancellationToken).ConfigureAwait(false);
        var next = await registry.PartyCountAsync(cancellationToken: cancellationToken).ConfigureAwait(false) + 1;
        var admission = new Admission(
            new PartyId(next), manifest.AddressOf(contract), Address.Zero, PartyRoles.Settlement,
            Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes($"Ledger contract {contract}")), by, entry.Epoch, head!.Timestamp + 3600);
        var digest = admission.Digest(manifest.DomainOf(LedgerContract.Registry));
        return new SignedIntent(admission, [registrar.Sign(digest).ToBytes(), admission.Encode()]);
    }

    /// <summary>Admits those that are no parties yet, with transactions of the registrar's own.</summary>
    /// <exception cref="LedgerException">not-a-registrar, deployment-failed.</exception>
    public static async Task AdmitAsync(
        EthereumClient node, DeploymentManifest manifest, PrivateKey registrar, CancellationToken cancellationToken = default)
    {
        var sender = await TransactionSender.CreateAsync(node, registrar, cancellationToken).ConfigureAwait(false);
        foreach (var contract in Contracts)
        {
            if (await AdmissionAsync(node, manifest, contract, registrar, cancellationToken).ConfigureAwait(false) is not { } admission) continue;
            var hash = await sender.SendAsync(manifest.Registry, admission.Calldata(), null, cancellationToken).ConfigureAwait(false);
            await sender.WaitAsync([hash], TimeSpan.FromMinutes(2), cancellationToken).ConfigureAwait(false);
        }
    }
}
