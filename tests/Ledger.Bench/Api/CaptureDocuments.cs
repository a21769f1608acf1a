using System.Globalization;
using System.Text;

namespace Ledger.Bench.Api;

/// <summary>Makes EPCIS documents of new events, as an exporting system would write them.</summary>
internal sealed class CaptureDocuments(int seed)
{
    private long next = seed * 100_000_000L;

    /// <summary>A document of so many object events, with so many EPCs each.</summary>
    public byte[] Make(int events, int epcs)
    {
        var text = new StringBuilder(events * (500 + epcs * 50));
        text.Append("""
            {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z","epcisBody":{"eventList":[
            """);
        for (var i = 0; i < events; i++)
        {
            if (i > 0) text.Append(',');
            Append(text, epcs);
        }
        return Encoding.UTF8.GetBytes(text.Append("]}}").ToString());
    }

    private void Append(StringBuilder text, int epcs)
    {
        var number = next++;
        var time = DateTimeOffset.FromUnixTimeSeconds(1_772_366_400 + number % 10_000_000);
        text.Append(CultureInfo.InvariantCulture, $$"""
            {"type":"ObjectEvent","eventID":"urn:uuid:8bd8b1a8-3a34-4d6b-9b0a-{{number:x12}}","eventTime":"{{time:yyyy-MM-ddTHH:mm:ss}}.000Z","eventTimeZoneOffset":"+02:00","epcList":[
            """);
        for (var i = 0; i < epcs; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}\"urn:epc:id:sgtin:9506000.013435.{number * 100 + i}\"");
        text.Append(CultureInfo.InvariantCulture, $$"""
            ],"action":"OBSERVE","bizStep":"shipping","disposition":"in_transit","readPoint":{"id":"urn:epc:id:sgln:9506000.00001.{{number % 20}}"},
            "bizLocation":{"id":"urn:epc:id:sgln:9506000.00002.{{number % 20}}"},"bizTransactionList":[{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:9506000000004:{{number / 1000}}"}]}
            """);
    }
}
