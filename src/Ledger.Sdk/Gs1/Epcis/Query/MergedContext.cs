using System.Text;
using System.Text.Json;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>One context for events of many documents; where two give a term two meanings, or one none, the later event keeps its own.</summary>
internal sealed class MergedContext
{
    /// <summary>The namespace of what this repository says of events itself.</summary>
    public const string Own = "urn:ledger:epcis:";

    private readonly List<string> documents = [];
    private readonly Dictionary<string, string> terms = new(StringComparer.Ordinal);

    public MergedContext(IReadOnlyList<AnsweredEvent> events)
    {
        foreach (var context in events.Select(e => e.Context).Distinct())
        {
            foreach (var document in context.Documents)
                if (!documents.Contains(document)) documents.Add(document);
            foreach (var (name, json) in context.TermDefinitions)
                if (!terms.ContainsKey(name) && !events.Any(e => IsOtherwise(name, e))) terms.Add(name, json);
        }
        if (events.Any(e => e.Withheld.Count > 0)) terms.TryAdd("ledger", $"\"{Own}\"");
    }

    /// <summary>The context as JSON.</summary>
    public string Json => $"[\"{EventContext.Standard}\"{string.Concat(documents.Select(d => "," + d))}{(terms.Count > 0 ? "," + Object(terms) : "")}]";

    /// <summary>The terms of an event's document to which the merged context gives another meaning, as JSON object; null if there are none.</summary>
    public string? Differing(EventContext context)
    {
        Dictionary<string, string>? differing = null;
        foreach (var (name, json) in context.TermDefinitions)
            if (terms.GetValueOrDefault(name) != json) (differing ??= [])[name] = json;
        return differing is null ? null : Object(differing);
    }

    /// <summary>Whether an event seems to use a prefix that its own document does not declare: it must stay without a namespace.</summary>
    private static bool IsOtherwise(string prefix, AnsweredEvent one) =>
        !one.Context.TermDefinitions.Any(term => term.Name == prefix) && one.Json.Span.IndexOf(Encoding.UTF8.GetBytes($"\"{prefix}:")) >= 0;

    private static string Object(Dictionary<string, string> members)
    {
        var text = new StringBuilder("{");
        foreach (var (name, json) in members) text.Append(text.Length > 1 ? "," : "").Append(JsonSerializer.Serialize(name)).Append(':').Append(json);
        return text.Append('}').ToString();
    }
}
