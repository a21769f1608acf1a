using System.Buffers.Binary;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Contracts;

/// <summary>One argument of a call, encoded; <paramref name="IsDynamic"/> puts it behind an offset.</summary>
/// <remarks>Contract ABI specification, "Formal Specification of the Encoding".</remarks>
internal readonly record struct CallPart(string Type, byte[] Encoding, bool IsDynamic)
{
    public static CallPart Tuple(RecordSchema schema, object record) => new(schema.TupleType, schema.EncodeTuple(record), schema.IsDynamic);

    public static CallPart Word(Hash32 word) => new("bytes32", word.ToArray(), false);

    public static CallPart Bytes(ReadOnlySpan<byte> bytes)
    {
        var encoding = new byte[32 + ((bytes.Length + 31) & ~31)];
        BinaryPrimitives.WriteInt32BigEndian(encoding.AsSpan(28), bytes.Length);
        bytes.CopyTo(encoding.AsSpan(32));
        return new CallPart("bytes", encoding, true);
    }

    /// <summary>Selector, heads, tails.</summary>
    public static byte[] Call(string function, params ReadOnlySpan<CallPart> parts)
    {
        var head = 0;
        var total = 0;
        var signature = new StringBuilder(function).Append('(');
        foreach (var part in parts)
        {
            head += part.IsDynamic ? 32 : part.Encoding.Length;
            total += part.Encoding.Length + (part.IsDynamic ? 32 : 0);
            signature.Append(part.Type).Append(',');
        }
        signature[^1] = ')';
        var data = new byte[4 + total];
        Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes(signature.ToString())).Span[..4].CopyTo(data);
        var (at, tail) = (4, head);
        foreach (var part in parts)
        {
            if (!part.IsDynamic) part.Encoding.CopyTo(data, at);
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(at + 28), tail);
                part.Encoding.CopyTo(data, 4 + tail);
                tail += part.Encoding.Length;
            }
            at += part.IsDynamic ? 32 : part.Encoding.Length;
        }
        return data;
    }
}
