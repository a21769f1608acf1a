using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ledger.Indexer.Storage;

/// <summary>The one binary form of a row, whatever the database: what the undo journal stores and the state digest hashes.</summary>
/// <remarks>A value is a tag byte (0 null, 1 integer, 2 bytes, 3 text), then 8 bytes, or a 4-byte length and the bytes;
/// big-endian.</remarks>
internal static class ValueCodec
{
    public static byte[] Encode(object?[] values)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(buffer, values);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> writer, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            switch (value)
            {
                case null or DBNull:
                    WriteTag(writer, 0);
                    break;
                case long number:
                    WriteTag(writer, 1);
                    BinaryPrimitives.WriteInt64BigEndian(writer.GetSpan(8), number);
                    writer.Advance(8);
                    break;
                case byte[] bytes:
                    WriteBytes(writer, 2, bytes);
                    break;
                case string text:
                    WriteBytes(writer, 3, Encoding.UTF8.GetBytes(text));
                    break;
                default:
                    throw new ArgumentException($"No column holds a {value.GetType().Name}.", nameof(values));
            }
        }
    }

    public static object?[] Decode(ReadOnlySpan<byte> data)
    {
        var values = new List<object?>();
        while (!data.IsEmpty)
        {
            var tag = data[0];
            data = data[1..];
            if (tag == 0)
            {
                values.Add(null);
                continue;
            }
            var length = tag == 1 ? 8 : BinaryPrimitives.ReadInt32BigEndian(data);
            if (tag != 1) data = data[4..];
            values.Add(tag switch
            {
                1 => BinaryPrimitives.ReadInt64BigEndian(data),
                2 => data[..length].ToArray(),
                3 => Encoding.UTF8.GetString(data[..length]),
                _ => throw new FormatException($"Unknown tag {tag} in a stored row."),
            });
            data = data[length..];
        }
        return [.. values];
    }

    private static void WriteTag(IBufferWriter<byte> writer, byte tag)
    {
        writer.GetSpan(1)[0] = tag;
        writer.Advance(1);
    }

    private static void WriteBytes(IBufferWriter<byte> writer, byte tag, byte[] bytes)
    {
        var span = writer.GetSpan(5 + bytes.Length);
        span[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], bytes.Length);
        bytes.CopyTo(span[5..]);
        writer.Advance(5 + bytes.Length);
    }
}
