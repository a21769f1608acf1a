using System.Security.Cryptography;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Confidentiality;

/// <summary>A P-256 public key that things are encrypted to: 65 bytes, 0x04 and both coordinates, checked to lie on the curve.</summary>
/// <remarks>RFC 9180, 7.1.4. The curve's order is prime, so a point on it other than infinity (which has no such encoding) is of full order.</remarks>
public sealed class EncryptionPublicKey : IEquatable<EncryptionPublicKey>
{
    /// <summary>Bytes of an encoded key.</summary>
    public const int Size = 65;

    // FIPS 186-5 / SP 800-186, 3.2.1.3: p = 2^256 - 2^224 + 2^192 + 2^96 - 1.
    private static readonly byte[] FieldPrime = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");

    private readonly byte[] bytes;

    private EncryptionPublicKey(byte[] bytes) => this.bytes = bytes;

    /// <summary>The 65 bytes.</summary>
    public ReadOnlySpan<byte> Span => bytes;

    /// <summary>Takes a copy of 65 bytes.</summary>
    /// <exception cref="FormatException">Another length or form, a coordinate that is no field element, or a point beside the curve.</exception>
    public static EncryptionPublicKey FromBytes(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != Size || encoded[0] != 4 || !IsElement(encoded[1..33]) || !IsElement(encoded[33..])) throw Malformed();
        var key = new EncryptionPublicKey(encoded.ToArray());
        try
        {
            using var point = key.Import();
            return key;
        }
        catch (CryptographicException exception)
        {
            throw Malformed(exception);
        }
    }

    /// <summary>Parses <c>0x</c> and 130 digits.</summary>
    /// <exception cref="FormatException">As <see cref="FromBytes"/>.</exception>
    public static EncryptionPublicKey Parse(string text) => FromBytes(Hex.TryDecode(text, out var encoded) ? encoded : throw Malformed());

    /// <inheritdoc/>
    public bool Equals(EncryptionPublicKey? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EncryptionPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(bytes, 1);

    /// <summary><c>0x</c> and 130 digits.</summary>
    public override string ToString() => Hex.Encode(bytes);

    internal ECDiffieHellman Import() => ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = Point(bytes) });

    internal static ECPoint Point(ReadOnlySpan<byte> encoded) => new() { X = encoded[1..33].ToArray(), Y = encoded[33..].ToArray() };

    private static bool IsElement(ReadOnlySpan<byte> coordinate) => coordinate.SequenceCompareTo(FieldPrime) < 0;

    private static FormatException Malformed(Exception? inner = null) =>
        new("An encryption key is a point of P-256: 65 bytes, 0x04 and both coordinates.", inner);
}
