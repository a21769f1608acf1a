using System.Text.Json;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>One prefix for each namespace of a document, wherever XML declared it.</summary>
internal sealed class XmlPrefixes
{
    private static readonly string[] NotExtensions = ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace",
        "http://www.w3.org/2001/XMLSchema-instance"];

    private readonly Dictionary<string, string> byNamespace = [];

    public XmlPrefixes(XElement root)
    {
        var taken = new HashSet<string> { "gs1", "cbv", "epcis", "rdfs" };
        var declared = root.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration && a.Name.LocalName != "xmlns")
            .Select(a => (Prefix: a.Name.LocalName, Namespace: a.Value));
        var used = root.DescendantsAndSelf().Select(e => e.Name).Concat(root.DescendantsAndSelf().Attributes().Select(a => a.Name))
            .Select(n => n.NamespaceName).Where(n => n.Length > 0).Distinct().Select(n => (Prefix: "ns", Namespace: n));
        foreach (var (prefix, name) in declared.Concat(used))
        {
            if (byNamespace.ContainsKey(name) || NotExtensions.Contains(name)) continue;
            var free = prefix;
            for (var i = 1; !taken.Add(free); i++) free = $"{prefix}{i}";
            byNamespace.Add(name, free);
        }
    }

    /// <summary>The context document of GS1 and these prefixes.</summary>
    public void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
        json.WriteStartObject();
        foreach (var (name, prefix) in byNamespace) json.WriteString(prefix, name);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The member name; null for what XML itself or a schema needs, and for comments.</summary>
    public string? NameOf(XName name) =>
        name.NamespaceName.Length == 0 ? name.LocalName == "xmlns" ? null : name.LocalName
        : NotExtensions.Contains(name.NamespaceName) ? null
        : name == XName.Get("comment", "http://www.w3.org/2000/01/rdf-schema#") ? null
        : $"{byNamespace[name.NamespaceName]}:{name.LocalName}";
}
