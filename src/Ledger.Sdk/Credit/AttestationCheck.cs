using System.Text.Json;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Credit;

/// <summary>Checks an attestation: alone, and with a node besides.</summary>
public static class AttestationCheck
{
    /// <summary>Reads an attestation.</summary>
    /// <exception cref="LedgerException"><c>malformed-attestation</c>.</exception>
    public static CreditAttestation Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CreditAttestation>(json, LedgerJson.Options) is { AsOf: not null, Features: { Paying: not null, Delivering: not null }, Signature: not null } read
                ? read : throw new JsonException("Something is missing.");
        }
        catch (JsonException exception)
        {
            throw new LedgerException("malformed-attestation", $"This is no attestation of credit: {exception.Message}", "Take what POST /parties/{id}/credit/attestation answered.", exception);
        }
    }

    /// <summary>What holds by itself: the points follow from the figures, and the signer signed them.</summary>
    public static ProofReport Verify(CreditAttestation attestation, DeploymentManifest? manifest = null)
    {
        ArgumentNullException.ThrowIfNull(attestation);
        var known = attestation.Scorecard == Scorecard.Version;
        var points = known ? Scorecard.Count(attestation.Features).Points : 0;
        var digest = attestation.Digest();
        var recovered = TryRecover(attestation.Signature, digest, out var signer);
        List<ProofCheck> checks =
        [
            new("scorecard", known, known ? "version 1, which this program counts by" : $"version {attestation.Scorecard} is not known here"),
            new("points", points == attestation.Points, $"the figures give {points} points, it says {attestation.Points}"),
            new("signature", recovered && signer == attestation.Signer, recovered ? $"signed by {signer}" : "no key can have made it"),
            new("root", CreditAttestation.RootOf(digest) == attestation.Root, $"its digest is anchored under {CreditAttestation.RootOf(digest)}"),
        ];
        if (manifest is not null)
            checks.Add(new ProofCheck("deployment", manifest.ChainId == attestation.ChainId && manifest.Anchors == attestation.Anchors, $"it is for chain {attestation.ChainId}, {attestation.Anchors}"));
        return new ProofReport(
            $"Party {attestation.Party} has {attestation.Points} points by scorecard {attestation.Scorecard} as of block {attestation.AsOf.Block}.", checks,
            [$"that {attestation.Signer} read the chain rightly (with a node: ledger credit {attestation.Party} --at {attestation.AsOf.Block})"]);
    }

    /// <summary>What a node says besides: the block is its chain's, the root was anchored by the signer, and the figures are what the chain gives.</summary>
    public static async Task<ProofReport> VerifyAsync(CreditAttestation attestation, DeploymentManifest manifest, EthereumClient node, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        var report = Verify(attestation, manifest);
        var block = await node.GetBlockAsync(attestation.AsOf.Block, false, cancellationToken).ConfigureAwait(false);
        var anchored = await new AnchorsContract(node, manifest.Anchors).AnchoredAtAsync(attestation.Signer, attestation.Root, null, cancellationToken).ConfigureAwait(false);
        List<ProofCheck> checks =
        [
            .. report.Checks,
            new("node: block", block?.Hash == attestation.AsOf.Hash, $"block {attestation.AsOf.Block} of its chain is {block?.Hash}"),
            new("node: anchor", anchored > 0, anchored > 0 ? $"{attestation.Signer} anchored it at {anchored}" : $"{attestation.Signer} has not anchored it"),
        ];
        if (block?.Hash == attestation.AsOf.Hash)
        {
            var own = await CreditReader.ReportAsync(node, manifest, attestation.Party, attestation.AsOf.Block, cancellationToken).ConfigureAwait(false);
            checks.Add(new ProofCheck("node: figures", own.FeaturesHash == attestation.Features.Hash(), $"the chain gives {own.Points} points"));
        }
        return report with { Checks = checks, Trust = ["that the node tells the truth about its chain"] };
    }

    private static bool TryRecover(string text, Hash32 digest, out Address signer)
    {
        signer = default;
        return Hex.TryDecode(text, out var bytes) && Signature.TryParse(bytes, out var signature) && signature.TryRecover(digest, out signer);
    }
}
