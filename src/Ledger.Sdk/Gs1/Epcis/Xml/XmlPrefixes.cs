using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>One prefix for each namespace: those declared around the events, and for an event those that only it uses.</summary>
internal sealed class XmlPrefixes
{
    /// <summary>GS1's own context document names it for everyone.</summary>
    private const string MasterDataAttributes = "urn:epcglobal:cbv:mda";

    private static readonly HashSet<string> NotExtensions = ["", "http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace",
        "http://www.w3.org/2001/XMLSchema-instance", JsonMembers.Namespace];

    private static readonly HashSet<string> NotDeclared = [.. NotExtensions, MasterDataAttributes, "http://www.w3.org/2001/XMLSchema",
        "urn:epcglobal:xsd:1", "urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2", "urn:epcglobal:epcis-query:xsd:1",
        "urn:epcglobal:epcis-query:xsd:2", "urn:epcglobal:epcis-masterdata:xsd:1", "urn:epcglobal:epcis-masterdata:xsd:2",
        "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"];

    private static readonly XName Comment = XName.Get("comment", "http://www.w3.org/2000/01/rdf-schema#");

    /// <summary>Whether a namespace is no extension's: elements in it are the standard's, or are left out.</summary>
    public static bool IsReserved(string name) => name != MasterDataAttributes && NotDeclared.Contains(name);

    private readonly XmlPrefixes? outer;
    private readonly Dictionary<string, string> own = [];

    /// <summary>The prefixes of a document.</summary>
    public XmlPrefixes(IEnumerable<KeyValuePair<string, string>> declared)
    {
        foreach (var (prefix, name) in declared)
            if (!NotDeclared.Contains(name)) Add(prefix, name);
    }

    private XmlPrefixes(XmlPrefixes outer) => this.outer = outer;

    /// <summary>These and those of namespaces that only occur within the element; the same object where there are none.</summary>
    public XmlPrefixes Within(XElement element)
    {
        XmlPrefixes? inner = null;
        foreach (var used in element.DescendantsAndSelf())
        {
            inner = Include(used.Name, used, inner);
            foreach (var attribute in used.Attributes()) inner = Include(attribute.Name, used, inner);
        }
        return inner ?? this;
    }

    /// <summary>The context document of GS1 and these prefixes.</summary>
    public void WriteContext(Utf8JsonWriter json)
    {
        json.WriteStartArray("@context");
        json.WriteStringValue("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
        if (own.Count > 0) WritePrefixes(json);
        json.WriteEndArray();
    }

    /// <summary>The prefixes that the document has not declared, for an event inside it.</summary>
    public void WriteInnerContext(Utf8JsonWriter json)
    {
        if (outer is null) return;
        json.WriteStartArray("@context");
        WritePrefixes(json);
        json.WriteEndArray();
    }

    /// <summary>The member name; null for what XML itself or a schema needs, and for comments.</summary>
    public string? NameOf(XName name) =>
        name.NamespaceName.Length == 0 ? name.LocalName == "xmlns" ? null : name.LocalName
        : NotExtensions.Contains(name.NamespaceName) || name == Comment ? null
        : $"{Find(name.NamespaceName)}:{name.LocalName}";

    private XmlPrefixes? Include(XName name, XElement at, XmlPrefixes? inner)
    {
        var space = name.NamespaceName;
        if (NotExtensions.Contains(space) || name == Comment || (inner ?? this).Find(space) is not null) return inner;
        inner ??= new XmlPrefixes(this);
        inner.Add(at.GetPrefixOfNamespace(space) ?? "ns", space);
        return inner;
    }

    private string? Find(string name) => name == MasterDataAttributes ? "cbvmda"
        : own.TryGetValue(name, out var prefix) ? prefix : outer?.Find(name);

    /// <summary>A prefix becomes the scheme of a URI in JSON, and must not hide one of GS1's own.</summary>
    private void Add(string prefix, string name)
    {
        if (own.ContainsKey(name)) return;
        if (!SchemaValues.IsUri(Encoding.UTF8.GetBytes(prefix + ":a"))) prefix = "ns";
        var free = prefix;
        for (var i = 1; IsTaken(free); i++) free = $"{prefix}{i}";
        own.Add(name, free);
    }

    private bool IsTaken(string prefix) => prefix is "gs1" or "cbv" or "cbvmda" or "epcis" or "rdfs" or "xsi" or "owl" or "xsd" or "dcterms" or "urn" or "http" or "https"
        || EpcisFields.Find(Encoding.UTF8.GetBytes(prefix)) != EpcisField.None || own.ContainsValue(prefix)
        || (outer is not null && outer.IsTaken(prefix));

    private void WritePrefixes(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, prefix) in own) json.WriteString(prefix, name);
        json.WriteEndObject();
    }
}
