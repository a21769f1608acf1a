using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>An event as it was read.</summary>
/// <param name="Index">Its place in the document, from 0.</param>
/// <param name="Event">The event with bytes of its own; null where it has faults.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record EpcisReading(int Index, EpcisEvent? Event, IReadOnlyList<EpcisProblem> Problems);

/// <summary>
/// Reads an EPCIS document in JSON or XML event by event: memory holds the header and one event, however long the document is.
/// </summary>
public sealed class EpcisDocumentReader
{
    private readonly EventSource source;
    private readonly ContextPrefixes contexts;
    private readonly List<EpcisProblem> problems = [];
    private int index;
    private int lastLength;

    private EpcisDocumentReader(EventSource source)
    {
        this.source = source;
        var tape = JsonTape.OfThread;
        var report = new SchemaReport(tape);
        var error = Utf8.IsValid(source.Envelope.Span) ? tape.Load(source.Envelope, setEventsAside: true) : "The text is not UTF-8.";
        if (error is not null) report.Problems.Add(tape.Unreadable ?? new EpcisProblem("", error));
        var envelope = error is null ? EpcisEnvelope.Read(source.Envelope, tape, report, source.IsXml) : null;
        Envelope = report.Problems.Count == 0 && envelope is not null ? envelope : throw new InvalidEpcisException(report.Problems);
        if (envelope.IsBareEvent && source.HasEvents)
            throw new InvalidEpcisException([new EpcisProblem("/type", $"A document with events is an EPCISDocument, not '{envelope.Type}'.")]);
        contexts = new ContextPrefixes(tape, tape.Find(0, EpcisField.Context));
    }

    /// <summary>All but the events, checked.</summary>
    public EpcisEnvelope Envelope { get; }

    /// <summary>Reads all of a document but its events. It stays the caller's, who must leave it alone until all is read.</summary>
    /// <param name="document">Can seek; is read from its beginning, twice where it is JSON.</param>
    /// <exception cref="InvalidEpcisException">
    /// It is neither JSON nor XML as a whole, or what stands around the events is at fault.
    /// </exception>
    public static EpcisDocumentReader Open(Stream document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.CanSeek) throw new ArgumentException("The stream cannot seek.", nameof(document));
        return new EpcisDocumentReader(EpcisXml.IsXml(document) ? EpcisXml.Events(document, isChecked: true) : new JsonEventSource(document));
    }

    /// <summary>As <see cref="Open"/>; false for a document in XML that the standard knows but that has no events: a capture job.</summary>
    /// <exception cref="InvalidEpcisException">As <see cref="Open"/>.</exception>
    public static bool TryOpen(Stream document, [NotNullWhen(true)] out EpcisDocumentReader? reader)
    {
        reader = EpcisXml.IsAnswer(document) ? null : Open(document);
        return reader is not null;
    }

    /// <summary>Reads the next event, with its faults where it has any; false behind the last.</summary>
    /// <exception cref="InvalidEpcisException">An XML document ends before its end, or is at fault behind its events.</exception>
    public bool TryRead([NotNullWhen(true)] out EpcisReading? reading)
    {
        reading = NextChunk(1) is { Count: > 0 } chunk ? chunk.Read()[0] : null;
        return reading is not null;
    }

    /// <summary>The next events as they stand in the document, at most so many; none behind the last. They may be read on any thread, while
    /// the chunk after them is taken.</summary>
    /// <exception cref="InvalidEpcisException">As <see cref="TryRead"/>.</exception>
    public EventChunk NextChunk(int most)
    {
        var chunk = new EventChunk(Envelope, contexts, source.IsXml, lastLength) { First = index };
        while (chunk.Count < most && !chunk.IsFull && source.TryNext(problems, out var json))
        {
            chunk.Add(json.Span, problems.Count == 0 ? [] : [.. problems], source.Line, source.Position);
            problems.Clear();
        }
        index += chunk.Count;
        lastLength = chunk.Length;
        return chunk;
    }
}
