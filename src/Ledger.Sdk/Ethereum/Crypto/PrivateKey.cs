using System.Security.Cryptography;

namespace Ledger.Sdk.Ethereum;

/// <summary>A secp256k1 private key that signs hashes. The bytes stay in one pinned buffer, cleared on <see cref="Dispose"/>.</summary>
public sealed class PrivateKey : IDisposable
{
    private readonly byte[] bytes = GC.AllocateArray<byte>(32, pinned: true);
    private bool disposed;

    private PrivateKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(bytes);
        Span<byte> publicKey = stackalloc byte[64];
        Secp256k1.Default.DerivePublicKey(bytes, publicKey);
        PublicKey = publicKey.ToArray();
        Address = Signature.AddressOf(publicKey);
    }

    /// <summary>The address of the key: the last 20 bytes of the public key's Keccak-256 hash.</summary>
    public Address Address { get; }

    /// <summary>The public key, 64 bytes x‖y.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The implementation of the curve in use: <c>libsecp256k1</c> or <c>BouncyCastle</c>.</summary>
    public static string CurveImplementation => Secp256k1.Default.Name;

    /// <summary>Takes a copy of 32 big-endian bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes, zero, or not below the curve's order.</exception>
    public static PrivateKey FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 32 && Secp256k1.IsScalar(bytes)
        ? new PrivateKey(bytes)
        : throw new ArgumentException("A private key is 32 bytes, above zero and below the order of secp256k1.", nameof(bytes));

    /// <summary>Parses <c>0x</c> and 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Anything else, zero, or not below the curve's order. The message never repeats the text.</exception>
    public static PrivateKey Parse(string text)
    {
        if (!Hex.TryDecode(text, out var decoded) || decoded.Length != 32 || !Secp256k1.IsScalar(decoded))
            throw new FormatException("A private key is 0x and 64 hexadecimal digits, above zero and below the order of secp256k1.");
        var key = new PrivateKey(decoded);
        CryptographicOperations.ZeroMemory(decoded);
        return key;
    }

    /// <summary>A new key from the system's random source.</summary>
    public static PrivateKey Generate()
    {
        Span<byte> candidate = stackalloc byte[32];
        do RandomNumberGenerator.Fill(candidate);
        while (!Secp256k1.IsScalar(candidate));
        var key = new PrivateKey(candidate);
        CryptographicOperations.ZeroMemory(candidate);
        return key;
    }

    /// <summary>Signs a 32-byte hash: deterministic nonce (RFC 6979), low s (EIP-2).</summary>
    public Signature Sign(Hash32 hash)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Span<byte> rs = stackalloc byte[64];
        var yParity = Secp256k1.Default.Sign(bytes, hash.Span, rs);
        return new Signature(new Hash32(rs[..32]), new Hash32(rs[32..]), yParity);
    }

    /// <summary>A copy of the secret, for key files. The caller clears it.</summary>
    public byte[] ExportBytes()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return bytes.AsSpan().ToArray();
    }

    /// <summary>Clears the secret; the key can't sign any more.</summary>
    public void Dispose()
    {
        disposed = true;
        CryptographicOperations.ZeroMemory(bytes);
    }

    /// <summary>Names the address, never the secret.</summary>
    public override string ToString() => $"private key of {Address}";
}
