using System.Numerics;
using System.Text;

namespace Ledger.Sdk.Ethereum;

/// <summary>Writes ABI-encoded values in the order of their declaration. For typed bindings.</summary>
/// <remarks>
/// Fields of a static tuple are written one by one. Dynamic tuples, and fixed arrays of dynamic elements, go between
/// <see cref="BeginTuple"/> and <see cref="End"/>; dynamic arrays between <see cref="BeginArray"/> and <see cref="End"/>.
/// </remarks>
public sealed class AbiWriter
{
    private readonly Stack<Frame> outer = new();
    private readonly byte[] selector;
    private Frame frame = new();

    /// <summary>Starts a tuple without a selector: return data, event data, constructor arguments.</summary>
    public AbiWriter() => selector = [];

    /// <summary>Starts call data with a four-byte selector.</summary>
    public AbiWriter(ReadOnlySpan<byte> selector) => this.selector = selector.ToArray();

    /// <summary>Writes a <c>uint8</c> … <c>uint64</c>.</summary>
    public AbiWriter Write(ulong value)
    {
        AbiWord.Write(frame.Head.Extend(32), value);
        return this;
    }

    /// <summary>Writes an integer of up to 256 bits.</summary>
    public AbiWriter Write(BigInteger value)
    {
        AbiWord.Write(frame.Head.Extend(32), value);
        return this;
    }

    /// <summary>Writes a <c>bool</c>.</summary>
    public AbiWriter Write(bool value) => Write(value ? 1UL : 0);

    /// <summary>Writes an <c>address</c>.</summary>
    public AbiWriter Write(Address value)
    {
        AbiWord.Write(frame.Head.Extend(32), value);
        return this;
    }

    /// <summary>Writes a <c>bytes32</c>.</summary>
    public AbiWriter Write(Hash32 value) => WriteFixedBytes(value.Span);

    /// <summary>Writes a <c>bytes1</c> … <c>bytes32</c>.</summary>
    public AbiWriter WriteFixedBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(frame.Head.Extend(32));
        return this;
    }

    /// <summary>Writes <c>bytes</c>.</summary>
    public AbiWriter WriteBytes(ReadOnlySpan<byte> value)
    {
        frame.Reference();
        AbiWord.Write(frame.Tail.Extend(32), (ulong)value.Length);
        value.CopyTo(frame.Tail.Extend((value.Length + 31) / 32 * 32));
        return this;
    }

    /// <summary>Writes a <c>string</c> as UTF-8.</summary>
    public AbiWriter WriteString(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a <c>bytes32[]</c>.</summary>
    public AbiWriter WriteArray(ReadOnlySpan<Hash32> values)
    {
        BeginArray(values.Length);
        foreach (var value in values) Write(value);
        return End();
    }

    /// <summary>Writes a <c>uint8[]</c> … <c>uint64[]</c>.</summary>
    public AbiWriter WriteArray(ReadOnlySpan<ulong> values)
    {
        BeginArray(values.Length);
        foreach (var value in values) Write(value);
        return End();
    }

    /// <summary>Writes a <c>uint8[]</c> … <c>uint32[]</c>.</summary>
    public AbiWriter WriteArray(ReadOnlySpan<uint> values)
    {
        BeginArray(values.Length);
        foreach (var value in values) Write(value);
        return End();
    }

    /// <summary>Opens a dynamic tuple; its fields follow.</summary>
    public AbiWriter BeginTuple()
    {
        outer.Push(frame);
        frame = new Frame();
        return this;
    }

    /// <summary>Opens a dynamic array of <paramref name="count"/> elements, which follow.</summary>
    public AbiWriter BeginArray(int count)
    {
        BeginTuple();
        frame.Count = count;
        return this;
    }

    /// <summary>Closes what was opened last.</summary>
    public AbiWriter End()
    {
        var inner = frame;
        frame = outer.Pop();
        frame.Reference();
        if (inner.Count is { } count) AbiWord.Write(frame.Tail.Extend(32), (ulong)count);
        inner.CopyTo(ref frame.Tail);
        return this;
    }

    /// <summary>The selector, if any, and everything written.</summary>
    public byte[] ToArray()
    {
        if (outer.Count > 0) throw new InvalidOperationException("A tuple or an array is still open.");
        var result = new Block();
        selector.CopyTo(result.Extend(selector.Length));
        frame.CopyTo(ref result);
        return result.Span.ToArray();
    }

    private struct Block
    {
        private byte[]? bytes;
        private int length;

        public readonly Span<byte> Span => bytes.AsSpan(0, length);

        // Grown memory is fresh, so the extension is zeroed.
        public Span<byte> Extend(int size)
        {
            bytes ??= new byte[Math.Max(size, 128)];
            if (bytes.Length - length < size) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + size));
            length += size;
            return bytes.AsSpan(length - size, size);
        }
    }

    // The head's offsets are relative to the tail until the head's length is known.
    private sealed class Frame
    {
        private readonly List<int> references = [];
        public Block Head;
        public Block Tail;
        public int? Count;

        public void Reference()
        {
            references.Add(Head.Span.Length);
            AbiWord.Write(Head.Extend(32), (ulong)Tail.Span.Length);
        }

        public void CopyTo(ref Block target)
        {
            var head = Head.Span;
            foreach (var at in references)
            {
                var word = head.Slice(at, 32);
                AbiWord.Write(word, AbiWord.ReadUInt64(word) + (ulong)head.Length);
            }
            head.CopyTo(target.Extend(head.Length));
            Tail.Span.CopyTo(target.Extend(Tail.Span.Length));
        }
    }
}
