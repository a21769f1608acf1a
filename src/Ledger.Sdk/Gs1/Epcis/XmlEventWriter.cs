using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Writes one event in JSON.</summary>
internal sealed class XmlEventWriter(Utf8JsonWriter json, XmlPrefixes prefixes)
{
    private static readonly (string Urn, string Uri)[] Vocabularies =
    [
        ("urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"), ("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"),
        ("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"), ("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"),
        ("urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"),
    ];

    /// <summary>The children of an element; what EPCIS 1.2 put into extension points counts as if it stood there itself.</summary>
    public static IEnumerable<XElement> Unwrapped(XElement parent) => parent.Elements().SelectMany(child =>
        child.Name.NamespaceName.Length == 0 && child.Name.LocalName is "extension" or "baseExtension" ? Unwrapped(child) : [child]);

    public void Write(XElement element)
    {
        json.WriteStartObject();
        json.WriteString("type", prefixes.NameOf(element.Name) ?? element.Name.LocalName);
        foreach (var group in Unwrapped(element).GroupBy(child => child.Name))
        {
            if (prefixes.NameOf(group.Key) is not { } name) continue;
            if (group.Key.NamespaceName.Length > 0) WriteExtension(name, [.. group]);
            else if (group.Count() > 1) WriteTexts(name, group);
            else WriteField(name, group.First());
        }
        foreach (var attribute in element.Attributes().Where(a => a.Name.NamespaceName.Length > 0)) WriteAttribute(attribute);
        json.WriteEndObject();
    }

    private void WriteField(string name, XElement element)
    {
        switch (EpcisFields.Find(Encoding.UTF8.GetBytes(name)))
        {
            case EpcisField.EpcList or EpcisField.ChildEpcs or EpcisField.InputEpcList or EpcisField.OutputEpcList:
                WriteTexts(name, element.Elements());
                break;
            case EpcisField.QuantityList or EpcisField.ChildQuantityList or EpcisField.InputQuantityList or EpcisField.OutputQuantityList:
                WriteObjects(name, element.Elements());
                break;
            case EpcisField.BizTransactionList or EpcisField.SourceList or EpcisField.DestinationList:
                WriteTyped(name, element.Elements());
                break;
            case EpcisField.PersistentDisposition:
                json.WriteStartObject(name);
                foreach (var group in element.Elements().GroupBy(e => e.Name.LocalName)) WriteTexts(group.Key, group);
                json.WriteEndObject();
                break;
            case EpcisField.ReadPoint or EpcisField.BizLocation or EpcisField.Ilmd or EpcisField.ErrorDeclaration:
                json.WriteStartObject(name);
                WriteMembers(element);
                json.WriteEndObject();
                break;
            case EpcisField.SensorElementList:
                WriteSensors(name, element);
                break;
            case EpcisField.BizStep or EpcisField.Disposition:
                json.WriteString(name, Bare(element.Value));
                break;
            default:
                json.WriteString(name, element.Value.Trim());
                break;
        }
    }

    private void WriteTexts(string name, IEnumerable<XElement> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements) json.WriteStringValue(Bare(element.Value));
        json.WriteEndArray();
    }

    private void WriteObjects(string name, IEnumerable<XElement> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            json.WriteStartObject();
            WriteMembers(element);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The element's name is the member, its type an attribute.</summary>
    private void WriteTyped(string name, IEnumerable<XElement> elements)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            json.WriteStartObject();
            if (element.Attribute("type") is { } type) json.WriteString("type", Bare(type.Value));
            json.WriteString(element.Name.LocalName, element.Value.Trim());
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteSensors(string name, XElement list)
    {
        json.WriteStartArray(name);
        foreach (var element in list.Elements())
        {
            json.WriteStartObject();
            var reports = Unwrapped(element).Where(e => e.Name == "sensorReport").ToList();
            WriteObjects("sensorReport", reports);
            WriteMembers(element, reports);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Attributes and child elements alike; children of one name become an array.</summary>
    private void WriteMembers(XElement element, IReadOnlyCollection<XElement>? but = null)
    {
        foreach (var attribute in element.Attributes()) WriteAttribute(attribute);
        foreach (var group in Unwrapped(element).Where(e => but is null || !but.Contains(e)).GroupBy(e => e.Name))
        {
            if (prefixes.NameOf(group.Key) is not { } name) continue;
            if (name == "correctiveEventIDs") WriteTexts(name, group.Elements());
            else WriteExtension(name, [.. group]);
        }
    }

    private void WriteAttribute(XAttribute attribute)
    {
        if (!IsMember(attribute)) return;
        var name = prefixes.NameOf(attribute.Name)!;
        json.WritePropertyName(name);
        WriteValue(name, attribute.Value);
    }

    private bool IsMember(XAttribute attribute) => !attribute.IsNamespaceDeclaration && prefixes.NameOf(attribute.Name) is not null;

    private void WriteExtension(string name, IReadOnlyList<XElement> elements)
    {
        json.WritePropertyName(name);
        if (elements.Count > 1) json.WriteStartArray();
        foreach (var element in elements)
        {
            if (name != "sensorMetadata" && !element.HasElements && !element.Attributes().Any(IsMember))
            {
                WriteValue(name, element.Value);
                continue;
            }
            json.WriteStartObject();
            WriteMembers(element);
            var text = string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value)).Trim();
            if (text.Length > 0) json.WriteString("#text", text);
            json.WriteEndObject();
        }
        if (elements.Count > 1) json.WriteEndArray();
    }

    /// <summary>Numbers and truth values of the standard's own fields have their JSON type; digits are kept as they are.</summary>
    private void WriteValue(string name, string value)
    {
        value = value.Trim();
        var field = EpcisFields.Find(Encoding.UTF8.GetBytes(name));
        if (field is EpcisField.Quantity or EpcisField.Value or EpcisField.MinValue or EpcisField.MaxValue or EpcisField.MeanValue or EpcisField.SDev
            or EpcisField.PercRank or EpcisField.PercValue && ExactDecimal.TryParse(value, out var number)) json.WriteRawValue(number.Text);
        else if (field == EpcisField.BooleanValue && value is "true" or "false" or "1" or "0")
            json.WriteBooleanValue(value is "true" or "1");
        else json.WriteStringValue(field == EpcisField.Reason ? Bare(value) : value);
    }

    /// <summary>Words of the CBV stand bare in JSON.</summary>
    private static string Bare(string value)
    {
        value = value.Trim();
        foreach (var (urn, uri) in Vocabularies)
        {
            if (value.StartsWith(urn, StringComparison.Ordinal)) return value[urn.Length..];
            if (value.StartsWith(uri, StringComparison.Ordinal)) return value[uri.Length..];
        }
        return value;
    }
}
