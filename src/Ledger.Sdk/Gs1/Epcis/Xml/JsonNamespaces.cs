using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>The namespaces of prefixed names in JSON, and the prefixes they get in XML.</summary>
internal sealed class JsonNamespaces
{
    /// <summary>What GS1's own context document names for everyone.</summary>
    public static readonly JsonNamespaces Standard = new(null)
    {
        known =
        {
            ["cbvmda"] = "urn:epcglobal:cbv:mda",
            ["gs1"] = "https://ref.gs1.org/voc/",
            ["cbv"] = "https://ref.gs1.org/cbv/",
            ["epcis"] = "https://ref.gs1.org/epcis/",
            ["rdfs"] = "http://www.w3.org/2000/01/rdf-schema#",
        },
    };

    private readonly JsonNamespaces? outer;
    private readonly Dictionary<string, string> known = [];

    private JsonNamespaces(JsonNamespaces? outer) => this.outer = outer;

    /// <summary>Prefixes that XML can declare, with their namespaces.</summary>
    public IEnumerable<KeyValuePair<string, string>> Declared => known.Where(p => IsPrefix(p.Key));

    /// <summary>These and those that an object declares in its context or by <c>@xmlns:p</c>; the same object where there are none.</summary>
    public JsonNamespaces With(JsonElement element)
    {
        JsonNamespaces? inner = null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.NameEquals("@context")) Add(member.Value, ref inner);
            else if (member.Name.StartsWith("@xmlns:", StringComparison.Ordinal) && member.Value.ValueKind == JsonValueKind.String)
                Add(member.Name["@xmlns:".Length..], member.Value.GetString()!, ref inner);
        }
        return inner ?? this;
    }

    /// <summary>The XML name of a member: prefix, namespace and local name; empty prefix and namespace where the name has none.</summary>
    public (string Prefix, string Namespace, string Local) Resolve(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return ("", "", Encoded(name));
        var prefix = name[..colon];
        if (Find(prefix) is { } space) return (IsPrefix(prefix) ? prefix : "ns", space, Encoded(name[(colon + 1)..]));
        // A whole URI: what stands behind its last divider is the name.
        var split = Math.Max(colon, Math.Max(name.LastIndexOf('/'), name.LastIndexOf('#'))) + 1;
        return ("ns", name[..split], Encoded(name[split..]));
    }

    private string? Find(string prefix) => known.TryGetValue(prefix, out var space) ? space : outer?.Find(prefix);

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
        if (space.Length == 0 || prefix.StartsWith('@')) return;
        inner ??= new JsonNamespaces(this);
        inner.known[prefix] = XmlText.Clean(space);
    }

    private static bool IsPrefix(string text)
    {
        if (text.Length == 0 || text.StartsWith("xml", StringComparison.OrdinalIgnoreCase) || !XmlConvert.IsStartNCNameChar(text[0])) return false;
        return text.All(XmlConvert.IsNCNameChar);
    }

    private static string Encoded(string local) => local is "" or "xmlns" ? "_" + local : XmlConvert.EncodeLocalName(XmlText.Clean(local));
}
