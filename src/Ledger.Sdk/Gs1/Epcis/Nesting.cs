namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>How deep an event may be nested: what is taken in one form must be readable in both, in a document and in an answer.</summary>
internal static class Nesting
{
    /// <summary>Objects and arrays that may be open in a text in JSON.</summary>
    public const int OfText = 64;

    /// <summary>Those of an event, the event among them, and of what stands around the events: an answer puts an event into five more, and where contexts
    /// differ, its context into the event.</summary>
    public const int OfEvent = 58;

    /// <summary>Elements of an event in XML. As XML an event has up to three more than objects and arrays in JSON: the list of its sensor elements, an
    /// extension point, and what holds the text.</summary>
    public const int OfElements = OfText;

    /// <summary>Reports the first object or array that is nested too deep.</summary>
    public static void Check(SchemaReport report)
    {
        if (report.Tape.Depth > OfEvent) report.Add(Find(report.Tape, 0, 1), $"What stands here is nested more than {OfEvent} deep: an answer could not hold it in JSON and in XML.");
    }

    private static int Find(JsonTape tape, int node, int depth)
    {
        if (tape[node].Kind is not (JsonKind.Object or JsonKind.Array)) return -1;
        if (depth > OfEvent) return node;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (Find(tape, child, depth + 1) is >= 0 and var found) return found;
        return -1;
    }
}
