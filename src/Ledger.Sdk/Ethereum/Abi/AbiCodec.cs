using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Encodes and decodes values whose types are known only at run time. Typed bindings use the reader and writer.</summary>
/// <remarks>
/// Decoded values: <c>uintN</c> and <c>intN</c> are <see cref="BigInteger"/>; <c>address</c> is <see cref="Address"/>; <c>bool</c> is
/// <see cref="bool"/>; <c>bytes32</c> is <see cref="Hash32"/>; other <c>bytesN</c> and <c>bytes</c> are <c>byte[]</c>; <c>string</c> is
/// <see cref="string"/>; arrays and tuples are <c>object[]</c>. Encoding takes the same, every .NET integer, and typed arrays.
/// </remarks>
public static class AbiCodec
{
    /// <summary>Encodes values as a tuple of these types.</summary>
    /// <exception cref="ArgumentException">Another number of values, or a value that does not fit its type.</exception>
    public static byte[] Encode(IReadOnlyList<AbiType> types, params IReadOnlyList<object> values)
    {
        var writer = new AbiWriter();
        WriteAll(writer, types, values);
        return writer.ToArray();
    }

    /// <summary>Decodes a tuple of these types. Bytes after the encoding are ignored, as contracts do.</summary>
    /// <exception cref="FormatException">Not the encoding of such a tuple.</exception>
    public static object[] Decode(IReadOnlyList<AbiType> types, ReadOnlySpan<byte> data)
    {
        var reader = new AbiReader(data);
        // An encoding holds each of its words once; offsets that share data could blow a few bytes up into gigabytes.
        var budget = data.Length / 32;
        return ReadAll(types, ref reader, ref budget);
    }

    internal static void WriteAll(AbiWriter writer, IReadOnlyList<AbiType> types, IReadOnlyList<object> values)
    {
        if (types.Count != values.Count) throw new ArgumentException($"{values.Count} values for {types.Count} types.", nameof(values));
        for (var i = 0; i < types.Count; i++) Write(writer, types[i], values[i]);
    }

    private static void Write(AbiWriter writer, AbiType type, object value)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                writer.WriteBytes(AbiValue.Bytes(value));
                break;
            case AbiKind.String:
                writer.WriteString(value as string ?? throw AbiValue.Mismatch(type, value));
                break;
            case AbiKind.Array or AbiKind.FixedArray or AbiKind.Tuple:
                WriteSequence(writer, type, AbiValue.Sequence(type, value));
                break;
            default:
                Span<byte> word = stackalloc byte[32];
                word.Clear();
                AbiValue.WriteWord(word, type, value);
                writer.WriteFixedBytes(word);
                break;
        }
    }

    private static void WriteSequence(AbiWriter writer, AbiType type, IReadOnlyList<object> items)
    {
        if (type.Kind == AbiKind.Array) writer.BeginArray(items.Count);
        else if (type.IsDynamic) writer.BeginTuple();
        for (var i = 0; i < items.Count; i++) Write(writer, type.Element ?? type.Components[i].Type, items[i]);
        if (type.IsDynamic) writer.End();
    }

    private static object[] ReadAll(IReadOnlyList<AbiType> types, ref AbiReader reader, ref int budget)
    {
        var values = new object[types.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Read(types[i], ref reader, ref budget);
        return values;
    }

    private static object Read(AbiType type, ref AbiReader reader, ref int budget)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                var bytes = reader.ReadBytes();
                Spend(ref budget, 2 + (bytes.Length + 31) / 32);
                return bytes.ToArray();
            case AbiKind.String:
                var text = reader.ReadString();
                Spend(ref budget, 2 + (text.Length + 31) / 32);
                return text;
            case AbiKind.Array or AbiKind.FixedArray or AbiKind.Tuple:
                return ReadSequence(type, ref reader, ref budget);
            default:
                Spend(ref budget, 1);
                return AbiValue.ReadWord(reader.ReadWord(), type);
        }
    }

    private static object[] ReadSequence(AbiType type, ref AbiReader reader, ref int budget)
    {
        if (!type.IsDynamic) return ReadItems(type, type.Element is null ? type.Components.Count : type.Size, ref reader, ref budget);
        Spend(ref budget, 1);
        if (type.Kind == AbiKind.Array)
        {
            Spend(ref budget, 1);
            var elements = reader.ReadArray(type.Element!.HeadWords, out var length);
            if (length > budget) throw TooMuch();
            return ReadItems(type, length, ref elements, ref budget);
        }
        var tuple = reader.ReadTuple();
        return ReadItems(type, type.Element is null ? type.Components.Count : type.Size, ref tuple, ref budget);
    }

    private static object[] ReadItems(AbiType type, int count, ref AbiReader reader, ref int budget)
    {
        if (type.Element is not null && count > budget && type.HeadWords > 0) throw TooMuch();
        var items = new object[count];
        for (var i = 0; i < count; i++) items[i] = Read(type.Element ?? type.Components[i].Type, ref reader, ref budget);
        return items;
    }

    private static void Spend(ref int budget, int words)
    {
        budget -= words;
        if (budget < 0) throw TooMuch();
    }

    private static FormatException TooMuch() => new("ABI: the values need more data than there are.");
}
