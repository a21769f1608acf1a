using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Ledger.Sdk.Ethereum;

/// <summary>Reads the hexadecimal values of the execution API straight from UTF-8, without a string in between.</summary>
/// <remarks>Every reader leaves the cursor on the value's last token and throws <see cref="JsonException"/> for anything else.</remarks>
internal static class RpcJson
{
    public static bool IsNull(in this Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    public static bool IsName(in this Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueSpan.SequenceEqual(name);

    public static Hash32 ReadHash(ref Utf8JsonReader reader)
    {
        Span<byte> bytes = stackalloc byte[32];
        ReadFixed(ref reader, bytes);
        return new Hash32(bytes);
    }

    public static Hash32? ReadHashOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : ReadHash(ref reader);

    public static Address ReadAddress(ref Utf8JsonReader reader)
    {
        Span<byte> bytes = stackalloc byte[20];
        ReadFixed(ref reader, bytes);
        return new Address(bytes);
    }

    public static Address? ReadAddressOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : ReadAddress(ref reader);

    public static byte[] ReadData(ref Utf8JsonReader reader)
    {
        var digits = Digits(ref reader);
        if (digits.IsEmpty) return [];
        var bytes = GC.AllocateUninitializedArray<byte>(digits.Length / 2);
        Decode(digits, bytes);
        return bytes;
    }

    /// <summary>A quantity of up to 64 bits: hexadecimal text, or the plain number that anvil sends for a receipt's <c>blockTimestamp</c>.</summary>
    public static ulong ReadQuantity(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.GetUInt64();
        var digits = Digits(ref reader);
        if (digits.IsEmpty) throw Unexpected(ref reader, "a quantity");
        var value = 0UL;
        foreach (var digit in digits)
        {
            var nibble = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - (uint)'0',
                >= (byte)'a' and <= (byte)'f' => digit - (uint)'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - (uint)'A' + 10,
                _ => 16u,
            };
            if (nibble > 15 || value >> 60 != 0) throw Unexpected(ref reader, "a quantity of up to 64 bits");
            value = value << 4 | nibble;
        }

        return value;
    }

    public static ulong? ReadQuantityOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : ReadQuantity(ref reader);

    /// <summary>A quantity of up to 256 bits.</summary>
    public static BigInteger ReadBigInteger(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.GetUInt64();
        Span<byte> word = stackalloc byte[32];
        ReadWord(ref reader, word);
        return new BigInteger(word, isUnsigned: true, isBigEndian: true);
    }

    public static BigInteger? ReadBigIntegerOrNull(ref Utf8JsonReader reader) => reader.IsNull() ? null : ReadBigInteger(ref reader);

    /// <summary>A quantity or data of up to 32 bytes as a left-padded word: r and s of a signature, storage keys and values.</summary>
    public static Hash32 ReadWord(ref Utf8JsonReader reader)
    {
        Span<byte> word = stackalloc byte[32];
        ReadWord(ref reader, word);
        return new Hash32(word);
    }

    /// <summary>All elements of an array; null counts as an empty one.</summary>
    public static T[] ReadArray<T>(ref Utf8JsonReader reader, RpcParser<T> element)
    {
        if (reader.IsNull()) return [];
        if (reader.TokenType != JsonTokenType.StartArray) throw Unexpected(ref reader, "an array");
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray) return [];
        var list = new List<T>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read()) list.Add(element(ref reader));
        return [.. list];
    }

    /// <summary>Steps to the next member of the object the reader is in: false at its end, otherwise the reader stands on the name.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    public static void ExpectObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Unexpected(ref reader, "an object");
    }

    public static JsonException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Expected {expected} at byte {reader.TokenStartIndex}, found {reader.TokenType}."));

    private static void ReadWord(ref Utf8JsonReader reader, scoped Span<byte> word)
    {
        var digits = Digits(ref reader);
        while (digits.Length > 64 && digits[0] == '0') digits = digits[1..];
        if (digits.Length > 64) throw Unexpected(ref reader, "at most 256 bits");
        Span<byte> padded = stackalloc byte[64];
        padded.Fill((byte)'0');
        digits.CopyTo(padded[(64 - digits.Length)..]);
        Decode(padded, word);
    }

    private static void ReadFixed(ref Utf8JsonReader reader, scoped Span<byte> bytes)
    {
        var digits = Digits(ref reader);
        if (digits.Length != bytes.Length * 2) throw Unexpected(ref reader, $"{bytes.Length} bytes");
        Decode(digits, bytes);
    }

    private static void Decode(scoped ReadOnlySpan<byte> digits, scoped Span<byte> bytes)
    {
        if (digits.Length % 2 != 0 || Convert.FromHexString(digits, bytes, out _, out _) != OperationStatus.Done)
            throw new JsonException("Expected whole bytes in hexadecimal digits.");
    }

    private static ReadOnlySpan<byte> Digits(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || !reader.ValueSpan.StartsWith("0x"u8))
            throw Unexpected(ref reader, "0x-prefixed hexadecimal text");
        return reader.ValueSpan[2..];
    }
}
