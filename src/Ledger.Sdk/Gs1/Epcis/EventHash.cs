namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Event hash IDs of CBV 2.0: two descriptions of one event have one ID, whatever their order, notation or precision.</summary>
public static class EventHash
{
    /// <summary>The dialect that is written: the ratified CBV 2.0. IDs of other dialects must not be compared with these.</summary>
    public const string Dialect = "CBV2.0";

    /// <summary>The ID of each event, in document order, of a JSON or XML document.</summary>
    /// <exception cref="InvalidEpcisException">The text is no JSON or XML document with events; the events themselves are not
    /// checked.</exception>
    public static IReadOnlyList<string> Compute(ReadOnlyMemory<byte> utf8) =>
        ForEach(utf8, static (hasher, tape, contexts) => hasher.Compute(tape, contexts));

    /// <summary>The string that is hashed, of each event, in document order.</summary>
    /// <exception cref="InvalidEpcisException">As <see cref="Compute"/>.</exception>
    public static IReadOnlyList<string> Prehash(ReadOnlyMemory<byte> utf8) =>
        ForEach(utf8, static (hasher, tape, contexts) => hasher.Prehash(tape, contexts));

    private static List<string> ForEach(ReadOnlyMemory<byte> utf8, Func<EventHasher, JsonTape, ContextPrefixes, string> compute)
    {
        if (EpcisXml.IsXml(utf8.Span)) utf8 = EpcisXml.ToJson(utf8);
        var document = new JsonTape();
        Demand(document.Load(utf8, setEventsAside: true) ?? (document[0].Kind == JsonKind.Object ? null : "A document is an object."), "");
        var contexts = new ContextPrefixes(document, document.Find(0, EpcisField.Context));
        var isBare = document.EventRanges.Count == 0 && document.Find(0, EpcisField.EpcisBody) < 0;
        var results = new List<string>(document.EventRanges.Count);
        var hasher = new EventHasher();
        var tape = new JsonTape();
        foreach (var (start, length) in isBare ? [(0, utf8.Length)] : document.EventRanges)
        {
            var at = $"/epcisBody/eventList/{results.Count}";
            Demand(tape.Load(utf8.Slice(start, length), setEventsAside: false)
                ?? (tape[0].Kind == JsonKind.Object ? null : "An event is an object."), at);
            results.Add(compute(hasher, tape, contexts));
        }
        return results;
    }

    private static void Demand(string? error, string at)
    {
        if (error is not null) throw new InvalidEpcisException([new EpcisProblem(at, error)]);
    }
}
