using System.Text.Json;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes master data in JSON: EPCIS 2.0 section 10.3.</summary>
internal sealed class VocabularyJson(Utf8JsonWriter json, XmlPrefixes prefixes)
{
    private readonly EventJson values = new(json, prefixes);

    /// <summary>Writes the member <c>vocabularyList</c>.</summary>
    public void Write(XElement list)
    {
        json.WriteStartArray("vocabularyList");
        foreach (var vocabulary in list.Elements("Vocabulary"))
        {
            json.WriteStartObject();
            json.WriteString("type", Attribute(vocabulary, "type"));
            if (vocabulary.Element("VocabularyElementList") is { } elements)
            {
                json.WriteStartArray("vocabularyElementList");
                foreach (var element in elements.Elements("VocabularyElement")) WriteElement(element);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteElement(XElement element)
    {
        json.WriteStartObject();
        json.WriteString("id", Attribute(element, "id"));
        if (element.Element("attribute") is not null)
        {
            json.WriteStartArray("attributes");
            foreach (var attribute in element.Elements("attribute")) WriteAttribute(attribute);
            json.WriteEndArray();
        }
        if (element.Element("children") is { } children)
        {
            json.WriteStartArray("children");
            foreach (var child in children.Elements("id")) json.WriteStringValue(child.Value.Trim());
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private void WriteAttribute(XElement attribute)
    {
        json.WriteStartObject();
        json.WriteString("id", Attribute(attribute, "id"));
        json.WritePropertyName("attribute");
        if (attribute.HasElements) values.WriteContent(attribute, but: "id");
        else json.WriteStringValue(attribute.Value.Trim());
        json.WriteEndObject();
    }

    private static string Attribute(XElement element, string name) => ((string?)element.Attribute(name) ?? "").Trim();
}
