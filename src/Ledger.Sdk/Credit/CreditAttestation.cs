using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>A report as its publisher signed it, with the figures that it was counted from.</summary>
/// <remarks>EIP-712 in the domain of the Anchors contract; its digest is anchored as a tree of one leaf. It is a convenience for who has no node:
/// who has one computes the same points, and no contract takes it for anything.</remarks>
/// <param name="Party">The party.</param>
/// <param name="AsOf">The block.</param>
/// <param name="Scorecard">The version of the scorecard.</param>
/// <param name="Points">The points.</param>
/// <param name="Features">The figures.</param>
/// <param name="ChainId">The chain of the domain.</param>
/// <param name="Anchors">The Anchors contract of the domain.</param>
/// <param name="Signer">Who signed: an account that speaks for a server, not for the ledger.</param>
/// <param name="Signature">65 bytes in hexadecimal.</param>
/// <param name="Root">What is anchored: the root of the tree whose only leaf is the digest.</param>
public sealed record CreditAttestation(
    PartyId Party, AsOf AsOf, uint Scorecard, int Points, CreditFeatures Features, ulong ChainId, Address Anchors, Address Signer, string Signature, Hash32 Root)
{
    private static readonly Hash32 Type = Eip712.TypeHash(
        "CreditAttestation(uint64 party,uint64 block,bytes32 blockHash,uint64 time,uint32 scorecard,uint32 points,bytes32 features)");

    /// <summary>What is signed.</summary>
    public static Hash32 DigestOf(PartyId party, AsOf asOf, uint scorecard, int points, Hash32 features, IntentDomain domain)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        var fields = new Eip712Struct(Type);
        fields.Add(party.Value);
        fields.Add(asOf.Block);
        fields.Add(asOf.Hash);
        fields.Add(asOf.Time);
        fields.Add(scorecard);
        fields.Add((ulong)points);
        fields.Add(features);
        return domain.Digest(fields.Hash());
    }

    /// <summary>What its fields say was signed.</summary>
    public Hash32 Digest() => DigestOf(Party, AsOf, Scorecard, Points, Features.Hash(), new IntentDomain(ChainId, Anchors));

    /// <summary>The root that a digest is anchored under.</summary>
    public static Hash32 RootOf(Hash32 digest) => MerkleTree.Build([digest]).Root;

    /// <summary>Signs a report.</summary>
    public static CreditAttestation Sign(CreditReport report, IntentDomain domain, PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(key);
        var digest = DigestOf(report.Party, report.AsOf, report.Scorecard, report.Points, report.FeaturesHash, domain);
        return new CreditAttestation(
            report.Party, report.AsOf, report.Scorecard, report.Points, report.Features, domain.ChainId, domain.Contract, key.Address,
            key.Sign(digest).ToString(), RootOf(digest));
    }
}
