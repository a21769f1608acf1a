using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Provenance;

/// <summary>Checks with a node what a bundle alone leaves to trust.</summary>
public static class ProofNodeCheck
{
    /// <summary>Adds to a report what a node says about the header, the contract, and the keys of the parties at that block.</summary>
    /// <exception cref="RpcException">The node cannot be reached.</exception>
    public static async Task<ProofReport> VerifyAsync(
        ProofReport report, ProofBundle bundle, EthereumClient node, CancellationToken cancellationToken = default)
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
        }
        trust.Add("that the node tells the truth about its chain");
        return report with { Checks = checks, Trust = trust };
    }

    private static async Task CheckKeysAsync(
        HandOffProof proof, EthereumClient node, ulong block, List<ProofCheck> checks, List<string> trust, CancellationToken cancellationToken)
    {
        var signers = proof.Intent.Intent.Signers(proof.Domain);
        for (var i = 0; i < Math.Min(signers.Count, proof.Keys.Count); i++)
        {
            var party = signers[i].Party!.Value;
            try
            {
                var registry = new RegistryContract(
                    node, await new GoodsContract(node, proof.Contract).RegistryAsync(block, cancellationToken).ConfigureAwait(false));
                var entry = await registry.PartyAsync(party, block, cancellationToken).ConfigureAwait(false);
                var same = entry.Key == proof.Keys[i];
                checks.Add(new ProofCheck(
                    $"node: key of party {party}", same,
                    same ? $"the Registry has {entry.Key}" : $"the Registry has {entry.Key} at that block, not {proof.Keys[i]}"));
                trust.RemoveAll(item => same && item.Contains($"was the key of party {party} ", StringComparison.Ordinal));
            }
            catch (RpcException exception) when (!exception.IsTransient)
            {
                // A node that keeps no old state cannot say who had the key then: that stays to be trusted.
            }
        }
    }
}
