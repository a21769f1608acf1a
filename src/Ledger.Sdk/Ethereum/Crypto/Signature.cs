namespace Ledger.Sdk.Ethereum;

/// <summary>A recoverable secp256k1 signature: r, s (big-endian, s in the lower half) and the parity of the nonce point's y.</summary>
public readonly record struct Signature
{
    /// <summary>Creates a signature from its parts.</summary>
    /// <exception cref="ArgumentException">r or s is zero or not below the order, s is in the upper half (EIP-2), or the parity is not 0 or 1.</exception>
    public Signature(Hash32 r, Hash32 s, int yParity)
    {
        if (!IsValid(r.Span, s.Span, yParity)) throw new ArgumentException("r and s must be in range, s in the lower half, the parity 0 or 1.");
        (R, S, YParity) = (r, s, yParity);
    }

    /// <summary>The x coordinate of the nonce point.</summary>
    public Hash32 R { get; }

    /// <summary>The proof, in the lower half of the order.</summary>
    public Hash32 S { get; }

    /// <summary>0 or 1: whether the nonce point's y is odd.</summary>
    public int YParity { get; }

    /// <summary>27 or 28, as <c>ecrecover</c> wants it.</summary>
    public int V => 27 + YParity;

    /// <summary>Parses 65 bytes r‖s‖v (v of 27, 28, 0 or 1) or the 64 bytes of ERC-2098; false for anything else, a high s included.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Signature signature)
    {
        signature = default;
        if (bytes.Length is not (64 or 65)) return false;
        Span<byte> s = stackalloc byte[32];
        bytes[32..64].CopyTo(s);
        int yParity;
        if (bytes.Length == 64)
        {
            // ERC-2098: the parity is the top bit of s, which a low s leaves free.
            yParity = s[0] >> 7;
            s[0] &= 0x7F;
        }
        else
            yParity = bytes[64] >= 27 ? bytes[64] - 27 : bytes[64];
        if (!IsValid(bytes[..32], s, yParity)) return false;
        signature = new Signature(new Hash32(bytes[..32]), new Hash32(s), yParity);
        return true;
    }

    /// <summary>Parses 65 or 64 bytes, see <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Signature Parse(ReadOnlySpan<byte> bytes) => TryParse(bytes, out var signature)
        ? signature
        : throw new FormatException("A signature is 65 bytes r, s, v (v 27, 28, 0 or 1) or 64 bytes (ERC-2098), with s in the lower half of the order.");

    /// <summary>Parses <c>0x</c> and the digits of 65 or 64 bytes.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Signature Parse(string text) => Parse(Hex.Decode(text));

    /// <summary>The 65 bytes r‖s‖v with v of 27 or 28.</summary>
    public byte[] ToBytes() => [.. R.Span, .. S.Span, (byte)V];

    /// <summary>The 64 bytes of ERC-2098, the parity in the top bit of s.</summary>
    public byte[] ToCompact()
    {
        byte[] bytes = [.. R.Span, .. S.Span];
        bytes[32] |= (byte)(YParity << 7);
        return bytes;
    }

    /// <summary>The address whose key signed the hash.</summary>
    /// <exception cref="FormatException">No key can have made this signature.</exception>
    public Address Recover(Hash32 hash) =>
        TryRecover(hash, out var address) ? address : throw new FormatException("No public key can have made this signature.");

    /// <summary>As <see cref="Recover"/>, false instead of an exception.</summary>
    public bool TryRecover(Hash32 hash, out Address address)
    {
        Span<byte> rs = stackalloc byte[64];
        R.Span.CopyTo(rs);
        S.Span.CopyTo(rs[32..]);
        return TryRecover(rs, YParity, hash, out address);
    }

    /// <summary>The 65 bytes as <c>0x</c> and digits.</summary>
    public override string ToString() => Hex.Encode(ToBytes());

    internal static bool TryRecover(ReadOnlySpan<byte> rs, int yParity, Hash32 hash, out Address address)
    {
        Span<byte> publicKey = stackalloc byte[64];
        var found = Secp256k1.Default.TryRecover(rs, yParity, hash.Span, publicKey);
        address = found ? AddressOf(publicKey) : default;
        return found;
    }

    internal static Address AddressOf(ReadOnlySpan<byte> publicKey) => new(Keccak256.Hash(publicKey).Span[12..]);

    private static bool IsValid(ReadOnlySpan<byte> r, ReadOnlySpan<byte> s, int yParity) =>
        yParity is 0 or 1 && Secp256k1.IsScalar(r) && Secp256k1.IsScalar(s) && s.SequenceCompareTo(Secp256k1.HalfOrder) <= 0;
}
