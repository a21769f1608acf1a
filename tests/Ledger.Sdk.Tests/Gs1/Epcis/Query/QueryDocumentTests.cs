using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>Answers say what was captured, in the form asked for, under the same event hash.</summary>
public sealed class QueryDocumentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, 123, TimeSpan.Zero);

    private static byte[] Write(AnswerFormat format, params AnsweredEvent[] events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        QueryDocument.Write(buffer, events, format, Now);
        return buffer.WrittenSpan.ToArray();
    }

    private static AnsweredEvent Answer(string json, EventContext context, params string[] withheld) =>
        new(Encoding.UTF8.GetBytes(json), context, Now, "ni:///sha-256;00?ver=CBV2.0", withheld);

    [Fact]
    public void Every_published_document_is_answered_with_its_own_hashes_in_every_form()
    {
        var folder = Vectors.Require("gs1", "epcis");
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!["files"]!.AsArray();
        var count = 0;
        foreach (var file in manifest.Where(f => (string)f!["kind"]! == "capture" && (bool?)f["schemaValid"] == true).Select(f => (string)f!["file"]!))
        {
            var bytes = File.ReadAllBytes(Path.Combine(folder, "..", file));
            if (EpcisXml.IsXml(bytes)) bytes = EpcisXml.ToJson(bytes);
            if (!EpcisDocument.TryParse(bytes, out var document, out _)) continue;
            var context = EventContext.Parse(JsonNode.Parse(bytes)!["@context"]!.ToJsonString());
            var events = document.Events.Select(e => new AnsweredEvent(e.Source, context, Now, e.Hash, [])).ToArray();
            foreach (var epc in Enum.GetValues<EpcFormat>())
                foreach (var cbv in Enum.GetValues<CbvFormat>())
                {
                    var hashes = EventHash.Compute(Write(new AnswerFormat(epc, cbv), events));
                    Assert.True(document.Events.Select(e => e.Hash).SequenceEqual(hashes), $"{file} {epc} {cbv}");
                }
            Assert.Equal(document.Events.Count, EpcisDocument.Parse(Write(AnswerFormat.AsCaptured, events)).Events.Count);
            count++;
        }
        Assert.True(count > 50, $"{count} documents");
    }

    [Fact]
    public void Identifiers_and_terms_are_translated_where_asked()
    {
        var json = Encoding.UTF8.GetString(Write(new AnswerFormat(EpcFormat.DigitalLink, CbvFormat.Urn), Answer(SampleEvents.Shipping, SampleEvents.Context)));
        Assert.Contains("\"https://id.gs1.org/01/09521102001258/21/1001\"", json, StringComparison.Ordinal);
        Assert.Contains("\"https://example.com/01/09521102001258/21/1002\"", json, StringComparison.Ordinal);
        Assert.Contains("\"urn:epcglobal:cbv:bizstep:shipping\"", json, StringComparison.Ordinal);
        Assert.Contains("\"urn:epcglobal:cbv:disp:in_transit\"", json, StringComparison.Ordinal);
        Assert.Contains("\"quantity\": 2.50", json, StringComparison.Ordinal);
        json = Encoding.UTF8.GetString(Write(new AnswerFormat(EpcFormat.Urn, CbvFormat.WebUri), Answer(SampleEvents.Shipping, SampleEvents.Context)));
        Assert.Contains("\"urn:epc:id:sgtin:9521102.000125.1002\"", json, StringComparison.Ordinal);
        Assert.Contains("\"https://ref.gs1.org/cbv/BizStep-shipping\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_time_is_ours_and_an_event_without_id_gets_the_one_it_is_known_by()
    {
        const string foreign = """{ "type": "ObjectEvent", "recordTime": "2001-01-01T00:00:00Z", "epcList": ["https:\/\/id.gs1.org\/01\/09521102001258\/21\/1"] }""";
        var answer = JsonNode.Parse(Write(new AnswerFormat(EpcFormat.Urn, default), Answer(foreign, EventContext.Empty), Answer("{}", EventContext.Empty)))!;
        var events = answer["epcisBody"]!["queryResults"]!["resultsBody"]!["eventList"]!.AsArray();
        Assert.Equal("2026-03-02T00:00:00.123Z", (string)events[0]!["recordTime"]!);
        Assert.Equal("ni:///sha-256;00?ver=CBV2.0", (string)events[0]!["eventID"]!);
        Assert.Equal("urn:epc:id:sgtin:9521102.000125.1", (string)events[0]!["epcList"]![0]!);
        Assert.Equal(2, events[1]!.AsObject().Count);
    }

    [Fact]
    public void A_prefix_with_two_meanings_keeps_both()
    {
        var other = EventContext.Parse("""["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", { "ex": "https://other.example/" }]""");
        const string plain = """{ "type": "ObjectEvent", "ex:a": 1 }""";
        const string own = """{ "@context": [{ "own": "https://own.example/" }], "type": "ObjectEvent", "ex:a": 1, "own:b": 2 }""";
        var answer = Write(AnswerFormat.AsCaptured, Answer(plain, SampleEvents.Context), Answer(plain, other), Answer(own, other, "where", "how"));
        var strings = EventHash.Prehash(answer);
        Assert.Contains("{https://example.org/ns/}a=1", strings[0], StringComparison.Ordinal);
        Assert.Contains("{https://other.example/}a=1", strings[1], StringComparison.Ordinal);
        Assert.Contains("{https://other.example/}a=1{https://own.example/}b=2", strings[2], StringComparison.Ordinal);
        Assert.Contains("\"ledger:withheld\":[\"where\",\"how\"]", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
    }
}
