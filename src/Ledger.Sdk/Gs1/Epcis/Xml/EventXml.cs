using System.Text;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes events in XML with their parts in the order of the schema: EPCIS 2.0 section 9.5.</summary>
internal sealed class EventXml(XmlWriter xml, JsonNamespaces names)
{
    private const string Base = "eventTime recordTime eventTimeZoneOffset eventID errorDeclaration certificationInfo ";
    private const string Why = " bizStep disposition readPoint bizLocation ";
    private const string End = " sourceList destinationList sensorElementList persistentDisposition";
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    private static readonly Dictionary<string, string[]> Orders = new()
    {
        ["ObjectEvent"] = Split("epcList action" + Why + "bizTransactionList quantityList" + End + " ilmd"),
        ["AggregationEvent"] = Split("parentID childEPCs action" + Why + "bizTransactionList childQuantityList" + End),
        ["TransactionEvent"] = Split("bizTransactionList parentID epcList action" + Why + "quantityList" + End),
        ["TransformationEvent"] = Split("inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID" + Why + "bizTransactionList" + End + " ilmd"),
        ["AssociationEvent"] = Split("parentID childEPCs childQuantityList action" + Why + "bizTransactionList" + End),
    };

    private static readonly string[] Any = [.. Orders.Values.SelectMany(order => order).Distinct()];
    private static readonly string[] AlwaysRight = Split("");

    private readonly ExtensionXml extensions = new(xml);

    /// <summary>Writes one event; of a type that is not the standard's within an extension point.</summary>
    public void Write(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || EpcisXmlWriter.Text(value, "type") is not { } type) return;
        var known = names.WithContext(value);
        if (Orders.TryGetValue(type, out var order)) xml.WriteStartElement(type);
        else
        {
            xml.WriteStartElement("extension");
            var (prefix, space, local) = known.HasElement(type) && type.Contains(':', StringComparison.Ordinal) ? known.Resolve(type) : (JsonMembers.Prefix, JsonMembers.Namespace, "event");
            extensions.Start(prefix, space, local);
            xml.WriteAttributeString(JsonMembers.Prefix, JsonMembers.Type.LocalName, JsonMembers.Namespace, XmlText.Clean(type));
        }
        foreach (var name in order ?? Any)
            if (value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null && (order is not null || IsRight(name, member)))
                WriteField(EpcisFields.Find(Encoding.UTF8.GetBytes(name)), name, member, known);
        extensions.WriteMembers(value, known, order is not null ? null : name => name == "type" || (Any.Contains(name) && IsRight(name, value.GetProperty(name))));
        xml.WriteEndElement();
        if (order is null) xml.WriteEndElement();
    }

    /// <summary>Whether this member of an event, of whatever type, has always the form of the standard.</summary>
    public static bool IsAlwaysRight(string name) => name is "type" or "@context" || AlwaysRight.Contains(name);

    /// <summary>An event of a type of its own may use the standard's names for something else.</summary>
    private static bool IsRight(string name, JsonElement value) =>
        IsAlwaysRight(name) || EpcisSchema.IsRight(EpcisFields.Find(Encoding.UTF8.GetBytes(name)), Encoding.UTF8.GetBytes(value.GetRawText()));

    private void WriteField(EpcisField field, string name, JsonElement value, JsonNamespaces known)
    {
        switch (field)
        {
            case EpcisField.EpcList or EpcisField.ChildEpcs or EpcisField.InputEpcList or EpcisField.OutputEpcList:
                WriteList(name, value, item => WriteText("epc", item), isEmptyKept: true);
                break;
            case EpcisField.QuantityList or EpcisField.ChildQuantityList or EpcisField.InputQuantityList or EpcisField.OutputQuantityList:
                WriteList(name, value, WriteQuantity, isEmptyKept: true);
                break;
            case EpcisField.BizTransactionList:
                WriteList(name, value, item => WriteTyped(item, "bizTransaction", CbvWords.Transaction));
                break;
            case EpcisField.SourceList:
                WriteList(name, value, item => WriteTyped(item, "source", CbvWords.Party));
                break;
            case EpcisField.DestinationList:
                WriteList(name, value, item => WriteTyped(item, "destination", CbvWords.Party));
                break;
            case EpcisField.SensorElementList:
                var sensors = new SensorXml(xml, extensions, known);
                WriteList(name, value, sensors.Write);
                break;
            case EpcisField.PersistentDisposition or EpcisField.ReadPoint or EpcisField.BizLocation or EpcisField.Ilmd
                or EpcisField.ErrorDeclaration:
                if (value.ValueKind == JsonValueKind.Object) WriteObject(field, name, value, known.With(value));
                break;
            case EpcisField.CertificationInfo:
                if (value.ValueKind != JsonValueKind.Array) WriteText(name, value);
                else if (value.GetArrayLength() > 0) WriteText(name, value[0]);
                break;
            default:
                WriteText(name, value, field);
                break;
        }
    }

    private void WriteObject(EpcisField field, string name, JsonElement value, JsonNamespaces known)
    {
        xml.WriteStartElement(name);
        foreach (var part in (string[])(field switch
        {
            EpcisField.PersistentDisposition => ["unset", "set"],
            EpcisField.ErrorDeclaration => ["declarationTime", "reason", "correctiveEventIDs"],
            EpcisField.Ilmd => [],
            _ => ["id"],
        }))
        {
            if (!value.TryGetProperty(part, out var member)) continue;
            var partField = EpcisFields.Find(Encoding.UTF8.GetBytes(part));
            if (part == "correctiveEventIDs") WriteList(part, member, id => WriteText("correctiveEventID", id));
            else if (member.ValueKind == JsonValueKind.Array) foreach (var item in member.EnumerateArray()) WriteText(part, item, partField);
            else WriteText(part, member, partField);
        }
        extensions.WriteMembers(value, known);
        xml.WriteEndElement();
    }

    private void WriteList(string name, JsonElement list, Action<JsonElement> write, bool isEmptyKept = false)
    {
        if (list.ValueKind != JsonValueKind.Array || (list.GetArrayLength() == 0 && !isEmptyKept)) return;
        xml.WriteStartElement(name);
        foreach (var item in list.EnumerateArray()) write(item);
        xml.WriteEndElement();
    }

    private void WriteQuantity(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        xml.WriteStartElement("quantityElement");
        if (value.TryGetProperty("epcClass", out var epcClass)) WriteText("epcClass", epcClass);
        var hasUnit = value.TryGetProperty("uom", out var uom) && uom.ValueKind == JsonValueKind.String;
        if (value.TryGetProperty("quantity", out var quantity) && XmlText.Of(quantity) is { } number) xml.WriteElementString("quantity", number);
        else if (hasUnit)
        {
            // The schema has a unit only behind a quantity, which may be unknown.
            xml.WriteStartElement("quantity");
            xml.WriteAttributeString("xsi", "nil", Instance, "true");
            xml.WriteEndElement();
        }
        if (hasUnit) WriteText("uom", uom);
        xml.WriteEndElement();
    }

    private void WriteTyped(JsonElement value, string name, CbvWords words)
    {
        if (EpcisXmlWriter.Text(value, name) is not { } id) return;
        xml.WriteStartElement(name);
        if (EpcisXmlWriter.Text(value, "type") is { } type) xml.WriteAttributeString("type", XmlText.Clean(words.ToXml(type)));
        xml.WriteString(XmlText.Clean(id));
        xml.WriteEndElement();
    }

    private void WriteText(string name, JsonElement value, EpcisField field = EpcisField.None)
    {
        if (XmlText.Of(value) is not { } text) return;
        xml.WriteElementString(name, field switch
        {
            EpcisField.EventTime or EpcisField.RecordTime or EpcisField.DeclarationTime => XmlText.Time(text),
            EpcisField.BizStep => CbvWords.BizStep.ToXml(text),
            EpcisField.Disposition or EpcisField.Set or EpcisField.Unset => CbvWords.Disposition.ToXml(text),
            EpcisField.Reason => CbvWords.ErrorReason.ToXml(text),
            _ => text,
        });
    }

    private static string[] Split(string order) => (Base + order).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
