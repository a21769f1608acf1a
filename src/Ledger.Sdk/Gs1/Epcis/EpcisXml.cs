using System.Buffers;
using System.Runtime.InteropServices;
using Ledger.Sdk.Gs1.Epcis.Xml;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>EPCIS 2.0 and 1.2 in XML: the verdict of GS1's schemas, and the JSON-LD form of the same events.</summary>
public static class EpcisXml
{
    /// <summary>Whether the text is XML rather than JSON: its first character that is no blank is an angle bracket.</summary>
    public static bool IsXml(ReadOnlySpan<byte> utf8)
    {
        // In UTF-16 the byte order mark tells, unless JSON follows, which is never written so.
        if (utf8.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]) || utf8.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe])) return !utf8[2..].StartsWith("{\0"u8) && !utf8[2..].StartsWith("\0{"u8);
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        utf8 = utf8.TrimStart(" \t\r\n"u8);
        return !utf8.IsEmpty && utf8[0] == '<';
    }

    /// <summary>As <see cref="IsXml(ReadOnlySpan{byte})"/>; leaves the stream at its beginning.</summary>
    public static bool IsXml(Stream document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Span<byte> first = stackalloc byte[1024];
        document.Position = 0;
        var length = document.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        document.Position = 0;
        return IsXml(first[..length]);
    }

    /// <summary>
    /// What is wrong with a document by the schemas: documents of events or master data, requests and answers of the query interface,
    /// capture jobs, and events alone. Empty where nothing is.
    /// </summary>
    public static IReadOnlyList<EpcisProblem> Check(Stream document)
    {
        ArgumentNullException.ThrowIfNull(document);
        try
        {
            var input = new XmlInput(document);
            while (input.Read())
            {
            }
            return input.Take();
        }
        catch (InvalidEpcisException invalid)
        {
            return invalid.Problems;
        }
        catch (System.Xml.XmlException error)
        {
            return XmlInput.Broken(error).Problems;
        }
    }

    /// <summary>The whole document as JSON-LD, UTF-8; <see cref="EpcisDocumentReader"/> reads long ones event by event.</summary>
    /// <exception cref="InvalidEpcisException">The text is no XML, or no EPCIS document with events, or against the schema.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> xml)
    {
        using var stream = Open(xml);
        var source = new XmlEventSource(stream);
        var envelope = source.Envelope.Span;
        if (source.IsBareEvent) return envelope.ToArray();
        var json = new ArrayBufferWriter<byte>();
        json.Write(envelope[..source.EventsAt]);
        var problems = new List<EpcisProblem>();
        for (var isFirst = true; source.TryNext(problems, out var next); isFirst = false)
        {
            if (problems.Count > 0) throw new InvalidEpcisException(problems);
            if (!isFirst) json.Write(","u8);
            json.Write(next.Span);
        }
        json.Write(envelope[source.EventsAt..]);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Whether it is a repository's word on a capture.</summary>
    internal static bool IsAnswer(Stream document)
    {
        if (!IsXml(document)) return false;
        var root = new XmlInput(document).Root;
        document.Position = 0;
        return root is "EPCISCaptureJob" or "EPCISException";
    }

    internal static MemoryStream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    internal static EventSource Events(Stream document, bool isChecked) => new XmlEventSource(document, isChecked);
}
