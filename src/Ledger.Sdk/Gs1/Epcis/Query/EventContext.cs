using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The <c>@context</c> of a document: what the prefixes of its events stand for.</summary>
public sealed class EventContext
{
    /// <summary>GS1's own context document, under its permanent address.</summary>
    internal const string Standard = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    private readonly List<string> documents = [];
    private readonly List<(string Name, string Json)> terms = [];

    private EventContext(JsonTape tape)
    {
        Prefixes = new ContextPrefixes(tape, 0);
        Read(tape, 0);
    }

    /// <summary>A context that declares nothing of its own.</summary>
    public static EventContext Empty { get; } = Parse($"\"{Standard}\"");

    /// <summary>The addresses of context documents, without those of GS1's own.</summary>
    internal IReadOnlyList<string> Documents => documents;

    /// <summary>The terms and what they stand for, as JSON.</summary>
    internal IReadOnlyList<(string Name, string Json)> TermDefinitions => terms;

    internal ContextPrefixes Prefixes { get; }

    /// <summary>Reads the JSON text of a context: a string, an object or an array of them.</summary>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static EventContext Parse(string json)
    {
        var tape = new JsonTape();
        return tape.Load(Encoding.UTF8.GetBytes(json), setEventsAside: false) is { } error ? throw new FormatException(error) : new EventContext(tape);
    }

    private void Read(JsonTape tape, int node)
    {
        if (tape[node].Kind == JsonKind.String && !tape.Text(node).EndsWith("/epcis-context.jsonld"u8)) documents.Add(tape.Json(node));
        if (tape[node].Kind is not (JsonKind.Array or JsonKind.Object)) return;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape[node].Kind == JsonKind.Array) Read(tape, child);
            else terms.Add((Encoding.UTF8.GetString(tape.Name(child)), tape.Json(child)));
    }
}
