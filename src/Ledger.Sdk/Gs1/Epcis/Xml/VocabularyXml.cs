using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes master data in XML: EPCIS 2.0 section 9.4.</summary>
internal sealed class VocabularyXml(XmlWriter xml, JsonNamespaces names)
{
    private readonly ExtensionXml extensions = new(xml);

    public void Write(JsonElement list)
    {
        xml.WriteStartElement("VocabularyList");
        foreach (var vocabulary in Objects(list))
        {
            xml.WriteStartElement("Vocabulary");
            xml.WriteAttributeString("type", XmlText.Clean(EpcisXmlWriter.Text(vocabulary, "type") ?? ""));
            if (vocabulary.TryGetProperty("vocabularyElementList", out var elements) && Objects(elements).Any())
            {
                xml.WriteStartElement("VocabularyElementList");
                foreach (var element in Objects(elements)) WriteElement(element);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void WriteElement(JsonElement element)
    {
        xml.WriteStartElement("VocabularyElement");
        xml.WriteAttributeString("id", XmlText.Clean(EpcisXmlWriter.Text(element, "id") ?? ""));
        if (element.TryGetProperty("attributes", out var attributes))
            foreach (var attribute in Objects(attributes)) WriteAttribute(attribute);
        if (element.TryGetProperty("children", out var children) && children.ValueKind == JsonValueKind.Array)
        {
            xml.WriteStartElement("children");
            foreach (var child in children.EnumerateArray())
                if (XmlText.Of(child) is { } text) xml.WriteElementString("id", text);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void WriteAttribute(JsonElement attribute)
    {
        xml.WriteStartElement("attribute");
        xml.WriteAttributeString("id", XmlText.Clean(EpcisXmlWriter.Text(attribute, "id") ?? ""));
        if (attribute.TryGetProperty("attribute", out var value))
        {
            if (value.ValueKind == JsonValueKind.Object) extensions.WriteContent(value, names.With(value));
            else if (XmlText.Of(value) is { } text) xml.WriteString(text);
        }
        xml.WriteEndElement();
    }

    private static IEnumerable<JsonElement> Objects(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];
}
