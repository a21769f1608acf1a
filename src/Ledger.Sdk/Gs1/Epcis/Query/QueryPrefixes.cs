namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>Prefixes that a query declares, by the header GS1-Extensions or its own <c>@context</c>, and how they name fields.</summary>
internal sealed class QueryPrefixes(IReadOnlyDictionary<string, string> declared)
{
    public static QueryPrefixes None { get; } = new(new Dictionary<string, string>());

    /// <summary>The namespace of a prefix; null where the query does not declare it.</summary>
    public string? Find(string prefix) => declared.TryGetValue(prefix, out var name) ? name : prefix == "cbvmda" ? "urn:epcglobal:cbv:mda" : null;

    /// <summary>The URI that a compact one stands for; anything else unchanged.</summary>
    public string Expand(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.AsSpan(colon + 1).StartsWith("//") && Find(text[..colon]) is { } name ? name + text[(colon + 1)..] : text;
    }

    /// <summary>These and others, which win.</summary>
    public QueryPrefixes With(IReadOnlyDictionary<string, string> others) =>
        others.Count == 0 ? this : new(declared.Where(p => !others.ContainsKey(p.Key)).Concat(others).ToDictionary());
}

/// <summary>
/// The name of a field beyond the standard: <c>prefix:name</c>, <c>namespace#name</c> or the whole URI. A prefix that the query does not
/// declare stands for itself.
/// </summary>
internal sealed class FieldName
{
    private readonly byte[] raw;
    private readonly byte[]? space;
    private readonly byte[] local;

    private FieldName(string text, string? space, string local)
    {
        raw = System.Text.Encoding.UTF8.GetBytes(text);
        this.space = space is null ? null : [.. Trim(System.Text.Encoding.UTF8.GetBytes(space))];
        this.local = System.Text.Encoding.UTF8.GetBytes(local);
        Local = local;
    }

    /// <summary>The name without namespace.</summary>
    public string Local { get; }

    /// <summary>The name without namespace, of a name that has one.</summary>
    public static string LocalOf(string text) => text[(End(text, text.IndexOf(':', StringComparison.Ordinal)) + 1)..];

    /// <summary>Reads a name; null where it has no namespace, as every field beyond the standard has.</summary>
    public static FieldName? Parse(string text, QueryPrefixes prefixes)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1) return null;
        var end = End(text, colon);
        if (end == text.Length - 1) return null;
        return new FieldName(text, IsUri(text, colon) ? text[..end] : prefixes.Find(text[..colon]), text[(end + 1)..]);
    }

    /// <summary>One form for the notations of a name: namespace, <c>#</c>, name; unchanged where the prefix is not declared.</summary>
    public static string Normal(string text, QueryPrefixes prefixes)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var end = colon < 1 ? -1 : End(text, colon);
        var space = end < 0 ? null : IsUri(text, colon) ? text[..end] : prefixes.Find(text[..colon]);
        return space is null ? text : $"{space.TrimEnd('/', '#', ':')}#{text[(end + 1)..]}";
    }

    private static bool IsUri(string text, int colon) =>
        text.AsSpan(colon + 1).StartsWith("//") || text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);

    private static int End(string text, int colon) => IsUri(text, colon) ? text.LastIndexOfAny(['#', '/', ':']) : colon;

    /// <summary>Whether a member of an event has this name, under the prefixes in force there.</summary>
    public bool Names(ReadOnlySpan<byte> member, ContextPrefixes prefixes)
    {
        if (!member.EndsWith(local)) return false;
        var colon = member.IndexOf((byte)':');
        if (colon < 1) return false;
        if (member[(colon + 1)..].StartsWith("//"u8) || member.StartsWith("urn:"u8))
            return member.Length > local.Length && space is not null && Trim(member[..^local.Length]).SequenceEqual(space);
        if (member.Length - colon - 1 != local.Length) return false;
        if (space is null || !prefixes.TryFind(member[..colon], out var found)) return member.SequenceEqual(raw);
        return Trim(found).SequenceEqual(space);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> space) => space.TrimEnd("/#:"u8);
}
