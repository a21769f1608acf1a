using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>Solidity's <c>abi.encodePacked</c>: values without padding, except that elements of arrays are padded to 32 bytes.</summary>
/// <remarks>Contract ABI specification, "Non-standard Packed Mode". Ambiguous with more than one dynamic value: for hashing known shapes only.</remarks>
public static class AbiPacked
{
    /// <summary>Encodes values of these types, one after the other.</summary>
    /// <exception cref="ArgumentException">A value that does not fit its type, a tuple, or an array of dynamic elements.</exception>
    public static byte[] Encode(IReadOnlyList<AbiType> types, params IReadOnlyList<object> values)
    {
        if (types.Count != values.Count) throw new ArgumentException($"{values.Count} values for {types.Count} types.", nameof(values));
        using var output = new MemoryStream();
        for (var i = 0; i < types.Count; i++) Write(output, types[i], values[i], padded: false);
        return output.ToArray();
    }

    private static void Write(MemoryStream output, AbiType type, object value, bool padded)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes when !padded:
                output.Write(AbiValue.Bytes(value));
                break;
            case AbiKind.String when !padded:
                output.Write(Encoding.UTF8.GetBytes(value as string ?? throw AbiValue.Mismatch(type, value)));
                break;
            case AbiKind.Array or AbiKind.FixedArray:
                foreach (var item in AbiValue.Sequence(type, value)) Write(output, type.Element!, item, padded: true);
                break;
            case AbiKind.Tuple or AbiKind.Bytes or AbiKind.String:
                throw new ArgumentException($"Packed encoding has no {type} here.", nameof(type));
            default:
                WriteWord(output, type, value, padded);
                break;
        }
    }

    private static void WriteWord(MemoryStream output, AbiType type, object value, bool padded)
    {
        Span<byte> word = stackalloc byte[32];
        word.Clear();
        AbiValue.WriteWord(word, type, value);
        if (padded) output.Write(word);
        else if (type.Kind == AbiKind.FixedBytes) output.Write(word[..type.Size]);
        else output.Write(word[(32 - Width(type))..]);
    }

    private static int Width(AbiType type) => type.Kind switch { AbiKind.Address => 20, AbiKind.Bool => 1, _ => type.Size / 8 };
}
