using System.Buffers.Binary;

namespace Ledger.Api.Documents;

/// <summary>Rows in PostgreSQL's binary COPY format (PostgreSQL's documentation of COPY, "Binary Format").</summary>
internal sealed class CopyBuffer
{
    private const int Enough = 64 * 1024;

    private byte[] bytes = new byte[2 * Enough];
    private int length;

    /// <summary>Begins anew.</summary>
    public void Begin()
    {
        // The signature's seventh byte is 0xFF, which is no UTF-8; after it come flags and the length of an extension, both 0.
        ReadOnlySpan<byte> signature = [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', 10, 255, 13, 10, 0];
        bytes.AsSpan(0, 32).Clear();
        signature.CopyTo(bytes);
        length = signature.Length + 8;
    }

    /// <summary>Whether there is enough of it to be sent.</summary>
    public bool IsFull => length >= Enough;

    /// <summary>What was added since the last time.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        var taken = bytes.AsMemory(0, length);
        length = 0;
        return taken;
    }

    /// <summary>Begins a row of so many columns.</summary>
    public void Row(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);
    }

    /// <summary>A bigint.</summary>
    public void Add(long value)
    {
        var place = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(place, 8);
        BinaryPrimitives.WriteInt64BigEndian(place[4..], value);
    }

    /// <summary>An integer.</summary>
    public void Add(int value)
    {
        var place = Take(8);
        BinaryPrimitives.WriteInt32BigEndian(place, 4);
        BinaryPrimitives.WriteInt32BigEndian(place[4..], value);
    }

    /// <summary>An integer or null.</summary>
    public void Add(int? value)
    {
        if (value is { } number) Add(number);
        else BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
    }

    /// <summary>A bytea.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        var place = Take(4 + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(place, value.Length);
        value.CopyTo(place[4..]);
    }

    /// <summary>Ends the rows; what was added since the last time.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        return Take();
    }

    private Span<byte> Take(int count)
    {
        if (bytes.Length - length < count) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        length += count;
        return bytes.AsSpan(length - count, count);
    }
}
