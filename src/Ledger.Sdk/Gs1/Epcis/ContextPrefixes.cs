using System.Text;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>The prefixes that a JSON-LD context declares: prefix to namespace. An event may add its own to those of the document.</summary>
internal sealed class ContextPrefixes
{
    private readonly List<(byte[] Prefix, byte[] Namespace)> declared;

    public ContextPrefixes(JsonTape tape, int context)
    {
        // These stand in GS1's own context document, which names them for everyone.
        declared = [("cbvmda"u8.ToArray(), "urn:epcglobal:cbv:mda"u8.ToArray())];
        Add(tape, context);
    }

    private ContextPrefixes(ContextPrefixes outer) => declared = [.. outer.declared];

    /// <summary>These prefixes and those of an inner context; the same object where there is none.</summary>
    public ContextPrefixes With(JsonTape tape, int context)
    {
        if (context < 0) return this;
        var inner = new ContextPrefixes(this);
        inner.Add(tape, context);
        return inner;
    }

    /// <summary>These prefixes and one declared by a member <c>@xmlns:p</c>.</summary>
    public ContextPrefixes With(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        var inner = new ContextPrefixes(this);
        inner.declared.Add((prefix.ToArray(), name.ToArray()));
        return inner;
    }

    /// <summary>The namespace of a prefix, the innermost first; false if not declared.</summary>
    public bool TryFind(ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> name)
    {
        name = default;
        for (var i = declared.Count - 1; i >= 0; i--)
            if (prefix.SequenceEqual(declared[i].Prefix))
            {
                name = declared[i].Namespace;
                return true;
            }
        return false;
    }

    private void Add(JsonTape tape, int context)
    {
        if (context < 0) return;
        if (tape[context].Kind == JsonKind.Array)
            for (var item = context + 1; item < tape[context].End; item = tape[item].End) Add(tape, item);
        if (tape[context].Kind != JsonKind.Object) return;
        for (var term = context + 1; term < tape[context].End; term = tape[term].End)
        {
            if (tape[term].Kind == JsonKind.String) declared.Add((tape.Name(term).ToArray(), tape.Text(term).ToArray()));
            else if (tape[term].Kind == JsonKind.Object) AddId(tape, term);
        }
    }

    /// <summary>An expanded term definition: <c>"ex": {"@id": "https://…", "@prefix": true}</c>.</summary>
    private void AddId(JsonTape tape, int term)
    {
        for (var member = term + 1; member < tape[term].End; member = tape[member].End)
            if (tape.Name(member).SequenceEqual("@id"u8)) declared.Add((tape.Name(term).ToArray(), tape.Text(member).ToArray()));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(' ', declared.Select(d => $"{Encoding.UTF8.GetString(d.Prefix)}={Encoding.UTF8.GetString(d.Namespace)}"));
}
