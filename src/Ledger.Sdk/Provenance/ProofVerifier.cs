using System.Text;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Provenance;

/// <summary>Verifies proof bundles. Offline; with the validators of a QBFT chain, or with a node (<see cref="ProofNodeCheck"/>), less is
/// left to trust.</summary>
public sealed class ProofVerifier
{
    private readonly List<ProofCheck> checks = [];
    private readonly List<string> trust = [];

    private ProofVerifier()
    {
    }

    /// <summary>Verifies the bytes of a bundle.</summary>
    /// <param name="utf8">The JSON document.</param>
    /// <param name="validators">The validators of the QBFT chain at that block, where the reader knows them; null to leave the header to
    /// trust.</param>
    /// <param name="manifest">The ledger's manifest, where the reader has it; null to leave chain and contract to trust.</param>
    /// <returns>What was checked, what does not match, and what is left to trust. Never throws for what a bundle may hold.</returns>
    public static ProofReport Verify(
        ReadOnlySpan<byte> utf8, IReadOnlyCollection<Address>? validators = null, DeploymentManifest? manifest = null)
    {
        try
        {
            return Verify(ProofBundle.Parse(utf8), validators, manifest);
        }
        catch (LedgerException exception)
        {
            return new ProofReport("This file proves nothing.", [new ProofCheck("format", false, exception.Message)], []);
        }
    }

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, IReadOnlyCollection{Address}?, DeploymentManifest?)"/>
    public static ProofReport Verify(
        ProofBundle bundle, IReadOnlyCollection<Address>? validators = null, DeploymentManifest? manifest = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var verifier = new ProofVerifier();
        verifier.Check("format", true, $"version {bundle.FormatVersion}, {bundle.Kind}");
        var inclusion = InclusionCheck.Run(bundle, validators, verifier.Check);
        verifier.Trust(bundle, inclusion, validators, manifest);
        var statement = bundle switch
        {
            HandOffProof proof => verifier.HandOff(proof, inclusion, manifest),
            EventProof proof => verifier.Event(proof, inclusion),
            WholeEventProof proof => verifier.WholeEvent(proof, inclusion),
            _ => throw new NotSupportedException(bundle.Kind),
        };
        return new ProofReport(statement, verifier.checks, verifier.trust);
    }

    private string HandOff(HandOffProof proof, InclusionCheck inclusion, DeploymentManifest? manifest)
    {
        var signers = proof.Intent.Intent.Signers(proof.Domain);
        if (proof.Keys.Count != signers.Count) Check("keys", false, $"{proof.Keys.Count} keys are given for {signers.Count} signatures");
        for (var i = 0; i < Math.Min(signers.Count, proof.Keys.Count); i++)
        {
            var recovered = Signature.TryParse(proof.Intent.Signatures[i], out var signature)
                && signature.TryRecover(signers[i].Digest, out var key)
                ? key
                : (Address?)null;
            Check($"signature ({signers[i].Name})", recovered == proof.Keys[i], recovered == proof.Keys[i]
                ? $"party {signers[i].Party} signed digest {signers[i].Digest} with {recovered}"
                : $"of this message it is by {recovered?.ToString() ?? "no key at all"}, not by {proof.Keys[i]}: the message, the signature, the key, the chain or the contract was altered");
            trust.Add($"that {proof.Keys[i]} was the key of party {signers[i].Party} at that block");
        }
        inclusion.CheckHandOff(proof.Contract, proof.Intent, manifest?.Orders, Check);
        inclusion.CheckLog(proof, logged => ExpectedLog(proof, logged), Check);
        var offer = proof.Intent.Intent as CustodyOffer ?? ((Rejection)proof.Intent.Intent).Offer;
        var goods = offer.MovedUnits.Count == 1 ? $"unit {offer.MovedUnits[0]}" : $"{offer.MovedUnits.Count} units";
        return proof.Intent.Intent is Rejection
            ? $"Party {offer.To} refused {goods} that party {offer.From} offered, {inclusion.When}."
            : $"Party {offer.From} handed {goods} over to party {offer.To}, both signed, {inclusion.When}.";
    }

    private static string? ExpectedLog(HandOffProof proof, LedgerEvent logged)
    {
        if (proof.Intent.Intent is Rejection rejection)
            return logged is HandOffRejected refused && refused.From == rejection.Offer.From && refused.To == rejection.Offer.To
                && refused.Reason == rejection.Reason
                && refused.HandOff == rejection.Offer.Digest(proof.Domain) && refused.Units.SequenceEqual(rejection.Offer.MovedUnits)
                ? null
                : "it is not the refusal of this offer";
        var offer = (CustodyOffer)proof.Intent.Intent;
        return logged is CustodyMoved moved && moved.From == offer.From && moved.To == offer.To && moved.Document == offer.Document
            && moved.Units.SequenceEqual(offer.MovedUnits)
            ? null
            : "it does not say that these units moved between these parties";
    }

    private string Event(EventProof proof, InclusionCheck inclusion)
    {
        var said = EventCheck.Run(proof, Check, trust);
        var anchor = Anchor(proof, proof.Commitment, proof.Path, proof.Root, inclusion);
        return $"{said} It was anchored by {anchor?.Publisher.ToString() ?? "nobody"}, {inclusion.When}.";
    }

    private string WholeEvent(WholeEventProof proof, InclusionCheck inclusion)
    {
        var commitment = Commitment.Of(proof.Salt, Encoding.UTF8.GetBytes(proof.Event));
        Check("event", commitment == proof.Commitment, commitment == proof.Commitment
            ? $"event and salt give the commitment {commitment}"
            : $"event and salt give {commitment}, not the commitment {proof.Commitment}: one of the three was altered");
        var anchor = Anchor(proof, proof.Commitment, proof.Path, proof.Root, inclusion);
        return $"The event was anchored by {anchor?.Publisher.ToString() ?? "nobody"}, {inclusion.When}.";
    }

    private Anchored? Anchor(ProofBundle proof, Hash32 commitment, IReadOnlyList<Hash32> path, Hash32 anchoredRoot, InclusionCheck inclusion)
    {
        var root = MerkleTree.RootOf(commitment, [.. path]);
        Check("merkle path", root == anchoredRoot, root == anchoredRoot
            ? $"{path.Count} steps lead from the commitment to the root {root}"
            : $"commitment and path lead to {root}, not to the root {anchoredRoot}: one of the three was altered");
        Anchored? anchor = null;
        inclusion.CheckLog(
            proof,
            logged =>
            {
                anchor = logged as Anchored;
                return anchor is null ? "it is no anchor" : anchor.Root != anchoredRoot ? $"it anchors {anchor.Root}" : null;
            },
            Check);
        if (anchor is not null)
        {
            inclusion.CheckCall(proof.Contract, AnchorsContract.Anchor(anchoredRoot, anchor.Count), "the anchoring of this root", Check);
            trust.Add($"that {anchor.Publisher} is the publisher you take it for");
        }
        return anchor;
    }

    private void Trust(ProofBundle bundle, InclusionCheck inclusion, IReadOnlyCollection<Address>? validators, DeploymentManifest? manifest)
    {
        if (validators is null)
        {
            var others = inclusion.IsQbft ? ", or give the validators" : "";
            trust.Add($"that block {bundle.Inclusion.BlockHash} is of chain {bundle.ChainId}: ask a node{others}");
        }
        else trust.Add("that these were the validators of the chain at that block");
        var contract = bundle is HandOffProof ? LedgerContract.Goods : LedgerContract.Anchors;
        if (manifest is null) trust.Add($"that {bundle.Contract} is the ledger's {contract} contract: give the manifest");
        else
        {
            var expected = manifest.AddressOf(contract);
            Check(
                "manifest", manifest.ChainId == bundle.ChainId && expected == bundle.Contract,
                $"the manifest says chain {manifest.ChainId} and {contract} at {expected}");
        }
    }

    private void Check(string name, bool holds, string detail) => checks.Add(new ProofCheck(name, holds, detail));
}
