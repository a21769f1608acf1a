using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>DHKEM(P-256, HKDF-SHA256) of RFC 9180, 4.1: a secret that sender and recipient share, plain or authenticated by the sender's key.</summary>
internal static class HpkeKem
{
    /// <summary>Encap or AuthEncap with an ephemeral key. The caller clears the secret.</summary>
    public static byte[] Encapsulate(EncryptionKey ephemeral, EncryptionPublicKey recipient, EncryptionKey? sender) =>
        Share(ephemeral.Agree(recipient), sender?.Agree(recipient), ephemeral.Public, recipient, sender?.Public);

    /// <summary>Decap or AuthDecap. The caller clears the secret.</summary>
    public static byte[] Decapsulate(EncryptionPublicKey encapsulated, EncryptionKey recipient, EncryptionPublicKey? sender) =>
        Share(recipient.Agree(encapsulated), sender is null ? null : recipient.Agree(sender), encapsulated, recipient.Public, sender);

    private static byte[] Share(
        byte[] agreement, byte[]? senderAgreement, EncryptionPublicKey encapsulated, EncryptionPublicKey recipient, EncryptionPublicKey? sender)
    {
        byte[] agreed = senderAgreement is null ? agreement : [.. agreement, .. senderAgreement];
        Span<byte> prk = stackalloc byte[32];
        HpkeKdf.Kem.Extract([], "eae_prk"u8, agreed, prk);
        var secret = new byte[32];
        HpkeKdf.Kem.Expand(prk, "shared_secret"u8, sender is null ? [.. encapsulated.Span, .. recipient.Span] : [.. encapsulated.Span, .. recipient.Span, .. sender.Span], secret);
        CryptographicOperations.ZeroMemory(prk);
        CryptographicOperations.ZeroMemory(agreed);
        CryptographicOperations.ZeroMemory(agreement);
        CryptographicOperations.ZeroMemory(senderAgreement);
        return secret;
    }
}
