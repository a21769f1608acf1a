using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>The key of one event under one content key: seals and opens its groups, and can be wrapped to one more reader.</summary>
public sealed class EventSecret : IDisposable
{
    private const int TagSize = 16;

    private readonly byte[] secret = GC.AllocateArray<byte>(ContentKey.Size, pinned: true);

    internal EventSecret(ReadOnlyMemory<byte> contentKey, ReadOnlyMemory<byte> eventKey, ReadOnlySpan<byte> secret)
    {
        (ContentKeyId, EventKey) = (contentKey, eventKey);
        secret.CopyTo(this.secret);
    }

    /// <summary>The id of the content key it comes from.</summary>
    public ReadOnlyMemory<byte> ContentKeyId { get; }

    /// <summary>The event's key in the database, 32 bytes.</summary>
    public ReadOnlyMemory<byte> EventKey { get; }

    /// <summary>The key that was shared with an encryption key.</summary>
    /// <exception cref="CryptographicException">Not shared with this key for this event, or altered.</exception>
    public static EventSecret Unwrap(EncryptionKey recipient, ReadOnlyMemory<byte> contentKey, ReadOnlyMemory<byte> eventKey, ReadOnlySpan<byte> wrap)
    {
        var opened = Hpke.Open(recipient, "ledger event key 1"u8, [.. contentKey.Span, .. eventKey.Span], wrap);
        var key = new EventSecret(contentKey, eventKey, opened);
        CryptographicOperations.ZeroMemory(opened);
        return key;
    }

    /// <summary>Wraps it to an encryption key: HPKE in base mode, content key id and event key as associated data.</summary>
    public byte[] Wrap(EncryptionPublicKey recipient) =>
        Hpke.Seal(recipient, "ledger event key 1"u8, [.. ContentKeyId.Span, .. EventKey.Span], secret);

    /// <summary>Encrypts a group with AES-256-GCM. Every group of an event is sealed once, so its number is the nonce.</summary>
    public byte[] Seal(FieldGroup group, ReadOnlySpan<byte> plaintext)
    {
        var ciphertext = new byte[plaintext.Length + TagSize];
        using var aes = new AesGcm(secret, TagSize);
        aes.Encrypt(Nonce(group), plaintext, ciphertext.AsSpan(..plaintext.Length), ciphertext.AsSpan(plaintext.Length), EventKey.Span);
        return ciphertext;
    }

    /// <summary>Decrypts a group.</summary>
    /// <exception cref="CryptographicException">Not sealed with this key, for this event or as this group, or altered.</exception>
    public byte[] Open(FieldGroup group, ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < TagSize) throw new CryptographicException("The sealed group is too short.");
        var plaintext = new byte[ciphertext.Length - TagSize];
        using var aes = new AesGcm(secret, TagSize);
        aes.Decrypt(Nonce(group), ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, EventKey.Span);
        return plaintext;
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    private static byte[] Nonce(FieldGroup group)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(8), (int)group);
        return nonce;
    }
}
