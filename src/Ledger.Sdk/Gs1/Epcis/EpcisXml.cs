using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Turns EPCIS 2.0 and 1.2 XML into the JSON-LD form of the same events: EPCIS 2.0 sections 9 and 10.</summary>
public static class EpcisXml
{
    private const int LongestDocument = 256 * 1024 * 1024;

    /// <summary>Nothing outside the document is fetched; document type declarations are skipped, so no entity is ever expanded.</summary>
    private static readonly XmlReaderSettings Hardened = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = LongestDocument,
    };

    /// <summary>Whether the text is XML rather than JSON: its first character that is no blank is an angle bracket.</summary>
    public static bool IsXml(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        utf8 = utf8.TrimStart(" \t\r\n"u8);
        return !utf8.IsEmpty && utf8[0] == '<';
    }

    /// <summary>As <see cref="IsXml(ReadOnlySpan{byte})"/>; leaves the stream at its beginning.</summary>
    public static bool IsXml(Stream document)
    {
        Span<byte> first = stackalloc byte[1024];
        document.Position = 0;
        var length = document.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        document.Position = 0;
        return IsXml(first[..length]);
    }

    internal static EventSource Events(Stream document)
    {
        var copy = new MemoryStream();
        document.CopyTo(copy);
        return new JsonEventSource(new MemoryStream(ToJson(copy.ToArray())));
    }

    /// <summary>The document as JSON-LD, UTF-8. It is not checked against the schema; <see cref="EpcisDocument"/> does that.</summary>
    /// <exception cref="InvalidEpcisException">The text is no XML, or no EPCIS document.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> xml)
    {
        try
        {
            using var stream = new MemoryStream(xml.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, Hardened);
            return Write(XDocument.Load(reader).Root!);
        }
        catch (XmlException error)
        {
            throw new InvalidEpcisException([new EpcisProblem("",
                $"The text is no XML: line {error.LineNumber}, position {error.LinePosition}.")]);
        }
    }

    private static byte[] Write(XElement root)
    {
        var isQuery = root.Name.LocalName == "EPCISQueryDocument";
        if (!isQuery && root.Name.LocalName != "EPCISDocument")
            throw new InvalidEpcisException([new EpcisProblem("", $"'{root.Name.LocalName}' is no EPCIS document.")]);
        var prefixes = new XmlPrefixes(root);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            prefixes.WriteContext(json);
            json.WriteString("type", root.Name.LocalName);
            json.WriteString("schemaVersion", (string?)root.Attribute("schemaVersion") ?? "2.0");
            if (root.Attribute("creationDate") is { } created) json.WriteString("creationDate", created.Value);
            json.WriteStartObject("epcisBody");
            if (isQuery) WriteQueryResults(json, root, prefixes);
            else WriteEvents(json, root, prefixes);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteQueryResults(Utf8JsonWriter json, XElement root, XmlPrefixes prefixes)
    {
        json.WriteStartObject("queryResults");
        foreach (var name in new[] { "queryName", "subscriptionID" })
            if (root.Descendants(name).FirstOrDefault() is { } text) json.WriteString(name, text.Value.Trim());
        json.WriteStartObject("resultsBody");
        WriteEvents(json, root, prefixes);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter json, XElement root, XmlPrefixes prefixes)
    {
        json.WriteStartArray("eventList");
        var writer = new XmlEventWriter(json, prefixes);
        foreach (var element in root.Descendants("EventList").SelectMany(XmlEventWriter.Unwrapped)) writer.Write(element);
        json.WriteEndArray();
    }
}
