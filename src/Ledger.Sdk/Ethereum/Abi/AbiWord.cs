using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>One 32-byte word of the contract ABI, read strictly and written; event topics are such words.</summary>
/// <remarks>Every read throws <see cref="FormatException"/> where the word is not the encoding of a value of that type.</remarks>
public static class AbiWord
{
    /// <summary>A <c>uint64</c> or narrower; <paramref name="bits"/> is the width of the type.</summary>
    public static ulong ReadUInt64(ReadOnlySpan<byte> word, int bits = 64)
    {
        var value = BinaryPrimitives.ReadUInt64BigEndian(word[24..32]);
        return !word[..24].ContainsAnyExcept((byte)0) && (bits >= 64 || value >> bits == 0)
            ? value
            : throw new FormatException($"ABI: a word that is no uint{bits}: {Hex.Encode(word)}");
    }

    /// <summary>A <c>uint64</c> topic.</summary>
    public static ulong ReadUInt64(Hash32 topic) => ReadUInt64(topic.Span);

    /// <summary>An unsigned integer of <paramref name="bits"/> bits.</summary>
    public static BigInteger ReadUInt(ReadOnlySpan<byte> word, int bits = 256) => !word[..(32 - bits / 8)].ContainsAnyExcept((byte)0)
        ? new BigInteger(word[..32], isUnsigned: true, isBigEndian: true)
        : throw new FormatException($"ABI: a word that is no uint{bits}: {Hex.Encode(word)}");

    /// <summary>A two's complement integer of <paramref name="bits"/> bits, sign-extended.</summary>
    public static BigInteger ReadInt(ReadOnlySpan<byte> word, int bits = 256)
    {
        var padding = word[..(32 - bits / 8)];
        var sign = (word[32 - bits / 8] & 0x80) == 0 ? (byte)0 : (byte)0xFF;
        return !padding.ContainsAnyExcept(sign)
            ? new BigInteger(word[..32], isUnsigned: false, isBigEndian: true)
            : throw new FormatException($"ABI: a word that is no int{bits}: {Hex.Encode(word)}");
    }

    /// <summary>A <c>bool</c>: 0 or 1.</summary>
    public static bool ReadBool(ReadOnlySpan<byte> word) => !word[..31].ContainsAnyExcept((byte)0) && word[31] <= 1
        ? word[31] == 1
        : throw new FormatException($"ABI: a word that is no bool: {Hex.Encode(word)}");

    /// <summary>An <c>address</c>: twelve zero bytes before it.</summary>
    public static Address ReadAddress(ReadOnlySpan<byte> word) => !word[..12].ContainsAnyExcept((byte)0)
        ? new Address(word[12..32])
        : throw new FormatException($"ABI: a word that is no address: {Hex.Encode(word)}");

    /// <summary>An <c>address</c> topic.</summary>
    public static Address ReadAddress(Hash32 topic) => ReadAddress(topic.Span);

    /// <summary>The first <paramref name="length"/> bytes of a <c>bytesN</c>, the rest being zero.</summary>
    public static ReadOnlySpan<byte> ReadFixedBytes(ReadOnlySpan<byte> word, int length) => !word[length..32].ContainsAnyExcept((byte)0)
        ? word[..length]
        : throw new FormatException($"ABI: a word that is no bytes{length}: {Hex.Encode(word)}");

    /// <summary>Writes an unsigned integer into 32 zeroed bytes.</summary>
    public static void Write(Span<byte> word, ulong value) => BinaryPrimitives.WriteUInt64BigEndian(word[24..32], value);

    /// <summary>Writes an integer, negative ones in two's complement.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value does not fit 256 bits.</exception>
    public static void Write(Span<byte> word, BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[32];
        if (!value.TryWriteBytes(bytes, out var written, isUnsigned: value.Sign >= 0, isBigEndian: true))
            throw new ArgumentOutOfRangeException(nameof(value), "An ABI integer has at most 256 bits.");
        word[..32].Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        bytes[..written].CopyTo(word[(32 - written)..]);
    }

    /// <summary>Writes an address into 32 zeroed bytes.</summary>
    public static void Write(Span<byte> word, Address value) => value.Span.CopyTo(word[12..]);
}
