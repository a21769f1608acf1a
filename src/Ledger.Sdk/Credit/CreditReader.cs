using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>Computes credit from a node alone.</summary>
public static class CreditReader
{
    /// <summary>Folds the whole ledger up to a block; by default up to the newest that is final.</summary>
    /// <exception cref="LedgerException"><c>unknown-block</c>, <c>chain-moved</c>, <c>chain-mismatch</c>.</exception>
    public static async Task<CreditFold> FoldAsync(
        EthereumClient node, DeploymentManifest manifest, ulong? block = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(manifest);
        await manifest.ValidateAsync(node, cancellationToken).ConfigureAwait(false);
        var to = block ?? await node.GetFinalizedBlockNumberAsync(manifest.Finality, cancellationToken).ConfigureAwait(false);
        if (to < manifest.DeploymentBlock)
            throw new LedgerException("unknown-block", $"The ledger starts with block {manifest.DeploymentBlock}.", "Ask for a later one.");
        var fold = new CreditFold();
        await foreach (var piece in new LedgerFeed(node, manifest).ReadAsync(manifest.DeploymentBlock, to, cancellationToken).ConfigureAwait(false)) fold.Apply(piece);
        return fold;
    }

    /// <summary>The report on a party.</summary>
    /// <exception cref="LedgerException"><c>not-found</c>, and what <see cref="FoldAsync"/> throws.</exception>
    public static async Task<CreditReport> ReportAsync(
        EthereumClient node, DeploymentManifest manifest, PartyId party, ulong? block = null, CancellationToken cancellationToken = default)
    {
        var fold = await FoldAsync(node, manifest, block, cancellationToken).ConfigureAwait(false);
        return fold.ConductOf(party) is { } conduct
            ? CreditReport.Of(conduct, fold.At!.Value)
            : throw new LedgerException("not-found", $"At block {fold.At!.Value.Block} there is no party {party}.", "Parties are numbered from 1 as they are admitted.");
    }
}
