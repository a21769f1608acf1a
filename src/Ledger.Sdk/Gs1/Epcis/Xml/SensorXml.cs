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
            if (EpcisFields.Find(Encoding.UTF8.GetBytes(member.Name)) is not (EpcisField.None or EpcisField.Context) and var field && XmlText.Of(member.Value) is { } text)
                xml.WriteAttributeString(member.Name, Standard(field, name == "sensorReport", text));
        var others = value.EnumerateObject().Where(IsExtension).GroupBy(member => known.Resolve(member.Name).Local).ToLookup(same => AreAttributes([.. same], known));
        foreach (var member in others[true].SelectMany(same => same)) WriteAttribute(known.Resolve(member.Name), XmlText.Of(member.Value));
        if (others.Contains(false))
            xml.WriteAttributeString(JsonMembers.Prefix, JsonMembers.Local, JsonMembers.Namespace, XmlText.Clean(JsonMembers.Write(others[false].SelectMany(same => same), known)));
        if (value.TryGetProperty("#text", out var content)) xml.WriteString(XmlText.Of(content));
        xml.WriteEndElement();
    }

    private void WriteAttribute((string Prefix, string Namespace, string Local) name, string? text)
    {
        if (name.Namespace.Length == 0) xml.WriteAttributeString(name.Local, text);
        else xml.WriteAttributeString(Prefix(name.Prefix, name.Namespace), name.Local, name.Namespace, text);
    }

    private static bool IsExtension(JsonProperty member) => !member.Name.StartsWith("@xmlns", StringComparison.Ordinal) && !member.NameEquals("#text")
        && member.Value.ValueKind != JsonValueKind.Null && EpcisFields.Find(Encoding.UTF8.GetBytes(member.Name)) == EpcisField.None;

    /// <summary>An element has one attribute of a name, and its value is no object and no list. What is not is kept apart from all of the same local name:
    /// where it is read again, prefixes may be others.</summary>
    private static bool AreAttributes(JsonProperty[] same, JsonNamespaces known) => same.All(one => XmlText.Of(one.Value) is not null && known.HasElement(one.Name))
        && same.DistinctBy(one => known.Resolve(one.Name).Namespace).Count() == same.Length;

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
