namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Event hash IDs of CBV 2.0: two descriptions of one event have one ID, whatever their order, notation or precision.</summary>
public static class EventHash
{
    /// <summary>The dialect that is written: the ratified CBV 2.0. IDs of other dialects must not be compared with these.</summary>
    public const string Dialect = "CBV2.0";

    /// <summary>The ID that has these 32 bytes.</summary>
    public static string IdOf(ReadOnlySpan<byte> hash) => $"ni:///sha-256;{Convert.ToHexStringLower(hash)}?ver={Dialect}";

    /// <summary>The ID of each event, in document order, of a JSON or XML document.</summary>
    /// <exception cref="InvalidEpcisException">The text is no JSON or XML document with events; the events themselves are not
    /// checked.</exception>
    public static IReadOnlyList<string> Compute(ReadOnlyMemory<byte> utf8)
    {
        using var stream = EpcisXml.Open(utf8);
        return [.. Compute(stream)];
    }

    /// <summary>As <see cref="Compute(ReadOnlyMemory{byte})"/>, one after the other in flat memory.</summary>
    /// <param name="document">Can seek, and stays the caller's.</param>
    public static IEnumerable<string> Compute(Stream document) =>
        ForEach(document, static (hasher, tape, contexts) => hasher.Compute(tape, contexts));

    /// <summary>The string that is hashed, of each event, in document order.</summary>
    /// <exception cref="InvalidEpcisException">As <see cref="Compute(ReadOnlyMemory{byte})"/>.</exception>
    public static IReadOnlyList<string> Prehash(ReadOnlyMemory<byte> utf8)
    {
        using var stream = EpcisXml.Open(utf8);
        return [.. Prehash(stream)];
    }

    /// <inheritdoc cref="Compute(Stream)"/>
    public static IEnumerable<string> Prehash(Stream document) =>
        ForEach(document, static (hasher, tape, contexts) => hasher.Prehash(tape, contexts));

    private static IEnumerable<string> ForEach(Stream document, Func<EventHasher, JsonTape, ContextPrefixes, string> compute)
    {
        var source = EpcisXml.IsXml(document) ? EpcisXml.Events(document, isChecked: false) : new JsonEventSource(document);
        var tape = new JsonTape();
        Load(tape, source.Envelope, "");
        var contexts = new ContextPrefixes(tape, tape.Find(0, EpcisField.Context));
        var hasher = new EventHasher();
        var problems = new List<EpcisProblem>();
        for (var i = 0; source.TryNext(problems, out var json); i++)
        {
            if (problems.Count > 0) throw new InvalidEpcisException(problems);
            Load(tape, json, $"/epcisBody/eventList/{i}");
            if (!source.HasEvents && !IsEvent(tape)) continue;
            yield return compute(hasher, tape, contexts);
        }
    }

    /// <summary>Whether an object without a list of events is an event, and no document that has none.</summary>
    private static bool IsEvent(JsonTape tape)
    {
        if (tape.Find(0, EpcisField.EpcisBody) >= 0) return false;
        if (tape.Find(0, EpcisField.Type) is var type and > 0 && !tape.Text(type).EndsWith("Document"u8)) return true;
        throw new InvalidEpcisException([new EpcisProblem("", "An event with its type, or a document with its epcisBody, belongs here.")]);
    }

    private static void Load(JsonTape tape, ReadOnlyMemory<byte> json, string at)
    {
        var error = tape.Load(json, setEventsAside: false) ?? (tape[0].Kind == JsonKind.Object ? null : "An object belongs here.");
        if (error is not null) throw new InvalidEpcisException([new EpcisProblem(at, error)]);
    }
}
