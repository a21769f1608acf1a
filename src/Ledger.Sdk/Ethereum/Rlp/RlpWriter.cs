using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Writes RLP into a growing buffer; lists are opened and closed.</summary>
/// <remarks>Yellow Paper appendix B. A list's prefix is put before its payload when it is closed, since only then its length is known.</remarks>
public sealed class RlpWriter
{
    private readonly Stack<int> open = new();
    private byte[] buffer;
    private int length;

    /// <summary>Creates an empty writer with room for <paramref name="capacity"/> bytes.</summary>
    public RlpWriter(int capacity = 256) => buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>What was written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => open.Count == 0 ? buffer.AsSpan(0, length) : throw new InvalidOperationException("A list is still open.");

    /// <summary>Opens a list; what is written until <see cref="EndList"/> becomes its items.</summary>
    public RlpWriter BeginList()
    {
        open.Push(length);
        return this;
    }

    /// <summary>Closes the list opened last.</summary>
    public RlpWriter EndList()
    {
        var start = open.Pop();
        var size = length - start;
        Span<byte> prefix = stackalloc byte[9];
        var count = Prefix(prefix, 0xC0, size);
        Reserve(count);
        buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(start + count));
        prefix[..count].CopyTo(buffer.AsSpan(start));
        length += count;
        return this;
    }

    /// <summary>Writes a string of bytes.</summary>
    public RlpWriter Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 1 || bytes[0] >= 0x80)
        {
            Span<byte> prefix = stackalloc byte[9];
            WriteEncoded(prefix[..Prefix(prefix, 0x80, bytes.Length)]);
        }
        return WriteEncoded(bytes);
    }

    /// <summary>Writes an integer, big-endian without leading zeros; zero is the empty string.</summary>
    public RlpWriter Write(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Write(bytes[(BitOperations.LeadingZeroCount(value) / 8)..]);
    }

    /// <summary>Writes an integer, big-endian without leading zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public RlpWriter Write(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value.IsZero ? Write([]) : Write(value.ToByteArray(isUnsigned: true, isBigEndian: true));
    }

    /// <summary>Writes 32 bytes.</summary>
    public RlpWriter Write(Hash32 hash) => Write(hash.Span);

    /// <summary>Writes 20 bytes, or the empty string for null (contract creation).</summary>
    public RlpWriter Write(Address? address) => address is { } given ? Write(given.Span) : Write([]);

    /// <summary>Copies bytes that are RLP already.</summary>
    public RlpWriter WriteEncoded(ReadOnlySpan<byte> encoded)
    {
        Reserve(encoded.Length);
        encoded.CopyTo(buffer.AsSpan(length));
        length += encoded.Length;
        return this;
    }

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    private static int Prefix(Span<byte> target, int offset, int size)
    {
        if (size <= 55)
        {
            target[0] = (byte)(offset + size);
            return 1;
        }
        var count = 4 - BitOperations.LeadingZeroCount((uint)size) / 8;
        target[0] = (byte)(offset + 55 + count);
        for (var i = 0; i < count; i++) target[1 + i] = (byte)(size >> 8 * (count - 1 - i) & 0xFF);
        return 1 + count;
    }

    private void Reserve(int more)
    {
        if (buffer.Length - length >= more) return;
        Array.Resize(ref buffer, Math.Max(checked(buffer.Length * 2), checked(length + more)));
    }
}
