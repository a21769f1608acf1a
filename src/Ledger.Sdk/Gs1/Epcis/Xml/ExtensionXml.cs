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
    /// <param name="parent">The object.</param>
    /// <param name="names">The namespaces of its prefixes.</param>
    /// <param name="isStandard">Whether the standard has a meaning for a member, which then is written elsewhere.</param>
    public void WriteMembers(JsonElement parent, JsonNamespaces names, Func<string, bool>? isStandard = null)
    {
        isStandard ??= IsField;
        var members = parent.EnumerateObject().Where(member => !IsLeftOut(member.Name) && !isStandard(member.Name) && (IsField(member.Name) || !IsNothing(member.Value))).ToLookup(member =>
            !HasForm(member, names) || IsField(member.Name) ? Form.Json : member.Name.Contains(':', StringComparison.Ordinal) ? Form.Named : Form.Plain);
        if (members.Contains(Form.Plain)) xml.WriteStartElement("extension");
        foreach (var member in members[Form.Plain]) Write(member.Name, member.Value, names);
        if (members.Contains(Form.Plain)) xml.WriteEndElement();
        foreach (var member in members[Form.Named]) Write(member.Name, member.Value, names);
        WriteJson(members[Form.Json], names);
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
            if (member.NameEquals("#text")) xml.WriteString(member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? XmlText.Clean(member.Value.GetRawText()) : XmlText.Of(member.Value));
            else if (!IsLeftOut(member.Name) && HasForm(member, names)) Write(member.Name, member.Value, names);
        WriteJson(value.EnumerateObject().Where(member => !member.NameEquals("#text") && !IsLeftOut(member.Name) && !HasForm(member, names)), names);
    }

    private enum Form
    {
        Plain, Named, Json,
    }

    private void WriteJson(IEnumerable<JsonProperty> members, JsonNamespaces names)
    {
        if (members.Any()) xml.WriteElementString(JsonMembers.Prefix, JsonMembers.Local, JsonMembers.Namespace, XmlText.Clean(JsonMembers.Write(members, names)));
    }

    /// <summary>An object may declare the prefix of its own name.</summary>
    private static bool HasForm(JsonProperty member, JsonNamespaces names) =>
        member.Value.ValueKind != JsonValueKind.Array ? HasForm(member.Name, member.Value, names) : member.Value.EnumerateArray().All(item => HasForm(member.Name, item, names));

    private static bool HasForm(string name, JsonElement value, JsonNamespaces names) =>
        (value.ValueKind == JsonValueKind.Object ? names.With(value) : names).HasElement(name);

    private static bool IsField(string name) => EpcisFields.Find(Encoding.UTF8.GetBytes(name)) != EpcisField.None;

    private static bool IsNothing(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Null));

    /// <summary>As the event hash leaves it out.</summary>
    private static bool IsLeftOut(string name) => name == "@context" || name.StartsWith("@xmlns", StringComparison.Ordinal) || name == "xsi:type";
}
