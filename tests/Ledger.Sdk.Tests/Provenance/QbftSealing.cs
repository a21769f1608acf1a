using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Provenance;

namespace Ledger.Sdk.Tests.Provenance;

/// <summary>Puts the block of a bundle on a QBFT chain of the test's own: same roots, a header that four validators sealed.</summary>
internal static class QbftSealing
{
    private static readonly Hash32 BftMixHash = Hash32.Parse("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

    public static IReadOnlyList<PrivateKey> Keys { get; } = [.. Enumerable.Range(1, 4).Select(i => PrivateKey.FromBytes(Keccak256.Hash([0xb0, (byte)i]).Span))];

    public static IReadOnlyList<Address> Validators { get; } = [.. Keys.Select(key => key.Address)];

    public static HandOffProof Seal(HandOffProof bundle, IReadOnlyList<Address> validators, int seals = 3)
    {
        var extra = new QbftExtraData { Vanity = Keccak256.Hash("vanity"u8), Validators = validators, Round = 2 };
        var header = BlockHeader.Decode(bundle.Inclusion.Header) with { MixHash = BftMixHash, ExtraData = extra.Encode() };
        var digest = new QbftHeader(header).SealingHash;
        header = header with { ExtraData = (extra with { Seals = [.. Keys.Take(seals).Select(key => SealOf(key.Sign(digest)))] }).Encode() };
        return bundle with { Inclusion = bundle.Inclusion with { Header = header.Encode(), BlockHash = new QbftHeader(header).BlockHash } };
    }

    private static byte[] SealOf(Signature signature) => [.. signature.R.Span, .. signature.S.Span, (byte)signature.YParity];
}
