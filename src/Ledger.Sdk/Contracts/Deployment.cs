using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>Deploys the ledger's contracts to any EVM network, by standard JSON-RPC methods only.</summary>
public static class Deployment
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Deploys Registry, Goods and Anchors, and admits party 1, the first registrar.</summary>
    /// <param name="node">A node of the network.</param>
    /// <param name="deployer">Pays, and gets no rights by it.</param>
    /// <param name="registrar">The registrar's key, recovery key (zero for none) and identity commitment.</param>
    /// <param name="finality">When a block of this network counts as final.</param>
    /// <param name="development">Declares a chain for development, where well-known keys are allowed.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays sent.</param>
    /// <exception cref="LedgerException">deployment-failed, development-key, or what <see cref="RpcException"/> says.</exception>
    public static async Task<DeploymentManifest> DeployAsync(
        EthereumClient node, PrivateKey deployer, Registrar registrar, FinalityRule finality, bool development = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployer);
        ArgumentNullException.ThrowIfNull(registrar);
        var chainId = await node.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        DevelopmentKeys.Refuse(deployer.Address, chainId, development);
        DevelopmentKeys.Refuse(registrar.Key, chainId, development);
        var genesis = await node.GetBlockAsync(0, cancellationToken: cancellationToken).ConfigureAwait(false)
            ?? throw new LedgerException("deployment-failed", "The node has no block 0.");
        var sender = await TransactionSender.CreateAsync(node, deployer, cancellationToken).ConfigureAwait(false);

        var nonce = sender.Nonce;
        var registry = ContractAddress.Create(deployer.Address, nonce);
        var transactions = new[]
        {
            await sender.SendAsync(
                null, Creation(LedgerContract.Registry, registrar.Key, registrar.Recovery, registrar.Identity), null,
                cancellationToken).ConfigureAwait(false),
            await sender.SendAsync(null, Creation(LedgerContract.Anchors), null, cancellationToken).ConfigureAwait(false),
        };
        // Goods asks the Registry while it is created, so its gas can only be estimated once that is mined.
        var first = await sender.WaitAsync(transactions, Patience, cancellationToken).ConfigureAwait(false);
        var last = await sender.SendAsync(null, Creation(LedgerContract.Goods, registry), null, cancellationToken).ConfigureAwait(false);
        var second = await sender.WaitAsync([last], Patience, cancellationToken).ConfigureAwait(false);
        return new DeploymentManifest(
            chainId, genesis.Hash, first.Concat(second).Min(receipt => receipt.BlockNumber), registry,
            ContractAddress.Create(deployer.Address, nonce + 2), ContractAddress.Create(deployer.Address, nonce + 1), finality, development);
    }

    private static byte[] Creation(LedgerContract contract, params object[] arguments)
    {
        var artifact = ContractArtifact.Of(contract);
        return [.. artifact.Bytecode.Span, .. artifact.Abi.Constructor.Encode(arguments)];
    }
}

/// <summary>Party 1, who admits the others.</summary>
/// <param name="Key">The address of its key.</param>
/// <param name="Recovery">The key that may replace it; zero for none.</param>
/// <param name="Identity">Commitment of its GLN, LEI and name.</param>
public sealed record Registrar(Address Key, Address Recovery, Hash32 Identity);
