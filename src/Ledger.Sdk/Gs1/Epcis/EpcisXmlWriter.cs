using System.Text;
using System.Text.Json;
using System.Xml;
using Ledger.Sdk.Gs1.Epcis.Xml;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>
/// Writes EPCIS documents in JSON as EPCIS 2.0 XML. Events keep their hash. Extensions for which XML has no form, such as objects in a
/// sensor report or names that no element can have, are JSON in a member of the namespace <c>urn:ledger:epcis:json</c>, which
/// <see cref="EpcisXml.ToJson"/> and capture read again. Only a second certification, which no hash covers, has no place and is left out.
/// </summary>
public static class EpcisXmlWriter
{
    private const string Events = "urn:epcglobal:epcis:xsd:2";
    private const string Query = "urn:epcglobal:epcis-query:xsd:2";

    /// <summary>Writes an EPCISDocument, an EPCISQueryDocument, or an event alone as a document of one event; the stream stays open.</summary>
    /// <exception cref="InvalidEpcisException">The text is no JSON object, it has a type of its own, or a text has a character that XML does not have.</exception>
    public static void Write(Stream output, ReadOnlyMemory<byte> jsonDocument)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var json = Parse(jsonDocument);
        var root = json.RootElement;
        var type = Text(root, "type") ?? throw Invalid("The member 'type' is missing.");
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false, NewLineHandling = NewLineHandling.Entitize });
        var writer = new DocumentXml(xml, root);
        if (type == "EPCISQueryDocument") writer.WriteQuery(Query);
        else if (type == "EPCISDocument") writer.WriteDocument(Events);
        else if (root.TryGetProperty("eventTime", out _)) writer.WriteEvent(Events);
        else throw Invalid($"A '{type}' is no document with events.");
    }

    /// <summary>The value of a member that is a string; null where it is none.</summary>
    internal static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // An answer may hold contexts within its events: it is deeper than what it was made of.
            var json = JsonDocument.Parse(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, new JsonDocumentOptions { MaxDepth = 2 * Nesting.OfText });
            return json.RootElement.ValueKind == JsonValueKind.Object ? json : throw Invalid("A document is an object.");
        }
        catch (JsonException error)
        {
            throw new InvalidEpcisException([EpcisProblem.Of(error)]);
        }
    }

    private static InvalidEpcisException Invalid(string message) => new([new EpcisProblem("", message)]);
}
