using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>The namespaces of prefixed names in JSON, and the prefixes they get in XML.</summary>
internal sealed class JsonNamespaces
{
    private const string Rdfs = "http://www.w3.org/2000/01/rdf-schema#";

    /// <summary>What has a namespace in every event hash.</summary>
    public static readonly JsonNamespaces Standard = new(null)
    {
        known =
        {
            ["cbvmda"] = "urn:epcglobal:cbv:mda",
        },
    };

    private readonly JsonNamespaces? outer;
    private readonly Dictionary<string, string> known = [];

    private JsonNamespaces(JsonNamespaces? outer) => this.outer = outer;

    /// <summary>Prefixes that XML can declare, with their namespaces.</summary>
    public IEnumerable<KeyValuePair<string, string>> Declared => known.Where(p => IsPrefix(p.Key) && !XmlPrefixes.IsReserved(p.Value));

    /// <summary>These and those that a document or an event declares in its context.</summary>
    public JsonNamespaces WithContext(JsonElement element)
    {
        JsonNamespaces? inner = null;
        if (element.TryGetProperty("@context", out var context)) Add(context, ref inner);
        return (inner ?? this).With(element);
    }

    /// <summary>These and those that an object declares by <c>@xmlns:p</c>; the same object where there are none.</summary>
    public JsonNamespaces With(JsonElement element)
    {
        JsonNamespaces? inner = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.StartsWith("@xmlns:", StringComparison.Ordinal) && member.Value.ValueKind == JsonValueKind.String)
                Add(member.Name["@xmlns:".Length..], member.Value.GetString()!, ref inner);
        }
        return inner ?? this;
    }

    /// <summary>Whether an element can have this name and be read as the same again.</summary>
    public bool HasElement(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return IsName(name) && name is not ("extension" or "baseExtension" or "xmlns");
        var (_, space, local) = Resolve(name);
        return space.Length > 0 && IsName(local) && !XmlPrefixes.IsReserved(space) && (space == Rdfs && local == "comment") == (name == "rdfs:comment");
    }

    /// <summary>The XML name of a member: prefix, namespace and local name; empty prefix and namespace where the name has none.</summary>
    public (string Prefix, string Namespace, string Local) Resolve(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return ("", "", name);
        var prefix = name[..colon];
        var space = Find(prefix) ?? (name == "rdfs:comment" ? Rdfs : "");
        return (IsPrefix(prefix) ? prefix : "ns", space, name[(colon + 1)..]);
    }

    /// <summary>The namespace of a prefix; null if not declared.</summary>
    public string? Find(string prefix) => known.TryGetValue(prefix, out var space) ? space : outer?.Find(prefix);

    private void Add(JsonElement context, ref JsonNamespaces? inner)
    {
        if (context.ValueKind == JsonValueKind.Array)
            foreach (var item in context.EnumerateArray()) Add(item, ref inner);
        if (context.ValueKind != JsonValueKind.Object) return;
        foreach (var term in context.EnumerateObject())
        {
            var value = term.Value.ValueKind == JsonValueKind.Object && term.Value.TryGetProperty("@id", out var id) ? id : term.Value;
            if (value.ValueKind == JsonValueKind.String) Add(term.Name, value.GetString()!, ref inner);
        }
    }

    private void Add(string prefix, string space, ref JsonNamespaces? inner)
    {
        inner ??= new JsonNamespaces(this);
        inner.known[prefix] = XmlText.Clean(space);
    }

    private static bool IsPrefix(string text) => IsName(text) && !text.StartsWith("xml", StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string text) => text.Length > 0 && XmlConvert.IsStartNCNameChar(text[0]) && text.All(XmlConvert.IsNCNameChar);
}
