using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>What stands before the events of a document in XML: attributes of the root, header, master data. Reads up to the events.</summary>
internal sealed class XmlHead
{
    private static readonly XNamespace Sbdh = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";

    private readonly string root;
    private readonly Dictionary<string, string> texts = [];
    private readonly Dictionary<string, string> declared = [];
    private XElement? header;
    private XElement? vocabularies;

    /// <exception cref="InvalidEpcisException">The root is an answer about a capture, not a document of events.</exception>
    public XmlHead(XmlInput input)
    {
        root = input.Root;
        var reader = input.Reader;
        if (root is "EPCISCaptureJob" or "EPCISException")
            throw new InvalidEpcisException([new EpcisProblem("", $"'{root}' is an answer of a repository, not a document of events.")
            {
                Line = input.Place.Line,
                Position = input.Place.Position,
            }]);
        Declare(reader);
        if (IsBareEvent)
        {
            Prefixes = new XmlPrefixes(declared);
            return;
        }
        texts["schemaVersion"] = reader.GetAttribute("schemaVersion") ?? "2.0";
        if (reader.GetAttribute("creationDate") is { } created) texts["creationDate"] = created.Trim();
        Read(input);
        Prefixes = new XmlPrefixes(declared);
        foreach (var part in new[] { header, vocabularies }) if (part is not null) Prefixes = Merge(part);
    }

    /// <summary>Whether an event stands alone, without a document around it.</summary>
    public bool IsBareEvent => root.EndsWith("Event", StringComparison.Ordinal);

    public XmlPrefixes Prefixes { get; private set; }

    /// <summary>How deep the list of events lies, at whose start the reader stands; negative where there is none.</summary>
    public int ListDepth { get; private set; } = -1;

    /// <summary>Where in what was written the events belong.</summary>
    public int EventsAt { get; private set; }

    private bool IsQuery => root == "EPCISQueryDocument";

    /// <summary>The document with an empty list of events.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Prefixes.WriteContext(json);
        json.WriteString("type", IsQuery ? root : "EPCISDocument");
        foreach (var (name, text) in texts)
            if (name is not ("queryName" or "subscriptionID")) json.WriteString(name, text);
        if (!IsQuery && vocabularies is not null)
        {
            json.WriteStartObject("epcisHeader");
            json.WriteStartObject("epcisMasterData");
            new VocabularyJson(json, Prefixes).Write(vocabularies);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteStartObject("epcisBody");
        if (IsQuery) WriteResults(json);
        else WriteNoEvents(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteResults(Utf8JsonWriter json)
    {
        json.WriteStartObject("queryResults");
        foreach (var name in new[] { "queryName", "subscriptionID" })
            if (texts.TryGetValue(name, out var text)) json.WriteString(name, text);
        json.WriteStartObject("resultsBody");
        WriteNoEvents(json);
        if (vocabularies is not null) new VocabularyJson(json, Prefixes).Write(vocabularies);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteNoEvents(Utf8JsonWriter json)
    {
        json.WriteStartArray("eventList");
        EventsAt = (int)(json.BytesCommitted + json.BytesPending);
        json.WriteEndArray();
    }

    private void Read(XmlInput input)
    {
        var reader = input.Reader;
        var path = new string[5];
        while (input.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth >= path.Length) continue;
            path[reader.Depth] = reader.LocalName;
            switch (string.Join('/', path.Skip(1).Take(reader.Depth)))
            {
                case "EPCISBody/EventList" or "EPCISBody/QueryResults/resultsBody/EventList":
                    ListDepth = reader.Depth;
                    Declare(reader);
                    return;
                case "EPCISHeader":
                    header = XmlSubtree.Load(input);
                    TakeHeader(header);
                    break;
                case "EPCISBody/VocabularyList" or "EPCISBody/QueryResults/resultsBody/VocabularyList":
                    vocabularies = XmlSubtree.Load(input);
                    break;
                case "EPCISBody/QueryResults/queryName" or "EPCISBody/QueryResults/subscriptionID":
                    texts[reader.LocalName] = XmlSubtree.Load(input).Value.Trim();
                    break;
            }
        }
    }

    /// <summary>JSON has no Standard Business Document Header, but members for what most use of it: EPCIS 2.0 section 10.2.</summary>
    private void TakeHeader(XElement element)
    {
        var business = element.Element(Sbdh + "StandardBusinessDocumentHeader");
        var identification = business?.Element(Sbdh + "DocumentIdentification");
        foreach (var (name, found) in new[]
        {
            ("instanceIdentifier", identification?.Element(Sbdh + "InstanceIdentifier")),
            ("sender", business?.Element(Sbdh + "Sender")?.Element(Sbdh + "Identifier")),
            ("receiver", business?.Element(Sbdh + "Receiver")?.Element(Sbdh + "Identifier")),
        })
            if (found?.Value.Trim() is { Length: > 0 } text) texts[name] = text;
        vocabularies = element.Element("extension")?.Element("EPCISMasterData")?.Element("VocabularyList");
    }

    private void Declare(XmlReader reader)
    {
        foreach (var (prefix, name) in ((IXmlNamespaceResolver)reader).GetNamespacesInScope(XmlNamespaceScope.ExcludeXml))
            declared[prefix] = name;
    }

    /// <summary>The header has no context of its own in JSON.</summary>
    private XmlPrefixes Merge(XElement part)
    {
        foreach (var declaration in part.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration))
            declared.TryAdd(declaration.Name.LocalName, declaration.Value);
        return new XmlPrefixes(declared.Concat(part.DescendantsAndSelf().Select(e => KeyValuePair.Create("ns", e.Name.NamespaceName))));
    }
}
