using System.Text;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Writes members beyond the standard as elements: an object's members are children, an array is its element repeated. An array within an array,
/// for which XML has no form, is its JSON, and so keeps its hash.</summary>
internal sealed class ExtensionXml(XmlWriter xml)
{
    /// <summary>
    /// Writes all members of an object that the standard has no meaning for: those without a namespace within an extension point, as EPCIS
    /// 1.2 did, then those of anyone's namespace.
    /// </summary>
    public void WriteMembers(JsonElement parent, JsonNamespaces names)
    {
        var isOpen = false;
        foreach (var member in parent.EnumerateObject())
        {
            if (IsNamed(member.Name) || IsLeftOut(member.Name) || EpcisFields.Find(Encoding.UTF8.GetBytes(member.Name)) != EpcisField.None) continue;
            if (!isOpen) xml.WriteStartElement("extension");
            isOpen = true;
            Write(member.Name, member.Value, names);
        }
        if (isOpen) xml.WriteEndElement();
        foreach (var member in parent.EnumerateObject())
            if (IsNamed(member.Name) && !IsLeftOut(member.Name)) Write(member.Name, member.Value, names);
    }

    /// <summary>Writes one member, or nothing where it is null.</summary>
    public void Write(string name, JsonElement value, JsonNamespaces names)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                if (item.ValueKind == JsonValueKind.Array) WriteText(name, XmlText.Clean(item.GetRawText()), names);
                else Write(name, item, names);
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Null) return;
        if (value.ValueKind == JsonValueKind.Object) names = names.With(value);
        var (prefix, space, local) = names.Resolve(name);
        Start(prefix, space, local);
        if (value.ValueKind == JsonValueKind.Object) WriteContent(value, names);
        else xml.WriteString(XmlText.Of(value));
        xml.WriteEndElement();
    }

    private void WriteText(string name, string text, JsonNamespaces names)
    {
        var (prefix, space, local) = names.Resolve(name);
        Start(prefix, space, local);
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    /// <summary>Starts an element; another namespace may already have the prefix.</summary>
    public void Start(string prefix, string space, string local)
    {
        if (space.Length == 0) xml.WriteStartElement(local);
        else if (xml.LookupPrefix(space) is { Length: > 0 } known) xml.WriteStartElement(known, local, space);
        else xml.WriteStartElement(prefix, local, space);
    }

    /// <summary>The members of an object and its text.</summary>
    public void WriteContent(JsonElement value, JsonNamespaces names)
    {
        foreach (var member in value.EnumerateObject())
            if (member.NameEquals("#text")) xml.WriteString(XmlText.Of(member.Value));
            else if (!IsLeftOut(member.Name)) Write(member.Name, member.Value, names);
    }

    private static bool IsNamed(string name) => name.Contains(':', StringComparison.Ordinal);

    private static bool IsLeftOut(string name) => name.StartsWith('@') || name is "#text" or "xsi:type";
}
