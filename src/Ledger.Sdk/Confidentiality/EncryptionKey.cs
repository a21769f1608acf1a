using System.Security.Cryptography;

namespace Ledger.Sdk.Confidentiality;

/// <summary>A P-256 private key that opens what was encrypted to its public key. The bytes stay in one pinned buffer, cleared on
/// <see cref="Dispose"/>.</summary>
public sealed class EncryptionKey : IDisposable
{
    /// <summary>Bytes of a private key.</summary>
    public const int Size = 32;

    // SP 800-186, 3.2.1.3: the order of the base point.
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private readonly byte[] secret = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly ECDiffieHellman pair;

    private EncryptionKey(ReadOnlySpan<byte> scalar)
    {
        scalar.CopyTo(secret);
        pair = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        Public = EncryptionPublicKey.FromBytes([4, .. point.X!, .. point.Y!]);
    }

    /// <summary>What others encrypt to.</summary>
    public EncryptionPublicKey Public { get; }

    /// <summary>A new key from the system's random source.</summary>
    public static EncryptionKey Generate()
    {
        Span<byte> material = stackalloc byte[Size];
        RandomNumberGenerator.Fill(material);
        var key = Derive(material);
        CryptographicOperations.ZeroMemory(material);
        return key;
    }

    /// <summary>Takes a copy of 32 big-endian bytes.</summary>
    /// <exception cref="FormatException">Not 32 bytes, zero, or not below the curve's order.</exception>
    public static EncryptionKey FromBytes(ReadOnlySpan<byte> scalar) => IsScalar(scalar)
        ? new EncryptionKey(scalar)
        : throw new FormatException("A private encryption key is 32 bytes, above zero and below the order of P-256.");

    /// <summary>The key pair that follows from input keying material: DeriveKeyPair of RFC 9180, 7.1.3.</summary>
    /// <exception cref="ArgumentException">Less than 32 bytes, which can't hold enough entropy.</exception>
    public static EncryptionKey Derive(ReadOnlySpan<byte> material)
    {
        if (material.Length < Size) throw new ArgumentException("Input keying material is 32 bytes or more.", nameof(material));
        Span<byte> seed = stackalloc byte[32];
        Span<byte> candidate = stackalloc byte[Size];
        try
        {
            HpkeKdf.Kem.Extract([], "dkp_prk"u8, material, seed);
            for (var counter = 0; counter <= byte.MaxValue; counter++)
            {
                HpkeKdf.Kem.Expand(seed, "candidate"u8, [(byte)counter], candidate);
                if (IsScalar(candidate)) return new EncryptionKey(candidate);
            }
            throw new CryptographicException("No key follows from this material.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(candidate);
        }
    }

    /// <summary>A copy of the secret. The caller clears it.</summary>
    public byte[] ExportBytes() => secret.AsSpan().ToArray();

    /// <summary>The x coordinate of the shared point (RFC 9180, 7.1), 32 bytes. The caller clears it.</summary>
    internal byte[] Agree(EncryptionPublicKey other)
    {
        using var theirs = other.Import();
        return pair.DeriveRawSecretAgreement(theirs.PublicKey);
    }

    /// <summary>Clears the secret.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(secret);
        pair.Dispose();
    }

    /// <summary>Names the public key, never the secret.</summary>
    public override string ToString() => $"private key of {Public}";

    private static bool IsScalar(ReadOnlySpan<byte> scalar) =>
        scalar.Length == Size && scalar.ContainsAnyExcept((byte)0) && scalar.SequenceCompareTo(Order) < 0;
}
