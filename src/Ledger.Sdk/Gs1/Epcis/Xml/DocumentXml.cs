using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes what stands around the events: EPCIS 2.0 section 9.5.</summary>
internal sealed class DocumentXml(XmlWriter xml, JsonElement root)
{
    private const string Sbdh = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader";

    private readonly JsonNamespaces names = JsonNamespaces.Standard.WithContext(root);

    public void WriteDocument(string space)
    {
        Start("epcis", "EPCISDocument", space);
        WriteHeader();
        xml.WriteStartElement("EPCISBody");
        if (root.TryGetProperty("epcisBody", out var body)) WriteEvents(body);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    public void WriteQuery(string space)
    {
        Start("epcisq", "EPCISQueryDocument", space);
        var results = Member(Member(root, "epcisBody"), "queryResults");
        xml.WriteStartElement("EPCISBody");
        xml.WriteStartElement("QueryResults", space);
        xml.WriteElementString("queryName", XmlText.Clean(EpcisXmlWriter.Text(results, "queryName") ?? "SimpleEventQuery"));
        if (EpcisXmlWriter.Text(results, "subscriptionID") is { } subscription) xml.WriteElementString("subscriptionID", XmlText.Clean(subscription));
        xml.WriteStartElement("resultsBody");
        var body = Member(results, "resultsBody");
        if (Member(body, "vocabularyList") is { ValueKind: JsonValueKind.Array } list && Member(body, "eventList") is not { ValueKind: JsonValueKind.Array })
            new VocabularyXml(xml, names).Write(list);
        else WriteEvents(body);
        for (var i = 0; i < 4; i++) xml.WriteEndElement();
    }

    public void WriteEvent(string space)
    {
        Start("epcis", "EPCISDocument", space);
        xml.WriteStartElement("EPCISBody");
        xml.WriteStartElement("EventList");
        new EventXml(xml, names).Write(root);
        for (var i = 0; i < 3; i++) xml.WriteEndElement();
    }

    private void Start(string prefix, string name, string space)
    {
        xml.WriteStartElement(prefix, name, space);
        foreach (var (declared, value) in names.Declared)
            if (declared != prefix) xml.WriteAttributeString("xmlns", declared, null, value);
        var version = EpcisXmlWriter.Text(root, "schemaVersion");
        xml.WriteAttributeString("schemaVersion", ExactDecimal.TryParse(version, out _) ? version : "2.0");
        xml.WriteAttributeString("creationDate", CreationDate);
    }

    private string CreationDate => XmlText.Time(EpcisXmlWriter.Text(root, "creationDate")
        ?? TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    private void WriteEvents(JsonElement body)
    {
        xml.WriteStartElement("EventList");
        if (Member(body, "eventList") is { ValueKind: JsonValueKind.Array } list)
        {
            var writer = new EventXml(xml, names);
            foreach (var item in list.EnumerateArray()) writer.Write(item);
        }
        xml.WriteEndElement();
    }

    private void WriteHeader()
    {
        var (sender, receiver) = (EpcisXmlWriter.Text(root, "sender"), EpcisXmlWriter.Text(root, "receiver"));
        var isBusiness = sender is not null && receiver is not null;
        var list = Member(Member(Member(root, "epcisHeader"), "epcisMasterData"), "vocabularyList");
        if (!isBusiness && list.ValueKind != JsonValueKind.Array) return;
        xml.WriteStartElement("EPCISHeader");
        if (isBusiness) WriteBusinessHeader(sender!, receiver!);
        if (list.ValueKind == JsonValueKind.Array)
        {
            xml.WriteStartElement("extension");
            xml.WriteStartElement("EPCISMasterData");
            new VocabularyXml(xml, names).Write(list);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>The fixed texts are those of EPCIS 2.0 section 9.2.</summary>
    private void WriteBusinessHeader(string sender, string receiver)
    {
        xml.WriteStartElement("sbdh", "StandardBusinessDocumentHeader", Sbdh);
        xml.WriteElementString("HeaderVersion", Sbdh, "1.0");
        foreach (var (name, party) in new[] { ("Sender", sender), ("Receiver", receiver) })
        {
            xml.WriteStartElement(name, Sbdh);
            xml.WriteElementString("Identifier", Sbdh, XmlText.Clean(party));
            xml.WriteEndElement();
        }
        xml.WriteStartElement("DocumentIdentification", Sbdh);
        foreach (var (name, text) in new[]
        {
            ("Standard", "EPCglobal"), ("TypeVersion", "1.0"), ("InstanceIdentifier", EpcisXmlWriter.Text(root, "instanceIdentifier") ?? ""),
            ("Type", "Events"), ("CreationDateAndTime", CreationDate),
        })
            xml.WriteElementString(name, Sbdh, XmlText.Clean(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var found) ? found : default;
}
