using System.Text;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>The <c>@context</c> of a document: what the prefixes of its events stand for.</summary>
public sealed class EventContext
{
    private EventContext(string json, ContextPrefixes prefixes) => (Json, Prefixes) = (json, prefixes);

    /// <summary>The context as JSON text.</summary>
    public string Json { get; }

    internal ContextPrefixes Prefixes { get; }

    /// <summary>Reads the JSON text of a context: a string, an object or an array of them.</summary>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static EventContext Parse(string json)
    {
        var tape = new JsonTape();
        return tape.Load(Encoding.UTF8.GetBytes(json), setEventsAside: false) is { } error ? throw new FormatException(error)
            : new EventContext(json, new ContextPrefixes(tape, 0));
    }
}
