using System.Collections;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Conversions between .NET values and single ABI words, see <see cref="AbiCodec"/> for the mapping.</summary>
internal static class AbiValue
{
    public static object ReadWord(ReadOnlySpan<byte> word, AbiType type) => type.Kind switch
    {
        AbiKind.UInt => AbiWord.ReadUInt(word, type.Size),
        AbiKind.Int => AbiWord.ReadInt(word, type.Size),
        AbiKind.Address => AbiWord.ReadAddress(word),
        AbiKind.Bool => AbiWord.ReadBool(word),
        AbiKind.FixedBytes when type.Size == 32 => new Hash32(word),
        AbiKind.FixedBytes => AbiWord.ReadFixedBytes(word, type.Size).ToArray(),
        _ => throw new ArgumentException($"{type} is no single word.", nameof(type)),
    };

    /// <summary>Writes an integer, address, bool or fixed bytes into 32 zeroed bytes.</summary>
    public static void WriteWord(Span<byte> word, AbiType type, object value)
    {
        switch (type.Kind)
        {
            case AbiKind.UInt or AbiKind.Int:
                AbiWord.Write(word, Integer(type, value));
                break;
            case AbiKind.Address when value is Address address:
                AbiWord.Write(word, address);
                break;
            case AbiKind.Bool when value is bool flag:
                word[31] = flag ? (byte)1 : (byte)0;
                break;
            case AbiKind.FixedBytes when Bytes(value) is var bytes && bytes.Length == type.Size:
                bytes.CopyTo(word);
                break;
            default:
                throw Mismatch(type, value);
        }
    }

    public static ReadOnlySpan<byte> Bytes(object value) => value switch
    {
        byte[] bytes => bytes,
        Hash32 hash => hash.ToArray(),
        ReadOnlyMemory<byte> memory => memory.Span,
        Memory<byte> memory => memory.Span,
        _ => throw new ArgumentException($"Bytes are byte[], ReadOnlyMemory<byte> or Hash32, not {value?.GetType().Name ?? "null"}.", nameof(value)),
    };

    /// <summary>The integer of any .NET type, checked against the width of the ABI type.</summary>
    public static BigInteger Integer(AbiType type, object value)
    {
        var number = value switch
        {
            BigInteger big => big,
            ulong n => n,
            long n => n,
            int n => n,
            uint n => n,
            byte n => n,
            ushort n => n,
            short n => n,
            sbyte n => n,
            UInt128 n => n,
            _ => throw Mismatch(type, value),
        };
        var bits = type.Kind == AbiKind.UInt ? type.Size : type.Size - 1;
        var fits = type.Kind == AbiKind.UInt ? number.Sign >= 0 && number.GetBitLength() <= bits : number.GetBitLength() <= bits;
        return fits ? number : throw new ArgumentOutOfRangeException(nameof(value), $"{number} does not fit {type}.");
    }

    /// <summary>The items of an array or tuple, their number checked.</summary>
    public static IReadOnlyList<object> Sequence(AbiType type, object value)
    {
        var items = value switch
        {
            IReadOnlyList<object> list => list,
            byte[] => throw Mismatch(type, value),
            IEnumerable sequence and not string => [.. sequence.Cast<object>()],
            _ => throw Mismatch(type, value),
        };
        var expected = type.Kind switch { AbiKind.FixedArray => type.Size, AbiKind.Tuple => type.Components.Count, _ => items.Count };
        return items.Count == expected ? items : throw new ArgumentException($"{items.Count} items for {type}.", nameof(value));
    }

    public static ArgumentException Mismatch(AbiType type, object? value) =>
        new($"A {value?.GetType().Name ?? "null"} is no value of {type}.", nameof(value));
}
