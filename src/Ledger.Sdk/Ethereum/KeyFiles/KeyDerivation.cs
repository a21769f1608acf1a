using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>How a key file stretches its password.</summary>
public abstract record KeyDerivation
{
    private const int MaximumIterations = 10_000_000;
    private const long MaximumMemory = 1L << 30;

    private KeyDerivation()
    {
    }

    /// <summary>What wallets write: scrypt with N = 2^18, r = 8, p = 1; about a second and 256 MB.</summary>
    public static KeyDerivation Standard { get; } = new Scrypted(1 << 18, 8, 1);

    /// <summary>For development and tests: scrypt with N = 2^12, r = 8, p = 6; some hundredths of a second and 4 MB.</summary>
    public static KeyDerivation Light { get; } = new Scrypted(1 << 12, 8, 6);

    /// <summary>scrypt (RFC 7914).</summary>
    public sealed record Scrypted(int N, int R, int P) : KeyDerivation
    {
        internal override string Name => "scrypt";

        // 128·N·r bytes of memory, as long again for each p: four times what the standard parameters take is the limit.
        internal override bool IsBounded =>
            N > 1 && BitOperations.IsPow2(N) && R > 0 && P > 0 && 128L * N * R <= MaximumMemory && 128L * R * P <= MaximumMemory / N;

        internal override byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt) => Scrypt.Derive(password, salt, N, R, P, 32);

        internal override void Write(Utf8JsonWriter writer)
        {
            writer.WriteNumber("n", N);
            writer.WriteNumber("r", R);
            writer.WriteNumber("p", P);
        }
    }

    /// <summary>PBKDF2 with HMAC-SHA-256 (RFC 8018).</summary>
    public sealed record Pbkdf2(int Iterations) : KeyDerivation
    {
        internal override string Name => "pbkdf2";

        internal override bool IsBounded => Iterations is > 0 and <= MaximumIterations;

        internal override byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt) =>
            Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);

        internal override void Write(Utf8JsonWriter writer)
        {
            writer.WriteNumber("c", Iterations);
            writer.WriteString("prf", "hmac-sha256");
        }
    }

    internal abstract string Name { get; }

    /// <summary>Whether the parameters are legal and their cost bearable.</summary>
    internal abstract bool IsBounded { get; }

    internal abstract byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt);

    internal abstract void Write(Utf8JsonWriter writer);
}
