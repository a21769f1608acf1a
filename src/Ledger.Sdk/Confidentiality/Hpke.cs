using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>What sets up an HPKE context beside the keys: the application's info, and for the psk modes a key both sides know, with its id.</summary>
/// <param name="Info">Binds the context to its use; both sides give the same.</param>
/// <param name="Psk">Of 32 bytes or more, or empty for none.</param>
/// <param name="PskId">Which psk; empty if and only if there is none.</param>
/// <param name="Aead">What encrypts.</param>
public readonly record struct HpkeSetup(
    ReadOnlyMemory<byte> Info, ReadOnlyMemory<byte> Psk = default, ReadOnlyMemory<byte> PskId = default, HpkeAead Aead = HpkeAead.Aes128Gcm);

/// <summary>Hybrid public key encryption, RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-GCM; base, psk, auth and auth_psk mode.</summary>
public static class Hpke
{
    /// <summary>The sender's context, and the encapsulated key that the recipient needs. A sender's own key makes it auth mode.</summary>
    /// <exception cref="ArgumentException">A psk without id, an id without psk, or a psk under 32 bytes.</exception>
    public static (EncryptionPublicKey Encapsulated, HpkeContext Context) SetupSender(
        EncryptionPublicKey recipient, HpkeSetup setup, EncryptionKey? sender = null)
    {
        using var ephemeral = EncryptionKey.Generate();
        return SetupSender(recipient, setup, sender, ephemeral);
    }

    /// <summary>The recipient's context. The sender's public key makes it auth mode.</summary>
    /// <exception cref="ArgumentException">As <see cref="SetupSender(EncryptionPublicKey, HpkeSetup, EncryptionKey?)"/>.</exception>
    public static HpkeContext SetupRecipient(
        EncryptionPublicKey encapsulated, EncryptionKey recipient, HpkeSetup setup, EncryptionPublicKey? sender = null) =>
        Context(HpkeKem.Decapsulate(encapsulated, recipient, sender), setup, sender is not null);

    /// <summary>One message to one recipient in base mode: the encapsulated key (65 bytes), then the ciphertext.</summary>
    public static byte[] Seal(EncryptionPublicKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plaintext)
    {
        var (encapsulated, context) = SetupSender(recipient, new HpkeSetup(info.ToArray()));
        using (context) return [.. encapsulated.Span, .. context.Seal(associated, plaintext)];
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">Not sealed to this key with this info and associated data, or altered.</exception>
    public static byte[] Open(EncryptionKey recipient, ReadOnlySpan<byte> info, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> message)
    {
        if (message.Length < EncryptionPublicKey.Size) throw new CryptographicException("The sealed message is too short.");
        EncryptionPublicKey encapsulated;
        try
        {
            encapsulated = EncryptionPublicKey.FromBytes(message[..EncryptionPublicKey.Size]);
        }
        catch (FormatException exception)
        {
            throw new CryptographicException("The sealed message has no valid encapsulated key.", exception);
        }
        using var context = SetupRecipient(encapsulated, recipient, new HpkeSetup(info.ToArray()));
        return context.Open(associated, message[EncryptionPublicKey.Size..]);
    }

    /// <summary>As the public one, with a given ephemeral key: for published vectors only.</summary>
    internal static (EncryptionPublicKey Encapsulated, HpkeContext Context) SetupSender(
        EncryptionPublicKey recipient, HpkeSetup setup, EncryptionKey? sender, EncryptionKey ephemeral) =>
        (ephemeral.Public, Context(HpkeKem.Encapsulate(ephemeral, recipient, sender), setup, sender is not null));

    // RFC 9180, 5.1: VerifyPSKInputs and KeySchedule. 9.5: a psk has 32 bytes of entropy.
    private static HpkeContext Context(byte[] sharedSecret, HpkeSetup setup, bool isAuthenticated)
    {
        var psk = setup.Psk.Span;
        var id = setup.PskId.Span;
        if (psk.IsEmpty != id.IsEmpty) throw new ArgumentException("A psk and its id come together.", nameof(setup));
        if (psk.Length is > 0 and < 32) throw new ArgumentException("A psk has 32 bytes or more.", nameof(setup));
        var mode = (byte)((psk.IsEmpty ? 0 : 1) | (isAuthenticated ? 2 : 0));
        var kdf = HpkeKdf.Of(setup.Aead);
        Span<byte> schedule = stackalloc byte[65];
        schedule[0] = mode;
        kdf.Extract([], "psk_id_hash"u8, id, schedule[1..33]);
        kdf.Extract([], "info_hash"u8, setup.Info.Span, schedule[33..]);
        Span<byte> secret = stackalloc byte[32];
        kdf.Extract(sharedSecret, "secret"u8, psk, secret);
        CryptographicOperations.ZeroMemory(sharedSecret);
        Span<byte> key = stackalloc byte[setup.Aead == HpkeAead.Aes128Gcm ? 16 : 32];
        var (nonce, exporter) = (new byte[HpkeContext.NonceSize], GC.AllocateArray<byte>(32, pinned: true));
        kdf.Expand(secret, "key"u8, schedule, key);
        kdf.Expand(secret, "base_nonce"u8, schedule, nonce);
        kdf.Expand(secret, "exp"u8, schedule, exporter);
        CryptographicOperations.ZeroMemory(secret);
        var context = new HpkeContext(kdf, key, nonce, exporter);
        CryptographicOperations.ZeroMemory(key);
        return context;
    }
}
