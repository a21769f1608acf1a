using Ledger.Devnet.Hosting;
using Ledger.Devnet.Story;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Devnet.Chain;

/// <summary>A chain with the ledger's contracts on it.</summary>
/// <param name="Manifest">Chain, contracts and finality.</param>
/// <param name="IsNew">Whether the contracts were deployed just now: then older projections say nothing about them.</param>
/// <param name="Why">Why they were deployed again although there was a manifest; null where there was none, or it still held.</param>
internal sealed record DeployedChain(DeploymentManifest Manifest, bool IsNew, string? Why = null)
{
    /// <summary>Networks that people keep for development, and the one under <c>devnet/besu</c>: elsewhere keys that anyone can compute would do harm.</summary>
    private static readonly ulong[] DevelopmentChains = [1337, 20261, 31337];

    /// <summary>Takes the deployment that the data folder knows of if the chain still has it; else deploys.</summary>
    /// <exception cref="LedgerException">The chain is not for development, or the deployment failed.</exception>
    public static async Task<DeployedChain> FindOrDeployAsync(EthereumClient node, DataFolder data, DevnetOptions options, CancellationToken cancellationToken)
    {
        var chainId = await node.GetChainIdAsync(cancellationToken);
        if (!DevelopmentChains.Contains(chainId))
            throw new LedgerException("not-a-development-chain", $"Chain {chainId} is not for development, and the devnet's keys are public.",
                $"Chains for development have the id {string.Join(", ", DevelopmentChains)}. Elsewhere use `ledger deploy` with a key of your own.");
        var finality = options.Finality is null ? await FinalityOfAsync(node, cancellationToken) : FinalityRule.Parse(options.Finality);
        string? why = null;
        if (options.Chain.Kind != ChainKind.Hardhat && File.Exists(data.Manifest))
        {
            (var known, why) = await FindAsync(data.Manifest, node, cancellationToken);
            if (known is not null) return new DeployedChain(known with { Finality = finality }, IsNew: false);
        }
        var registrar = new Registrar(StoryKeys.Registrar.Address, Address.Zero, PartyIdentity.Registrar.Commitment);
        var manifest = await Deployment.DeployAsync(node, StoryKeys.Operator, registrar, finality, development: true, cancellationToken: cancellationToken);
        await manifest.WriteAsync(data.Manifest, cancellationToken);
        return new DeployedChain(manifest, IsNew: true, why);
    }

    private static async Task<(DeploymentManifest? Known, string? Why)> FindAsync(string path, EthereumClient node, CancellationToken cancellationToken)
    {
        try
        {
            var known = await DeploymentManifest.ReadAsync(path, cancellationToken);
            await known.ValidateAsync(node, cancellationToken);
            return (known, null);
        }
        catch (LedgerException exception) when (exception.Code is "chain-mismatch" or "outdated-manifest")
        {
            return (null, exception.Message);
        }
    }

    /// <summary>
    /// Hardhat never reverts and QBFT can't. anvil may lose the blocks of its last second when it is killed, so a few stand on top before one counts.
    /// </summary>
    private static async Task<FinalityRule> FinalityOfAsync(EthereumClient node, CancellationToken cancellationToken)
    {
        var version = await node.GetClientVersionAsync(cancellationToken);
        return version.Contains("hardhat", StringComparison.OrdinalIgnoreCase) || version.Contains("besu", StringComparison.OrdinalIgnoreCase) ? FinalityRule.Immediate
            : version.Contains("anvil", StringComparison.OrdinalIgnoreCase) ? FinalityRule.OfDepth(3)
            : FinalityRule.Tag;
    }
}
