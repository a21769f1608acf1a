using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>The key of what one capture shows to one audience: 32 random bytes, of which every event has its own key, so that one event can be shared alone.</summary>
/// <remarks>README.md beside this file has the bytes.</remarks>
public sealed class ContentKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>Bytes of an id.</summary>
    public const int IdSize = 16;

    private readonly byte[] secret = GC.AllocateArray<byte>(Size, pinned: true);

    private ContentKey(ReadOnlyMemory<byte> id) => Id = id;

    /// <summary>16 random bytes that name it.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>A new key.</summary>
    public static ContentKey Generate()
    {
        var key = new ContentKey(RandomNumberGenerator.GetBytes(IdSize));
        RandomNumberGenerator.Fill(key.secret);
        return key;
    }

    /// <summary>The key that was wrapped to an encryption key.</summary>
    /// <exception cref="CryptographicException">Not wrapped to this key under this id, or altered.</exception>
    public static ContentKey Unwrap(EncryptionKey recipient, ReadOnlyMemory<byte> id, ReadOnlySpan<byte> wrap)
    {
        var opened = Hpke.Open(recipient, "ledger content key 1"u8, id.Span, wrap);
        var key = new ContentKey(id);
        opened.CopyTo(key.secret, 0);
        CryptographicOperations.ZeroMemory(opened);
        return key;
    }

    /// <summary>Wraps it to an encryption key: HPKE in base mode, the id as associated data.</summary>
    public byte[] Wrap(EncryptionPublicKey recipient) => Hpke.Seal(recipient, "ledger content key 1"u8, Id.Span, secret);

    /// <summary>The key of one event: HKDF-SHA256 of this key, with the event's key in the database (32 bytes) as info.</summary>
    public EventSecret Of(ReadOnlyMemory<byte> eventKey)
    {
        Span<byte> derived = stackalloc byte[Size];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, derived, [.. "ledger event key 1"u8, .. eventKey.Span]);
        var key = new EventSecret(Id, eventKey, derived);
        CryptographicOperations.ZeroMemory(derived);
        return key;
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}
