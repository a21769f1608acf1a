using System.Numerics;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>Reads ABI-encoded values in the order of their declaration, in place and strictly. For typed bindings.</summary>
/// <remarks>
/// Contract ABI specification, "Formal Specification of the Encoding". Fields of a static tuple stand inline: read them one by one.
/// A dynamic tuple is entered with <see cref="ReadTuple"/>, an array with <see cref="ReadArray"/>.
/// Every reading method throws <see cref="FormatException"/> where the data are not the encoding of such a value.
/// </remarks>
/// <example><code>
/// var data = new AbiReader(log.Data);
/// var document = data.ReadBytes32();
/// var units = data.ReadBytes32Array();
/// </code></example>
public ref struct AbiReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    // From the start of this tuple's head to the end of the data: offsets count from here.
    private readonly ReadOnlySpan<byte> frame;
    private int position;

    /// <summary>Starts at the head of a tuple: call data after the selector, event data, or return data.</summary>
    public AbiReader(ReadOnlySpan<byte> data) => frame = data;

    internal readonly int Remaining => frame.Length - position;

    /// <summary>The next word, whatever it means.</summary>
    public ReadOnlySpan<byte> ReadWord()
    {
        if (Remaining < 32) throw new FormatException("ABI: the data end within a value.");
        var word = frame.Slice(position, 32);
        position += 32;
        return word;
    }

    /// <summary>A <c>uint8</c>.</summary>
    public byte ReadUInt8() => (byte)AbiWord.ReadUInt64(ReadWord(), 8);

    /// <summary>A <c>uint16</c>.</summary>
    public ushort ReadUInt16() => (ushort)AbiWord.ReadUInt64(ReadWord(), 16);

    /// <summary>A <c>uint32</c>.</summary>
    public uint ReadUInt32() => (uint)AbiWord.ReadUInt64(ReadWord(), 32);

    /// <summary>A <c>uint64</c>.</summary>
    public ulong ReadUInt64() => AbiWord.ReadUInt64(ReadWord());

    /// <summary>A <c>uint256</c>, or an unsigned integer of fewer bits.</summary>
    public BigInteger ReadUInt(int bits = 256) => AbiWord.ReadUInt(ReadWord(), bits);

    /// <summary>An <c>int256</c>, or a signed integer of fewer bits.</summary>
    public BigInteger ReadInt(int bits = 256) => AbiWord.ReadInt(ReadWord(), bits);

    /// <summary>A <c>bool</c>.</summary>
    public bool ReadBool() => AbiWord.ReadBool(ReadWord());

    /// <summary>An <c>address</c>.</summary>
    public Address ReadAddress() => AbiWord.ReadAddress(ReadWord());

    /// <summary>A <c>bytes32</c>.</summary>
    public Hash32 ReadBytes32() => new(ReadWord());

    /// <summary>A <c>bytesN</c>: its N bytes in place.</summary>
    public ReadOnlySpan<byte> ReadFixedBytes(int length) => AbiWord.ReadFixedBytes(ReadWord(), length);

    /// <summary><c>bytes</c>, in place.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var tail = ReadTuple();
        var length = tail.ReadCount();
        var padded = (length + 31L) / 32 * 32;
        if (padded > tail.Remaining) throw new FormatException("ABI: the data end within bytes.");
        var start = tail.position;
        if (tail.frame[(start + length)..(start + (int)padded)].ContainsAnyExcept((byte)0)) throw new FormatException("ABI: padding that is not zero.");
        return tail.frame.Slice(start, length);
    }

    /// <summary>A <c>string</c>, which must be UTF-8.</summary>
    public string ReadString()
    {
        try
        {
            return StrictUtf8.GetString(ReadBytes());
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("ABI: a string that is not UTF-8.", e);
        }
    }

    /// <summary>Enters a dynamic tuple, or a fixed array of dynamic elements, through its offset.</summary>
    public AbiReader ReadTuple()
    {
        var offset = ReadCount();
        return offset <= frame.Length ? new AbiReader(frame[offset..]) : throw new FormatException("ABI: an offset beyond the data.");
    }

    /// <summary>Enters a dynamic array: a reader at its first element, and how many there are.</summary>
    /// <param name="elementWords">Words one element occupies in the head: 1 for every dynamic type.</param>
    /// <param name="count">The number of elements, never more than the data can hold.</param>
    public AbiReader ReadArray(int elementWords, out int count)
    {
        var tail = ReadTuple();
        count = tail.ReadCount();
        return (long)count * elementWords * 32 <= tail.Remaining
            ? new AbiReader(tail.frame[tail.position..])
            : throw new FormatException("ABI: the data end within an array.");
    }

    /// <summary>A <c>bytes32[]</c>.</summary>
    public Hash32[] ReadBytes32Array()
    {
        var elements = ReadArray(1, out var count);
        var values = new Hash32[count];
        for (var i = 0; i < count; i++) values[i] = elements.ReadBytes32();
        return values;
    }

    /// <summary>A <c>uint64[]</c>, or an array of narrower unsigned integers.</summary>
    public ulong[] ReadUInt64Array(int bits = 64)
    {
        var elements = ReadArray(1, out var count);
        var values = new ulong[count];
        for (var i = 0; i < count; i++) values[i] = AbiWord.ReadUInt64(elements.ReadWord(), bits);
        return values;
    }

    /// <summary>An <c>address[]</c>.</summary>
    public Address[] ReadAddressArray()
    {
        var elements = ReadArray(1, out var count);
        var values = new Address[count];
        for (var i = 0; i < count; i++) values[i] = elements.ReadAddress();
        return values;
    }

    private int ReadCount()
    {
        var word = ReadWord();
        if (word[..28].ContainsAnyExcept((byte)0) || word[28] >= 0x80) throw new FormatException("ABI: a length or offset beyond the data.");
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(word[28..]);
    }
}
