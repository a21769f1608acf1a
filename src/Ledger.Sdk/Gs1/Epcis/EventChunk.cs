using System.Text.Unicode;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Some events as they stand in a document, one after the other, in memory of their own.</summary>
public sealed class EventChunk
{
    // Larger arrays would not be collected with what lives as short.
    private const int Enough = 64 * 1024;

    [ThreadStatic]
    private static JsonTape? tapeOfThread;

    [ThreadStatic]
    private static EventHasher? hasherOfThread;

    private readonly EpcisEnvelope envelope;
    private readonly ContextPrefixes contexts;
    private readonly bool isXml;
    private readonly List<Part> parts = [];
    private byte[] bytes = [];
    private int length;

    /// <summary>An empty chunk.</summary>
    /// <param name="envelope">Of the document.</param>
    /// <param name="contexts">Of the document.</param>
    /// <param name="isXml">Whether the document is in XML.</param>
    /// <param name="size">How many bytes it will have, if the next events are like those before.</param>
    internal EventChunk(EpcisEnvelope envelope, ContextPrefixes contexts, bool isXml, int size)
    {
        (this.envelope, this.contexts, this.isXml) = (envelope, contexts, isXml);
        if (size > 0) bytes = new byte[Math.Min(size + size / 16, Enough + Enough / 8)];
    }

    /// <summary>How many events.</summary>
    public int Count => parts.Count;

    /// <summary>The place of the first in the document, from 0.</summary>
    public int First { get; internal set; }

    internal int Length => length;

    internal bool IsFull => length >= Enough;

    /// <summary>Reads the events, with their faults where they have any. Only once, as what is read keeps the memory.</summary>
    public EpcisReading[] Read()
    {
        var tape = tapeOfThread ??= new JsonTape();
        var hasher = hasherOfThread ??= new EventHasher();
        var readings = new EpcisReading[parts.Count];
        List<EpcisProblem> problems = [];
        for (var i = 0; i < readings.Length; i++)
        {
            var part = parts[i];
            problems.AddRange(part.Problems);
            var read = problems.Count > 0 ? null : Read(bytes.AsMemory(part.Start, part.Length), tape, hasher, problems);
            readings[i] = new EpcisReading(First + i, read, problems.Count == 0 ? [] : Placed(part, problems, First + i));
            problems.Clear();
        }
        return readings;
    }

    internal void Add(ReadOnlySpan<byte> json, IReadOnlyList<EpcisProblem> problems, int line, int position)
    {
        if (bytes.Length - length < json.Length)
            Array.Resize(ref bytes, length == 0 ? json.Length : Math.Max(Math.Min(bytes.Length * 4, Enough + Enough / 8), length + json.Length));
        json.CopyTo(bytes.AsSpan(length));
        parts.Add(new Part(length, json.Length, problems, line, position));
        length += json.Length;
    }

    private EpcisEvent? Read(ReadOnlyMemory<byte> json, JsonTape tape, EventHasher hasher, List<EpcisProblem> problems)
    {
        if (Utf8.IsValid(json.Span)) return EpcisEvent.TryRead(json, tape, contexts, hasher, "", problems, isXml);
        problems.Add(new EpcisProblem("", "The text is not UTF-8."));
        return null;
    }

    /// <summary>Problems with their places in the document, which those that the source found have already.</summary>
    private EpcisProblem[] Placed(in Part part, List<EpcisProblem> problems, int index)
    {
        var placed = problems.ToArray();
        for (var i = 0; i < placed.Length; i++)
        {
            if (i >= part.Problems.Count) placed[i] = placed[i] with { Pointer = envelope.Pointer(index) + placed[i].Pointer };
            if (isXml && placed[i].Line == 0) placed[i] = placed[i] with { Line = part.Line, Position = part.Position };
        }
        return placed;
    }

    private readonly record struct Part(int Start, int Length, IReadOnlyList<EpcisProblem> Problems, int Line, int Position);
}
