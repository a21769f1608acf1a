namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>A growing text in UTF-8 whose parts can be sorted in place. Byte order of UTF-8 is code point order.</summary>
internal sealed class PrehashBuffer
{
    private readonly List<int> marks = [];
    private byte[] bytes = new byte[4096];
    private byte[] sorted = new byte[4096];
    private (int Start, int End)[] parts = new (int, int)[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    /// <summary>The number of marks set so far; to be given to <see cref="Sort"/>.</summary>
    public int Marks => marks.Count;

    public void Clear()
    {
        Length = 0;
        marks.Clear();
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Append(byte character)
    {
        Reserve(1);
        bytes[Length++] = character;
    }

    /// <summary>Takes back what was written behind this length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>A part that is to be sorted among its siblings starts here.</summary>
    public void Mark() => marks.Add(Length);

    /// <summary>Sorts the parts marked since <paramref name="first"/>; they reach to the end of the text.</summary>
    public void Sort(int first)
    {
        var count = marks.Count - first;
        if (count > 1)
        {
            if (parts.Length < count) Array.Resize(ref parts, count * 2);
            for (var i = 0; i < count; i++) parts[i] = (marks[first + i], i + 1 < count ? marks[first + i + 1] : Length);
            Array.Sort(parts, 0, count, Comparer);
            Rearrange(count, marks[first]);
        }
        marks.RemoveRange(first, count);
    }

    private IComparer<(int Start, int End)> Comparer => comparer ??= Comparer<(int Start, int End)>.Create((left, right) =>
        bytes.AsSpan(left.Start, left.End - left.Start).SequenceCompareTo(bytes.AsSpan(right.Start, right.End - right.Start)));

    private IComparer<(int Start, int End)>? comparer;

    private void Rearrange(int count, int start)
    {
        var length = Length - start;
        if (sorted.Length < length) sorted = new byte[length * 2];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var part = bytes.AsSpan(parts[i].Start, parts[i].End - parts[i].Start);
            part.CopyTo(sorted.AsSpan(at));
            at += part.Length;
        }
        sorted.AsSpan(0, length).CopyTo(bytes.AsSpan(start));
    }

    private void Reserve(int more)
    {
        if (bytes.Length - Length < more) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + more));
    }
}
