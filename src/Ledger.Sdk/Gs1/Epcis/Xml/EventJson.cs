using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes one event in JSON: EPCIS 2.0 section 10. Quantities keep every digit.</summary>
internal sealed class EventJson(Utf8JsonWriter json, XmlPrefixes prefixes)
{
    private static readonly XName Nil = XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance");

    /// <summary>The children of an element; what EPCIS 1.2 put into extension points counts as if it stood there itself.</summary>
    public static IEnumerable<XElement> Unwrapped(XElement parent) => parent.Elements().SelectMany(child =>
        child.Name.NamespaceName.Length == 0 && child.Name.LocalName is "extension" or "baseExtension" ? Unwrapped(child) : [child]);

    public void Write(XElement element, Action<Utf8JsonWriter>? context)
    {
        json.WriteStartObject();
        context?.Invoke(json);
        var isQuantity = element.Name == "QuantityEvent";
        var isOwn = element.Name.NamespaceName.Length > 0;
        json.WriteString("type", isQuantity ? "ObjectEvent" : isOwn && (string?)element.Attribute(JsonMembers.Type) is { } own ? own : prefixes.NameOf(element.Name));
        foreach (var group in Unwrapped(element).GroupBy(child => child.Name))
        {
            if (prefixes.NameOf(group.Key) is not { } name || (isQuantity && name is "epcClass" or "quantity")) continue;
            var field = EpcisFields.Find(Encoding.UTF8.GetBytes(name));
            if (field == EpcisField.None) WriteMember(name, [.. group]);
            else if (group.Count() > 1) WriteTexts(name, group.Select(e => e.Value));
            else WriteField(field, name, group.First());
        }
        if (isQuantity) WriteQuantity(element);
        foreach (var attribute in element.Attributes().Where(a => a.Name.NamespaceName.Length > 0 && IsMember(a)))
            WriteMember(prefixes.NameOf(attribute.Name)!, [attribute]);
        WriteJson(element, isOwn ? name => !EventXml.IsAlwaysRight(name) : IsNoField);
        json.WriteEndObject();
    }

    /// <summary>The content of an element as a value: text, or an object of its attributes and children.</summary>
    public void WriteContent(XElement element, string? but = null, bool isStandard = false)
    {
        json.WriteStartObject();
        WriteMembers(element, but, isStandard);
        var text = string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value)).TrimXml();
        if (text.Length > 0) json.WriteString("#text", text);
        json.WriteEndObject();
    }

    /// <summary>EPCIS 1.1 withdrew the event of this name for an observation of the same quantity.</summary>
    private void WriteQuantity(XElement element)
    {
        json.WriteString("action", "OBSERVE");
        json.WriteStartArray("quantityList");
        WriteContent(new XElement("quantityElement", element.Elements("epcClass"), element.Elements("quantity")), isStandard: true);
        json.WriteEndArray();
    }

    private void WriteField(EpcisField field, string name, XElement element)
    {
        switch (field)
        {
            case EpcisField.EpcList or EpcisField.ChildEpcs or EpcisField.InputEpcList or EpcisField.OutputEpcList:
                WriteTexts(name, element.Elements().Select(e => e.Value));
                break;
            case EpcisField.QuantityList or EpcisField.ChildQuantityList or EpcisField.InputQuantityList or EpcisField.OutputQuantityList:
                WriteArray(name, element.Elements(), e => WriteContent(e, isStandard: true));
                break;
            case EpcisField.BizTransactionList or EpcisField.SourceList or EpcisField.DestinationList:
                WriteArray(name, element.Elements(), WriteTyped);
                break;
            case EpcisField.PersistentDisposition:
                json.WriteStartObject(name);
                foreach (var group in element.Elements().GroupBy(e => e.Name.LocalName))
                    WriteTexts(group.Key, group.Select(e => CbvWords.Disposition.ToJson(e.Value.TrimXml())));
                json.WriteEndObject();
                break;
            case EpcisField.ReadPoint or EpcisField.BizLocation or EpcisField.Ilmd or EpcisField.ErrorDeclaration:
                json.WriteStartObject(name);
                WriteMembers(element, null, field != EpcisField.Ilmd);
                json.WriteEndObject();
                break;
            case EpcisField.SensorElementList:
                WriteArray(name, element.Elements("sensorElement"), WriteSensor);
                break;
            default:
                if (element.Value.TrimXml() is { Length: > 0 } text) json.WriteString(name, Word(field, EpcisField.None, text));
                break;
        }
    }

    private void WriteArray(string name, IEnumerable<XElement> elements, Action<XElement> write)
    {
        json.WriteStartArray(name);
        foreach (var element in elements) write(element);
        json.WriteEndArray();
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text.TrimXml());
        json.WriteEndArray();
    }

    /// <summary>The element's name is the member, its type an attribute.</summary>
    private void WriteTyped(XElement element)
    {
        json.WriteStartObject();
        if ((string?)element.Attribute("type") is { } type)
            json.WriteString("type", (element.Name == "bizTransaction" ? CbvWords.Transaction : CbvWords.Party).ToJson(type.TrimXml()));
        json.WriteString(element.Name.LocalName, element.Value.TrimXml());
        json.WriteEndObject();
    }

    private void WriteSensor(XElement element)
    {
        json.WriteStartObject();
        if (element.Element("sensorMetadata") is { } metadata)
        {
            json.WritePropertyName("sensorMetadata");
            WriteContent(metadata, isStandard: true);
        }
        WriteArray("sensorReport", element.Elements("sensorReport"), e => WriteContent(e, isStandard: true));
        WriteMembers(element, null, false, e => e.Name.NamespaceName.Length > 0 || e.Name.LocalName is not ("sensorMetadata" or "sensorReport"));
        json.WriteEndObject();
    }

    /// <summary>Attributes and child elements alike; those of one name become an array.</summary>
    private void WriteMembers(XElement element, string? but, bool isStandard, Func<XElement, bool>? which = null)
    {
        var attributes = element.Attributes().Where(a => a.Name.LocalName != but && IsMember(a)).Cast<XObject>();
        var parts = attributes.Concat(Unwrapped(element).Where(e => which is null || which(e)));
        foreach (var group in parts.GroupBy(part => prefixes.NameOf((part as XElement)?.Name ?? ((XAttribute)part).Name)))
        {
            if (group.Key is not { } name) continue;
            if (!isStandard) WriteMember(name, [.. group]);
            else if (name == "correctiveEventIDs")
                WriteTexts(name, group.Cast<XElement>().SelectMany(e => e.Elements()).Select(e => e.Value));
            else WriteMember(name, [.. group], element.Name.LocalName);
        }
        WriteJson(element, isStandard || which is not null ? IsNoField : static _ => true);
    }

    private void WriteJson(XElement element, Func<string, bool> isAllowed)
    {
        foreach (var member in JsonMembers.Read(element, isAllowed))
        {
            json.WritePropertyName(member.Name);
            json.WriteRawValue(member.Value.GetRawText());
        }
    }

    private static bool IsNoField(string name) => EpcisFields.Find(Encoding.UTF8.GetBytes(name)) == EpcisField.None;

    private bool IsMember(XAttribute attribute) => !attribute.IsNamespaceDeclaration && prefixes.NameOf(attribute.Name) is not null;

    private void WriteMember(string name, IReadOnlyList<XObject> parts, string? standardParent = null)
    {
        if (standardParent is not null && parts is [XElement empty] && empty.Value.Length == 0 && empty.Attribute(Nil) is not null) return;
        json.WritePropertyName(name);
        if (parts.Count > 1) json.WriteStartArray();
        foreach (var part in parts)
        {
            if (part is XElement element && (element.HasElements || element.Attributes().Any(IsMember))) WriteContent(element);
            else WriteText(name, ((part as XElement)?.Value ?? ((XAttribute)part).Value).TrimXml(), standardParent);
        }
        if (parts.Count > 1) json.WriteEndArray();
    }

    /// <summary>Numbers and truth values of the standard's own fields have their JSON type; digits are kept as they are.</summary>
    private void WriteText(string name, string value, string? standardParent)
    {
        var field = standardParent is null ? EpcisField.None : EpcisFields.Find(Encoding.UTF8.GetBytes(name));
        if (field is EpcisField.Quantity or EpcisField.Value or EpcisField.MinValue or EpcisField.MaxValue or EpcisField.MeanValue or EpcisField.SDev
            or EpcisField.PercRank or EpcisField.PercValue && ExactDecimal.TryParse(value, out var number)) json.WriteRawValue(number.Text);
        else if (field == EpcisField.BooleanValue && value is "true" or "false" or "1" or "0")
            json.WriteBooleanValue(value is "true" or "1");
        else json.WriteStringValue(Word(field, standardParent == "sensorReport" ? EpcisField.SensorReport : EpcisField.None, value));
    }

    private static string Word(EpcisField field, EpcisField parent, string text) => (field, parent) switch
    {
        (EpcisField.BizStep, _) => CbvWords.BizStep.ToJson(text),
        (EpcisField.Disposition, _) => CbvWords.Disposition.ToJson(text),
        (EpcisField.Reason, _) => CbvWords.ErrorReason.ToJson(text),
        (EpcisField.Type, EpcisField.SensorReport) => CbvWords.Measurement.ToJson(text),
        (EpcisField.Exception, EpcisField.SensorReport) => CbvWords.Alert.ToJson(text),
        (EpcisField.Component, EpcisField.SensorReport) => CbvWords.Component.ToJson(text),
        _ => text,
    };
}
