using System.Text;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes sensor elements: metadata and reports are attributes in XML.</summary>
internal sealed class SensorXml(XmlWriter xml, ExtensionXml extensions, JsonNamespaces names)
{
    public void Write(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return;
        xml.WriteStartElement("sensorElement");
        if (element.TryGetProperty("sensorMetadata", out var metadata)) WriteAttributes("sensorMetadata", metadata);
        if (element.TryGetProperty("sensorReport", out var reports) && reports.ValueKind == JsonValueKind.Array)
            foreach (var report in reports.EnumerateArray()) WriteAttributes("sensorReport", report);
        extensions.WriteMembers(element, names);
        xml.WriteEndElement();
    }

    private void WriteAttributes(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        var known = names.With(value);
        xml.WriteStartElement(name);
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name.StartsWith('@') || member.NameEquals("#text") || XmlText.Of(member.Value) is not { } text) continue;
            var field = EpcisFields.Find(Encoding.UTF8.GetBytes(member.Name));
            var (prefix, space, local) = known.Resolve(member.Name);
            if (field != EpcisField.None) xml.WriteAttributeString(member.Name, Standard(field, name == "sensorReport", text));
            else if (space.Length == 0) xml.WriteAttributeString(local, text);
            else xml.WriteAttributeString(Prefix(prefix, space), local, space, text);
        }
        if (value.TryGetProperty("#text", out var content)) xml.WriteString(XmlText.Of(content));
        xml.WriteEndElement();
    }

    private string Prefix(string prefix, string space) => xml.LookupPrefix(space) is { Length: > 0 } known ? known : prefix;

    private static string Standard(EpcisField field, bool isReport, string text) => field switch
    {
        EpcisField.Time or EpcisField.StartTime or EpcisField.EndTime => XmlText.Time(text),
        EpcisField.Type when isReport => CbvWords.Measurement.ToXml(text),
        EpcisField.Exception => CbvWords.Alert.ToXml(text),
        EpcisField.Component => CbvWords.Component.ToXml(text),
        _ => text,
    };
}
