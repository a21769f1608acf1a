using System.Security.Cryptography;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Receivables;

/// <summary>32 bytes that a debtor and a seller share, and nobody else has. The bytes are cleared on <see cref="Dispose"/>.</summary>
/// <remarks>
/// Agree on it once and keep it: another secret makes other nullifiers of the same invoices, so that each could be issued again.
/// Where the pair has encryption keys, the secret follows from them: HKDF-SHA256 (RFC 5869) of the x coordinate of their shared point of
/// P-256, without salt, with <c>Ledger nullifier v1</c> and both public keys, the smaller first, for info. Either computes it from its own
/// private key and the other's public key. After a change of keys go on with the old secret: <see cref="ExportBytes"/>.
/// </remarks>
public sealed class PairSecret : IDisposable
{
    /// <summary>Bytes of a secret.</summary>
    public const int Size = 32;

    private readonly byte[] secret = GC.AllocateArray<byte>(Size, pinned: true);

    private PairSecret(ReadOnlySpan<byte> bytes) => bytes.CopyTo(secret);

    /// <summary>Takes a copy of 32 bytes.</summary>
    /// <exception cref="FormatException">Another length, or all zero.</exception>
    public static PairSecret FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size && bytes.ContainsAnyExcept((byte)0)
        ? new PairSecret(bytes)
        : throw new FormatException("A pair's secret is 32 bytes, not all zero.");

    /// <summary>A new secret from the system's random source, for one of the pair to pass on to the other in confidence.</summary>
    public static PairSecret Generate()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        var made = new PairSecret(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return made;
    }

    /// <summary>The secret that follows from the pair's encryption keys: the same from both sides.</summary>
    public static PairSecret Agree(EncryptionKey own, EncryptionPublicKey other)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(other);
        var shared = own.Agree(other);
        Span<byte> key = stackalloc byte[Size];
        try
        {
            var ownFirst = own.Public.Span.SequenceCompareTo(other.Span) < 0;
            byte[] info = ownFirst
                ? [.. "Ledger nullifier v1"u8, .. own.Public.Span, .. other.Span]
                : [.. "Ledger nullifier v1"u8, .. other.Span, .. own.Public.Span];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, [], info);
            return new PairSecret(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A copy of the secret. The caller clears it.</summary>
    public byte[] ExportBytes() => secret.AsSpan().ToArray();

    /// <summary>Clears the secret.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    internal Hash32 Hmac(ReadOnlySpan<byte> data) => new(HMACSHA256.HashData(secret, data));
}

/// <summary>What stands for an invoice on the chain: nobody without the pair's secret can try invoice numbers out, and no invoice is issued
/// twice, because a debtor's nullifier serves once.</summary>
public static class Nullifier
{
    /// <summary>HMAC-SHA256 (RFC 2104) of the invoice's id in UTF-8, under the pair's secret.</summary>
    /// <param name="secret">What debtor and seller share.</param>
    /// <param name="invoiceId">The invoice's number exactly as it stands on the invoice; surrounding blanks are refused.</param>
    /// <exception cref="FormatException">Empty, with surrounding blanks, or no Unicode text.</exception>
    public static Hash32 Of(PairSecret secret, string invoiceId)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(invoiceId);
        if (invoiceId.Length == 0 || invoiceId.Trim().Length != invoiceId.Length)
            throw new FormatException("An invoice's id is not empty and has no blanks around it: another spelling would be another invoice.");
        try
        {
            return secret.Hmac(new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(invoiceId));
        }
        catch (System.Text.EncoderFallbackException exception)
        {
            throw new FormatException("An invoice's id is Unicode text.", exception);
        }
    }
}
