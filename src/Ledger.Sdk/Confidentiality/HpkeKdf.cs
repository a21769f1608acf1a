using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>LabeledExtract and LabeledExpand of RFC 9180, section 4, over HKDF-SHA256.</summary>
internal sealed class HpkeKdf(byte[] suite)
{
    /// <summary>For DHKEM(P-256, HKDF-SHA256), kem_id 0x0010.</summary>
    public static readonly HpkeKdf Kem = new([.. "KEM"u8, 0x00, 0x10]);

    private static readonly HpkeKdf Aes128 = new([.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x01]);
    private static readonly HpkeKdf Aes256 = new([.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x02]);

    /// <summary>For the whole suite.</summary>
    public static HpkeKdf Of(HpkeAead aead) => aead switch
    {
        HpkeAead.Aes128Gcm => Aes128,
        HpkeAead.Aes256Gcm => Aes256,
        _ => throw new ArgumentOutOfRangeException(nameof(aead)),
    };

    /// <summary>Writes the 32-byte pseudorandom key.</summary>
    public void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> material, Span<byte> prk)
    {
        byte[] labeled = [.. "HPKE-v1"u8, .. suite, .. label, .. material];
        HKDF.Extract(HashAlgorithmName.SHA256, labeled, salt, prk);
        CryptographicOperations.ZeroMemory(labeled);
    }

    /// <summary>Fills the output.</summary>
    public void Expand(ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)output.Length));
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, [.. length, .. "HPKE-v1"u8, .. suite, .. label, .. info]);
    }
}
