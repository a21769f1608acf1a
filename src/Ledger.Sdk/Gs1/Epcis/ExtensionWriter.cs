namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Writes members beyond the standard into the pre-hash string: <c>{namespace}name=value</c>, nested, siblings sorted.</summary>
internal readonly struct ExtensionWriter(JsonTape tape, PrehashBuffer buffer)
{
    /// <summary>Writes all extension members of an object; false if there are none.</summary>
    public bool Members(int node, ContextPrefixes prefixes)
    {
        var start = buffer.Length;
        var first = buffer.Marks;
        prefixes = Inner(node, prefixes);
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape[child].Field == EpcisField.None && !IsLeftOut(tape.Name(child))) Repeated(child, prefixes);
        buffer.Sort(first);
        return buffer.Length > start;
    }

    /// <summary>An array is its name repeated.</summary>
    private void Repeated(int node, ContextPrefixes prefixes)
    {
        var name = tape.Name(node);
        if (tape[node].Kind == JsonKind.Array)
            for (var item = node + 1; item < tape[node].End; item = tape[item].End) Member(name, item, prefixes);
        else Member(name, node, prefixes);
    }

    private void Member(ReadOnlySpan<byte> name, int node, ContextPrefixes prefixes)
    {
        buffer.Mark();
        var start = buffer.Length;
        var inner = tape[node].Kind == JsonKind.Object ? Inner(node, prefixes) : prefixes;
        Name(name, inner);
        var named = buffer.Length;
        if (tape[node].Kind == JsonKind.Object) Content(node, inner);
        else Value(node);
        if (buffer.Length == named) buffer.Truncate(start);
    }

    private void Content(int node, ContextPrefixes prefixes)
    {
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape.Name(child).SequenceEqual("#text"u8)) Value(child);
        var first = buffer.Marks;
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (!IsLeftOut(tape.Name(child)) && !tape.Name(child).SequenceEqual("#text"u8)) Repeated(child, prefixes);
        buffer.Sort(first);
    }

    private void Value(int node)
    {
        var start = buffer.Length;
        buffer.Append((byte)'=');
        if (!ValueNormaliser.TryAppend(EpcisField.None, EpcisField.None, tape[node].Kind, tape.Text(node), buffer)) buffer.Truncate(start);
    }

    private void Name(ReadOnlySpan<byte> name, ContextPrefixes prefixes)
    {
        var colon = name.IndexOf((byte)':');
        if (colon > 0 && prefixes.TryFind(name[..colon], out var found))
        {
            buffer.Append((byte)'{');
            buffer.Append(found);
            buffer.Append((byte)'}');
            name = name[(colon + 1)..];
        }
        buffer.Append(name);
    }

    private ContextPrefixes Inner(int node, ContextPrefixes prefixes)
    {
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape.Name(child).StartsWith("@xmlns:"u8)) prefixes = prefixes.With(tape.Name(child)["@xmlns:".Length..], tape.Text(child));
        return prefixes;
    }

    private static bool IsLeftOut(ReadOnlySpan<byte> name) => name.StartsWith("@xmlns"u8) || name.SequenceEqual("@context"u8)
        || name.SequenceEqual("rdfs:comment"u8) || name.SequenceEqual("comment"u8) || name.SequenceEqual("xsi:type"u8);
}
