using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>An EPCIS 2.0 document in JSON or JSON-LD: checked, with typed events that keep their exact bytes.</summary>
public sealed class EpcisDocument
{
    /// <summary>Once so many faults are found, the rest of the document is not looked at.</summary>
    private const int MostProblems = 100;

    private EpcisDocument(ReadOnlyMemory<byte> source, IReadOnlyList<EpcisEvent> events, DateTimeOffset? creationDate,
        string? schemaVersion, string context, bool isQuery)
    {
        Source = source;
        Events = events;
        CreationDate = creationDate;
        SchemaVersion = schemaVersion;
        Context = context;
        IsQuery = isQuery;
    }

    /// <summary>The document as it was given, UTF-8.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>The events in document order.</summary>
    public IReadOnlyList<EpcisEvent> Events { get; }

    /// <summary>When the document was made; null for a bare event, and where a query document does not say.</summary>
    public DateTimeOffset? CreationDate { get; }

    /// <summary>Such as 2.0; null for a bare event, and where a query document does not say.</summary>
    public string? SchemaVersion { get; }

    /// <summary>The <c>@context</c> as it stands in the document: JSON. The names of its events need it.</summary>
    public string Context { get; }

    /// <summary>Whether it is an answer to a query, which no one captures.</summary>
    public bool IsQuery { get; }

    /// <summary>Reads an EPCISDocument, an EPCISQueryDocument or a bare event with its own <c>@context</c>.</summary>
    /// <exception cref="InvalidEpcisException">It is none, with each fault and its JSON pointer.</exception>
    public static EpcisDocument Parse(ReadOnlyMemory<byte> utf8) =>
        TryParse(utf8, out var document, out var problems) ? document : throw new InvalidEpcisException(problems);

    /// <summary>As <see cref="Parse"/>, with the faults as a result.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out EpcisDocument? document,
        out IReadOnlyList<EpcisProblem> problems)
    {
        document = null;
        var tape = new JsonTape();
        var report = new SchemaReport(tape);
        problems = report.Problems;
        var text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var error = Utf8.IsValid(text.Span) ? tape.Load(text, setEventsAside: true) : "The text is not UTF-8.";
        if (error is not null) report.Problems.Add(tape.Unreadable ?? new EpcisProblem("", error));
        else document = Read(utf8, text, tape, report);
        if (report.Problems.Count > 0) document = null;
        return document is not null;
    }

    private static EpcisDocument? Read(ReadOnlyMemory<byte> utf8, ReadOnlyMemory<byte> text, JsonTape tape, SchemaReport report)
    {
        if (EpcisEnvelope.Read(text, tape, report) is not { } envelope) return null;
        var contexts = new ContextPrefixes(tape, tape.Find(0, EpcisField.Context));
        var ranges = envelope.IsBareEvent ? [(0, text.Length)] : tape.EventRanges;
        var events = ReadEvents(text, ranges, envelope, contexts, report.Problems);
        return report.Problems.Count > 0 ? null
            : new EpcisDocument(utf8, events, envelope.CreationDate, envelope.SchemaVersion, envelope.Context ?? "null",
                envelope.IsQuery);
    }

    private static List<EpcisEvent> ReadEvents(ReadOnlyMemory<byte> text, List<(int Start, int Length)> ranges,
        EpcisEnvelope envelope, ContextPrefixes contexts, List<EpcisProblem> problems)
    {
        var events = new List<EpcisEvent>(ranges.Count);
        var tape = new JsonTape();
        var hasher = new EventHasher();
        for (var i = 0; i < ranges.Count && problems.Count < MostProblems; i++)
        {
            var source = text.Slice(ranges[i].Start, ranges[i].Length);
            if (EpcisEvent.TryRead(source, tape, contexts, hasher, envelope.Pointer(i), problems) is { } read) events.Add(read);
        }
        return events;
    }
}
