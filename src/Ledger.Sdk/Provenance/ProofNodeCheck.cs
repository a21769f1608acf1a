using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Provenance;

/// <summary>Checks with a node what a bundle alone leaves to trust.</summary>
public static class ProofNodeCheck
{
    /// <summary>Adds to a report what a node says about the header, the contract, and the keys of the parties at that block.</summary>
    /// <param name="report">What was checked so far.</param>
    /// <param name="bundle">The bundle.</param>
    /// <param name="node">The node.</param>
    /// <param name="manifest">The ledger's manifest, which tells where the Registry is; a hand-off needs none.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RpcException">The node cannot be reached.</exception>
    public static async Task<ProofReport> VerifyAsync(
        ProofReport report, ProofBundle bundle, EthereumClient node, DeploymentManifest? manifest = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(bundle);
        ArgumentNullException.ThrowIfNull(node);
        var (checks, trust) = (report.Checks.ToList(), report.Trust.ToList());
        var chainId = await node.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        checks.Add(new ProofCheck("node", chainId == bundle.ChainId, $"the node is on chain {chainId}"));
        var block = await node.GetBlockAsync(bundle.Inclusion.BlockHash, cancellationToken: cancellationToken).ConfigureAwait(false);
        var canonical = block is null
            ? null
            : await node.GetBlockAsync(block.Number, cancellationToken: cancellationToken).ConfigureAwait(false);
        var inChain = canonical is not null && canonical.Hash == bundle.Inclusion.BlockHash;
        checks.Add(new ProofCheck(
            "node: block", inChain,
            inChain
                ? $"block {canonical!.Number} of its chain is {canonical.Hash}"
                : $"its chain has no block {bundle.Inclusion.BlockHash}"));
        if (chainId == bundle.ChainId && inChain)
        {
            trust.RemoveAll(item => item.StartsWith("that block ", StringComparison.Ordinal));
            if (bundle is HandOffProof proof)
                await CheckKeysAsync(proof, node, canonical!.Number, checks, trust, cancellationToken).ConfigureAwait(false);
            if (manifest is not null && bundle is EventProof { Capture: { SignedBy: CaptureSigner.Party } capture })
                await CheckKeyAsync(
                    new RegistryContract(node, manifest.Registry), capture.Message.Party, capture.Signer, canonical!.Number, checks, trust, cancellationToken)
                    .ConfigureAwait(false);
        }
        trust.Add("that the node tells the truth about its chain");
        return report with { Checks = checks, Trust = trust };
    }

    private static async Task CheckKeysAsync(
        HandOffProof proof, EthereumClient node, ulong block, List<ProofCheck> checks, List<string> trust, CancellationToken cancellationToken)
    {
        var signers = proof.Intent.Intent.Signers(proof.Domain);
        var registry = await RegistryAsync(proof, node, block, cancellationToken).ConfigureAwait(false);
        for (var i = 0; registry is not null && i < Math.Min(signers.Count, proof.Keys.Count); i++)
            await CheckKeyAsync(registry, signers[i].Party!.Value, proof.Keys[i], block, checks, trust, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The Registry that the Goods contract asks; null where the node keeps no state of that block.</summary>
    private static async Task<RegistryContract?> RegistryAsync(HandOffProof proof, EthereumClient node, ulong block, CancellationToken cancellationToken)
    {
        try
        {
            return new RegistryContract(node, await new GoodsContract(node, proof.Contract).RegistryAsync(block, cancellationToken).ConfigureAwait(false));
        }
        catch (RpcException exception) when (!exception.IsTransient)
        {
            return null;
        }
    }

    private static async Task CheckKeyAsync(
        RegistryContract registry, PartyId party, Address key, ulong block, List<ProofCheck> checks, List<string> trust, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await registry.PartyAsync(party, block, cancellationToken).ConfigureAwait(false);
            var same = entry.Key == key;
            checks.Add(new ProofCheck(
                $"node: key of party {party}", same,
                same ? $"the Registry has {entry.Key}" : $"the Registry has {entry.Key} at that block, not {key}"));
            trust.RemoveAll(item => same && item.Contains($"was the key of party {party} ", StringComparison.Ordinal));
        }
        catch (RpcException exception) when (!exception.IsTransient)
        {
            // A node that keeps no old state cannot say who had the key then: that stays to be trusted.
        }
    }
}
