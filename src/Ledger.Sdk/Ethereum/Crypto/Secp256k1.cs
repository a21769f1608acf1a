namespace Ledger.Sdk.Ethereum;

/// <summary>The curve operations Ethereum needs: derive a public key, sign recoverably (RFC 6979 nonces, low s), recover.</summary>
/// <remarks>
/// Two implementations that give the same bytes: the native library where the system has it, BouncyCastle elsewhere.
/// All values are big-endian; public keys are 64 bytes x‖y. SEC 1 v2 sections 4.1.3 and 4.1.6.
/// </remarks>
internal abstract class Secp256k1
{
    /// <summary>The order of the curve's group.</summary>
    public static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE,
        0xBA, 0xAE, 0xDC, 0xE6, 0xAF, 0x48, 0xA0, 0x3B, 0xBF, 0xD2, 0x5E, 0x8C, 0xD0, 0x36, 0x41, 0x41,
    ];

    /// <summary>Half the order, rounded down: the largest s that EIP-2 accepts.</summary>
    public static ReadOnlySpan<byte> HalfOrder =>
    [
        0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0x5D, 0x57, 0x6E, 0x73, 0x57, 0xA4, 0x50, 0x1D, 0xDF, 0xE9, 0x2F, 0x46, 0x68, 0x1B, 0x20, 0xA0,
    ];

    /// <summary>The native library where it is installed, else the managed code.</summary>
    public static Secp256k1 Default { get; } = NativeSecp256k1.Instance ?? (Secp256k1)new ManagedSecp256k1();

    /// <summary>The name of the implementation, for reports.</summary>
    public abstract string Name { get; }

    /// <summary>Writes the 64-byte public key of a valid private key.</summary>
    public abstract void DerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey);

    /// <summary>Writes r and s (32 bytes each), returns the y parity of the nonce point.</summary>
    public abstract int Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash, Span<byte> rs);

    /// <summary>Writes the 64-byte public key that made the signature; false where there is none.</summary>
    public abstract bool TryRecover(ReadOnlySpan<byte> rs, int yParity, ReadOnlySpan<byte> hash, Span<byte> publicKey);

    /// <summary>Whether 32 bytes are a scalar in 1 … order − 1.</summary>
    public static bool IsScalar(ReadOnlySpan<byte> value) =>
        value.SequenceCompareTo(Order) < 0 && value.ContainsAnyExcept((byte)0);
}
