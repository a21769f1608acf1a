using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>
/// Members for which XML has no form, as the text of an element, or of an attribute where there are no elements: a JSON object of them. Such are names
/// that no element can have (<c>@id</c>, <c>https://example.com/a</c>, a prefix without namespace), objects and arrays in a sensor report, and what would
/// read as something else. So every event keeps its hash through XML.
/// </summary>
internal static class JsonMembers
{
    public const string Namespace = "urn:ledger:epcis:json";
    public const string Prefix = "json";
    public const string Local = "members";

    /// <summary>An event whose type is not the standard's has the type, as it was written, in this attribute.</summary>
    public static readonly XName Type = XName.Get("type", Namespace);

    private static readonly XName Name = XName.Get(Local, Namespace);

    /// <summary>The JSON of these members. They bring along the namespaces of their prefixes, which may change in XML.</summary>
    public static string Write(IEnumerable<JsonProperty> members, JsonNamespaces names) =>
        $"{{{string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{Value(m.Name, m.Value, names)}"))}}}";

    /// <summary>What stands so in an element.</summary>
    /// <exception cref="XmlException">It is no JSON object, or it has members that XML has a form for.</exception>
    public static IReadOnlyList<JsonProperty> Read(XElement element, Func<string, bool> isAllowed)
    {
        List<JsonProperty>? read = null;
        foreach (var text in element.Elements(Name).Select(e => e.Value).Concat(element.Attributes(Name).Select(a => a.Value)))
            foreach (var member in Parse(text).EnumerateObject())
                (read ??= []).Add(isAllowed(member.Name) ? member : throw new XmlException($"The member '{member.Name}' belongs into XML itself, not into {Prefix}:{Local}."));
        return read ?? (IReadOnlyList<JsonProperty>)[];
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw new JsonException("No object.");
        }
        catch (JsonException error)
        {
            throw new XmlException($"The text of {Prefix}:{Local} is no JSON object.", error);
        }
    }

    /// <summary>Under a name of the standard, only an event of another type has something; the hash finds extensions in what are places and sensors to it.</summary>
    private static string Value(string name, JsonElement value, JsonNamespaces names) => EpcisFields.Find(Encoding.UTF8.GetBytes(name)) switch
    {
        EpcisField.None => Each(name, value, names),
        EpcisField.ReadPoint or EpcisField.BizLocation or EpcisField.Ilmd or EpcisField.SensorMetadata => Each("", value, names),
        EpcisField.SensorElementList => Children(value, element => element.ValueKind == JsonValueKind.Object ? Pinned("", element, names, isSensor: true) : element.GetRawText()),
        EpcisField.SensorReport => Children(value, report => Pinned("", report, names)),
        _ => value.GetRawText(),
    };

    private static string Each(string name, JsonElement value, JsonNamespaces names) =>
        value.ValueKind == JsonValueKind.Array ? Children(value, item => Pinned(name, item, names)) : Pinned(name, value, names);

    private static string Children(JsonElement parent, Func<JsonElement, string> write) => parent.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(',', parent.EnumerateArray().Select(write))}]",
        JsonValueKind.Object => $"{{{string.Join(',', parent.EnumerateObject().Select(m => $"{JsonSerializer.Serialize(m.Name)}:{write(m.Value)}"))}}}",
        _ => parent.GetRawText(),
    };

    /// <summary>A value with the namespaces of its prefixes; one that is no object becomes the text of one. A list within a list is hashed as it is written.</summary>
    private static string Pinned(string name, JsonElement value, JsonNamespaces names, bool isSensor = false)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        var used = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, isObject ? value : default, used);
        var pins = used.Where(p => names.Find(p) is not null && !(isObject && value.TryGetProperty("@xmlns:" + p, out _)))
            .Select(p => $"{JsonSerializer.Serialize("@xmlns:" + p)}:{JsonSerializer.Serialize(names.Find(p))}").ToList();
        if (!isObject) return pins.Count == 0 ? value.GetRawText() : $"{{{string.Join(',', pins)},\"#text\":{value.GetRawText()}}}";
        var members = value.EnumerateObject().Select(m => $"{JsonSerializer.Serialize(m.Name)}:{(isSensor && m.Name is "sensorMetadata" or "sensorReport" ? Value(m.Name, m.Value, names) : m.Value.GetRawText())}");
        return $"{{{string.Join(',', pins.Concat(members))}}}";
    }

    /// <summary>The prefixes of a name and of those within its value.</summary>
    private static void Collect(string name, JsonElement value, SortedSet<string> prefixes)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && name[0] != '@') prefixes.Add(name[..colon]);
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) Collect("", item, prefixes);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject()) Collect(member.Name, member.Value, prefixes);
    }
}
