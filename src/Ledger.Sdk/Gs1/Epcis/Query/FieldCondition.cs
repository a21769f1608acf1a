namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>A field beyond the standard, in the event or one of its parts, or nested anywhere within such fields.</summary>
internal sealed class FieldCondition(EpcisField[] part, FieldName name, bool isInner, NodeTest test) : Condition
{
    public override bool Holds(EventReading reading) => reading.Any(part, (_, node) => Object(reading, node, reading.Prefixes, !isInner));

    /// <summary>Whether a member fits; <paramref name="counts"/> tells whether this level is asked for.</summary>
    private bool Object(EventReading reading, int node, ContextPrefixes prefixes, bool counts)
    {
        var tape = reading.Tape;
        if (tape[node].Kind != JsonKind.Object) return false;
        if (node > 0) prefixes = reading.Inner(node, prefixes);
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
        {
            if (counts && IsNamed(reading, child, prefixes) && Value(reading, child)) return true;
            var isField = tape[child].Kind is JsonKind.Object or JsonKind.Array && (counts == isInner || tape.Name(child).Contains((byte)':'));
            if (isInner && isField && Nested(reading, child, prefixes)) return true;
        }
        return false;
    }

    /// <summary>An element may declare the prefix of its own name.</summary>
    private bool IsNamed(EventReading reading, int node, ContextPrefixes prefixes) =>
        name.Names(reading.Tape.Name(node), reading.Tape[node].Kind == JsonKind.Object ? reading.Inner(node, prefixes) : prefixes);

    private bool Nested(EventReading reading, int node, ContextPrefixes prefixes)
    {
        if (reading.Tape[node].Kind == JsonKind.Object) return Object(reading, node, prefixes, true);
        for (var item = node + 1; item < reading.Tape[node].End; item = reading.Tape[item].End)
            if (reading.Tape[item].Kind is JsonKind.Object or JsonKind.Array && Nested(reading, item, prefixes)) return true;
        return false;
    }

    private bool Value(EventReading reading, int node)
    {
        if (reading.Tape[node].Kind != JsonKind.Array) return test(reading, node);
        for (var item = node + 1; item < reading.Tape[node].End; item = reading.Tape[item].End)
            if (Value(reading, item)) return true;
        return false;
    }
}
