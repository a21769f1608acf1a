using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>One direction of an HPKE conversation: seals or opens messages in their order, and exports secrets (RFC 9180, 5.2 and 5.3). Not thread-safe.</summary>
public sealed class HpkeContext : IDisposable
{
    internal const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly HpkeKdf kdf;
    private readonly AesGcm aead;
    private readonly byte[] nonce;
    private readonly byte[] exporter;
    private ulong sequence;

    internal HpkeContext(HpkeKdf kdf, ReadOnlySpan<byte> key, byte[] nonce, byte[] exporter)
    {
        (this.kdf, this.nonce, this.exporter) = (kdf, nonce, exporter);
        aead = new AesGcm(key, TagSize);
    }

    /// <summary>The number of the next message. RFC 9180 ends at 2^96; this ends at 2^64 - 1, which nobody reaches.</summary>
    internal ulong Sequence { get => sequence; set => sequence = value; }

    /// <summary>Encrypts the next message: the ciphertext with its 16-byte tag.</summary>
    /// <exception cref="InvalidOperationException">The context has sealed all messages it may.</exception>
    public byte[] Seal(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plaintext)
    {
        var sealedText = new byte[plaintext.Length + TagSize];
        aead.Encrypt(NextNonce(), plaintext, sealedText.AsSpan(..plaintext.Length), sealedText.AsSpan(plaintext.Length), associated);
        sequence++;
        return sealedText;
    }

    /// <summary>Decrypts the next message. A message that does not open leaves the order as it was.</summary>
    /// <exception cref="CryptographicException">Altered, out of order, or not of this context.</exception>
    /// <exception cref="InvalidOperationException">The context has opened all messages it may.</exception>
    public byte[] Open(ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText)
    {
        if (sealedText.Length < TagSize) throw new CryptographicException("The sealed message is too short.");
        var plaintext = new byte[sealedText.Length - TagSize];
        aead.Decrypt(NextNonce(), sealedText[..plaintext.Length], sealedText[plaintext.Length..], plaintext, associated);
        sequence++;
        return plaintext;
    }

    /// <summary>A secret that both sides can compute, for a purpose that the exporter context names.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 255 hashes (8160 bytes).</exception>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 255 * 32);
        var output = new byte[length];
        if (length > 0) kdf.Expand(exporter, "sec"u8, exporterContext, output);
        return output;
    }

    /// <summary>Clears the keys.</summary>
    public void Dispose()
    {
        aead.Dispose();
        CryptographicOperations.ZeroMemory(nonce);
        CryptographicOperations.ZeroMemory(exporter);
    }

    private byte[] NextNonce()
    {
        if (sequence == ulong.MaxValue) throw new InvalidOperationException("The context has carried all messages it may: set up a new one.");
        var next = nonce.AsSpan().ToArray();
        var low = next.AsSpan(NonceSize - sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(low, BinaryPrimitives.ReadUInt64BigEndian(low) ^ sequence);
        return next;
    }
}
