using System.Globalization;
using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Provenance;

namespace Ledger.Bench.Gs1;

/// <summary>Event hashes, and all that capture does to a document before it is stored.</summary>
internal static class EpcisBench
{
    private const int Events = 1_000;

    // RalphTro's Python reference makes 1,650 a second; see the performance page.
    private const double HashTarget = 50_000;

    // Six microseconds an event, beside which capture's other work stays the greater part.
    private const double CommitmentTarget = 166_667;

    public static void Epcis()
    {
        foreach (var epcs in new[] { 1, 10 })
        {
            var document = Document(epcs);
            var size = document.Length / Events;
            Bench.Run($"event hash, {epcs} EPC, {size} bytes", "events", HashTarget, n =>
                Repeat(n, () => EventHash.Compute(document)), Events);
            var xml = Xml(document);
            Bench.Run($"event hash of XML, {epcs} EPC, {xml.Length / Events} bytes", "events", null, n => Repeat(n, () => EventHash.Compute(xml)), Events);
            Bench.Run($"EPCIS JSON to XML, {epcs} EPC", "events", null, n => Repeat(n, () => Xml(document)), Events);
            Bench.Run($"EPCIS XML checked and to JSON, {epcs} EPC", "events", null, n => Repeat(n, () => EpcisXml.ToJson(xml)), Events);
            Bench.Run($"EPCIS read and checked, {epcs} EPC", "events", null, n => Repeat(n, () => EpcisDocument.Parse(document)), Events);
        }
    }

    /// <summary>What one event's commitment costs, leaves and root.</summary>
    public static void Commitment()
    {
        var context = Encoding.UTF8.GetBytes("""["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.com/epcis/"}]""");
        var salt = new byte[FieldCommitment.SaltSize];
        foreach (var epcs in new[] { 1, 10 })
        {
            var parsed = EpcisDocument.Parse(Document(epcs)).Events[7];
            var hash = new Hash32(Convert.FromHexString(parsed.Hash.AsSpan(14, 64)));
            Bench.Run($"commitment, {epcs} EPC, {parsed.Source.Length} bytes", "events", CommitmentTarget, n =>
            {
                for (var i = 0; i < n; i++) FieldCommitment.Compute(parsed.Source.Span, context, hash, salt);
            });
        }
    }

    private static void Repeat(int count, Func<object> work)
    {
        for (var i = 0; i < count; i++) work();
    }

    private static byte[] Xml(byte[] document)
    {
        using var output = new MemoryStream();
        EpcisXmlWriter.Write(output, document);
        return output.ToArray();
    }

    private static byte[] Document(int epcs)
    {
        var events = Enumerable.Range(0, Events).Select(i =>
            Event(i, Enumerable.Range(0, epcs).Select(k => $"\"urn:epc:id:sgtin:9521102.000125.{i * 100 + k}\"")));
        return Encoding.UTF8.GetBytes($$"""
            {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.com/epcis/"}],"type":"EPCISDocument",
             "schemaVersion":"2.0","creationDate":"2026-09-01T06:12:08.000+02:00","epcisBody":{"eventList":[{{string.Join(',', events)}}] } }
            """);
    }

    private static string Event(int number, IEnumerable<string> epcs) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"type":"ObjectEvent","eventID":"urn:uuid:6f0c7c52-9b1e-4f43-8d8d-{{number:x12}}","action":"OBSERVE","bizStep":"shipping","disposition":"in_transit",
         "epcList":[{{string.Join(',', epcs)}}],"eventTime":"2026-09-01T06:55:12.116+02:00","eventTimeZoneOffset":"+02:00",
         "readPoint":{"id":"urn:epc:id:sgln:9521102.00040.0"},"bizLocation":{"id":"urn:epc:id:sgln:9521102.00001.0"},
         "bizTransactionList":[{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:9521102000008:PO-88120"}],
         "sourceList":[{"type":"possessing_party","source":"urn:epc:id:pgln:9521102.00000"}],
         "destinationList":[{"type":"possessing_party","destination":"urn:epc:id:pgln:9521103.00000"}],"ex:seal":{"ex:number":4711} }
        """);
}
