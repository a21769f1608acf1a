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
    private readonly JsonTape tape = new();
    private readonly EventHasher hasher = new();
    private int index;

    private EpcisDocumentReader(EventSource source)
    {
        this.source = source;
        var report = new SchemaReport(tape);
        var error = Utf8.IsValid(source.Envelope.Span) ? tape.Load(source.Envelope, setEventsAside: true) : "The text is not UTF-8.";
        if (error is not null) report.Problems.Add(new EpcisProblem("", error));
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
        var problems = new List<EpcisProblem>();
        reading = null;
        if (!source.TryNext(problems, out var json)) return false;
        var at = Envelope.Pointer(index);
        EpcisEvent? read = null;
        if (problems.Count == 0 && !Utf8.IsValid(json.Span)) problems.Add(new EpcisProblem(at, "The text is not UTF-8."));
        if (problems.Count == 0) read = EpcisEvent.TryRead(json.ToArray(), tape, contexts, hasher, at, problems, source.IsXml);
        if (source.IsXml)
            for (var i = 0; i < problems.Count; i++)
                if (problems[i].Line == 0) problems[i] = problems[i] with { Line = source.Line, Position = source.Position };
        reading = new EpcisReading(index++, read, problems);
        return true;
    }
}
