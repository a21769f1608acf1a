namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Whether a node of an event passes.</summary>
internal delegate bool NodeTest(EventReading reading, int node);

/// <summary>One event as the conditions of a query see it.</summary>
internal sealed class EventReading
{
    private static readonly ContextPrefixes NoPrefixes = new(new JsonTape(), -1);

    /// <summary>The event; node 0 is its root.</summary>
    public JsonTape Tape { get; } = new();

    /// <summary>The prefixes in force at the event's root.</summary>
    public ContextPrefixes Prefixes { get; private set; } = NoPrefixes;

    /// <summary>When it was captured here.</summary>
    public DateTimeOffset RecordTime { get; private set; }

    /// <summary>The ID of an event that does not carry one.</summary>
    public string? DerivedId { get; private set; }

    private readonly Dictionary<MasterDataDemand, IReadOnlySet<string>> known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes in what master data say.</summary>
    public void Learn(MasterDataDemand demand, IReadOnlySet<string> identifiers) => known[demand] = identifiers;

    /// <summary>What master data say.</summary>
    public IReadOnlySet<string> Known(MasterDataDemand demand) => known[demand];

    /// <summary>Reads an event; false if it is no JSON object.</summary>
    public bool Load(ReadOnlyMemory<byte> json, ContextPrefixes? prefixes, DateTimeOffset recordTime, string? derivedId)
    {
        if (Tape.Load(json, setEventsAside: false) is not null || Tape[0].Kind != JsonKind.Object) return false;
        Prefixes = Inner(0, prefixes ?? NoPrefixes);
        (RecordTime, DerivedId) = (recordTime, derivedId);
        return true;
    }

    /// <summary>Whether any node at the path passes; arrays on the way stand for each of their elements.</summary>
    public bool Any(ReadOnlySpan<EpcisField> path, NodeTest test, int node = 0)
    {
        if (Tape[node].Kind == JsonKind.Array)
        {
            for (var child = node + 1; child < Tape[node].End; child = Tape[child].End)
                if (Any(path, test, child)) return true;
            return false;
        }
        if (path.IsEmpty) return test(this, node);
        var found = Tape.Find(node, path[0]);
        return found >= 0 && Any(path[1..], test, found);
    }

    /// <summary>The text of a member of an object; null where there is none or it is no string.</summary>
    public string? Text(int node, EpcisField field) =>
        Tape.Find(node, field) is >= 0 and var found && Tape[found].Kind == JsonKind.String ? Tape.String(found) : null;

    /// <summary>The URI that a compact one stands for; anything else unchanged.</summary>
    public string Expand(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.AsSpan(colon + 1).StartsWith("//")
            && Prefixes.TryFind(System.Text.Encoding.UTF8.GetBytes(text[..colon]), out var name)
            ? System.Text.Encoding.UTF8.GetString(name) + text[(colon + 1)..] : text;
    }

    /// <summary>The prefixes in force within an object, which may declare its own.</summary>
    public ContextPrefixes Inner(int node, ContextPrefixes prefixes)
    {
        for (var child = node + 1; child < Tape[node].End; child = Tape[child].End)
        {
            if (Tape[child].Field == EpcisField.Context) prefixes = prefixes.With(Tape, child);
            else if (Tape.Name(child).StartsWith("@xmlns:"u8)) prefixes = prefixes.With(Tape.Name(child)["@xmlns:".Length..], Tape.Text(child));
        }
        return prefixes;
    }
}
