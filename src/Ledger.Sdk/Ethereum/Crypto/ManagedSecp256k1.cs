using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace Ledger.Sdk.Ethereum;

/// <summary>The curve on BouncyCastle, for systems without the native library, and its oracle in tests.</summary>
/// <remarks>Not constant time: a machine that signs for others should install libsecp256k1.</remarks>
internal sealed class ManagedSecp256k1 : Secp256k1
{
    private static readonly X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger N = Curve.N;
    private static readonly BigInteger Half = N.ShiftRight(1);
    private static readonly FixedPointCombMultiplier Comb = new();

    public override string Name => "BouncyCastle";

    public override void DerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        if (!IsScalar(privateKey)) throw new ArgumentException("Not a valid private key.", nameof(privateKey));
        WritePoint(Comb.Multiply(Curve.G, Number(privateKey)), publicKey);
    }

    public override int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> rs)
    {
        var d = Number(privateKey);
        var z = Number(hash);
        // RFC 6979 section 3.2; the calculator reduces the hash as section 2.3.4 asks.
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(N, d, hash.ToArray());
        while (true)
        {
            var k = nonces.NextK();
            var point = Comb.Multiply(Curve.G, k).Normalize();
            var x = point.AffineXCoord.ToBigInteger();
            var r = x.Mod(N);
            var s = k.ModInverse(N).Multiply(z.Add(d.Multiply(r))).Mod(N);
            // An x beyond the order needs a third recovery bit, which Ethereum's format has not: take the next nonce.
            if (r.SignValue == 0 || s.SignValue == 0 || x.CompareTo(N) >= 0) continue;
            var odd = point.AffineYCoord.ToBigInteger().TestBit(0);
            if (s.CompareTo(Half) > 0) (s, odd) = (N.Subtract(s), !odd);
            Write(r, rs[..32]);
            Write(s, rs[32..64]);
            return odd ? 1 : 0;
        }
    }

    public override bool TryRecover(ReadOnlySpan<byte> rs, int yParity, ReadOnlySpan<byte> hash, Span<byte> publicKey)
    {
        if (!IsScalar(rs[..32]) || !IsScalar(rs[32..64])) return false;
        var compressed = new byte[33];
        compressed[0] = (byte)(2 + yParity);
        rs[..32].CopyTo(compressed.AsSpan(1));
        ECPoint nonce;
        try
        {
            nonce = Curve.Curve.DecodePoint(compressed);
        }
        catch (ArgumentException)
        {
            return false;
        }
        var inverse = Number(rs[..32]).ModInverse(N);
        var u1 = N.Subtract(Number(hash).Mod(N)).Multiply(inverse).Mod(N);
        var u2 = Number(rs[32..64]).Multiply(inverse).Mod(N);
        var key = ECAlgorithms.SumOfTwoMultiplies(Curve.G, u1, nonce, u2);
        if (key.IsInfinity) return false;
        WritePoint(key, publicKey);
        return true;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(1, bytes.ToArray());

    private static void WritePoint(ECPoint point, Span<byte> publicKey) => point.Normalize().GetEncoded(false).AsSpan(1).CopyTo(publicKey);

    private static void Write(BigInteger value, Span<byte> target)
    {
        var bytes = value.ToByteArrayUnsigned();
        target.Clear();
        bytes.CopyTo(target[(32 - bytes.Length)..]);
    }
}
