using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Sdk.Ethereum;

/// <summary>Reads RLP item by item, in place, and accepts the canonical encoding only.</summary>
/// <remarks>Yellow Paper appendix B. Every reading method throws <see cref="FormatException"/> for anything that RLP does not allow.</remarks>
public ref struct RlpReader
{
    private ReadOnlySpan<byte> rest;

    /// <summary>Starts at the first item of <paramref name="data"/>.</summary>
    public RlpReader(ReadOnlySpan<byte> data) => rest = data;

    /// <summary>Whether every item was read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Whether the next item is a list; false at the end.</summary>
    public readonly bool NextIsList => !rest.IsEmpty && rest[0] >= 0xC0;

    /// <summary>The next item is a string: its bytes in place.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var payload = Next(out var isList, out _);
        return isList ? throw new FormatException("RLP: a list where bytes were expected.") : payload;
    }

    /// <summary>The next item is a list: a reader of its items.</summary>
    public RlpReader ReadList()
    {
        var payload = Next(out var isList, out _);
        return isList ? new RlpReader(payload) : throw new FormatException("RLP: bytes where a list was expected.");
    }

    /// <summary>The next item of either kind with its prefix, as it stands in the data.</summary>
    public ReadOnlySpan<byte> ReadEncoded()
    {
        var before = rest;
        Next(out _, out var length);
        return before[..length];
    }

    /// <summary>The next item is a string of exactly <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        var bytes = ReadBytes();
        return bytes.Length == length ? bytes : throw new FormatException($"RLP: {bytes.Length} bytes where {length} were expected.");
    }

    /// <summary>The next item is a 32-byte string.</summary>
    public Hash32 ReadHash32() => new(ReadBytes(32));

    /// <summary>The next item is a 20-byte string.</summary>
    public Address ReadAddress() => new(ReadBytes(20));

    /// <summary>The next item is an integer without leading zeros of at most 64 bits.</summary>
    public ulong ReadUInt64()
    {
        var bytes = ReadInteger(8);
        Span<byte> padded = stackalloc byte[8];
        padded.Clear();
        bytes.CopyTo(padded[(8 - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    /// <summary>The next item is an integer without leading zeros of at most 256 bits.</summary>
    public BigInteger ReadUInt256() => new(ReadInteger(32), isUnsigned: true, isBigEndian: true);

    /// <summary>Asserts that nothing follows.</summary>
    public readonly void RequireEnd()
    {
        if (!rest.IsEmpty) throw new FormatException($"RLP: {rest.Length} bytes follow the last item.");
    }

    private ReadOnlySpan<byte> ReadInteger(int maximum)
    {
        var bytes = ReadBytes();
        if (bytes.Length > maximum) throw new FormatException($"RLP: an integer of {bytes.Length} bytes, at most {maximum} were expected.");
        return bytes.Length > 0 && bytes[0] == 0 ? throw new FormatException("RLP: an integer with a leading zero.") : bytes;
    }

    private ReadOnlySpan<byte> Next(out bool isList, out int length)
    {
        if (rest.IsEmpty) throw new FormatException("RLP: an item is missing.");
        var prefix = rest[0];
        isList = prefix >= 0xC0;
        if (prefix < 0x80)
        {
            length = 1;
            return Take(0, 1);
        }
        var code = prefix - (isList ? 0xC0 : 0x80);
        if (code > 55)
        {
            var size = LongLength(code - 55);
            length = 1 + (code - 55) + size;
            return Take(1 + (code - 55), size);
        }
        if (code >= rest.Length) throw new FormatException("RLP: the data end within an item.");
        if (code == 1 && !isList && rest[1] < 0x80) throw new FormatException("RLP: a single byte below 0x80 must be its own encoding.");
        length = 1 + code;
        return Take(1, code);
    }

    private readonly int LongLength(int lengthOfLength)
    {
        if (lengthOfLength >= rest.Length) throw new FormatException("RLP: the data end within a length.");
        var digits = rest.Slice(1, lengthOfLength);
        if (digits[0] == 0) throw new FormatException("RLP: a length with a leading zero.");
        ulong size = 0;
        foreach (var digit in digits) size = size << 8 | digit;
        if (size <= 55) throw new FormatException("RLP: a length of 55 or less in the long form.");
        return size <= (ulong)(rest.Length - 1 - lengthOfLength) ? (int)size : throw new FormatException("RLP: the data end within an item.");
    }

    private ReadOnlySpan<byte> Take(int start, int size)
    {
        var payload = rest.Slice(start, size);
        rest = rest[(start + size)..];
        return payload;
    }
}
