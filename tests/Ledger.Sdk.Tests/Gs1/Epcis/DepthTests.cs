using System.Text;
using System.Text.Json.Nodes;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>However deep an extension is nested: what is taken in one form is read again in both, with its hash, and the rest is refused for that.</summary>
public sealed class DepthTests
{
    private const int Deepest = 58;

    /// <summary>What nests: one level more around a value.</summary>
    private static readonly Dictionary<string, Func<JsonNode, int, JsonNode>> Nestings = new()
    {
        ["objects"] = (inner, _) => new JsonObject { ["ex:in"] = inner },
        ["lists of objects"] = (inner, _) => new JsonObject { ["ex:in"] = new JsonArray(inner, "beside") },
        ["plain names"] = (inner, _) => new JsonObject { ["in"] = inner, ["#text"] = "text" },
        ["lists of lists"] = (inner, _) => new JsonArray(new JsonArray(inner), 1),
        ["by turns"] = (inner, i) => i % 3 == 0 ? new JsonArray(inner, new JsonArray(2)) : new JsonObject { ["ex:in"] = inner, ["ex:text"] = "a\r\nb\tc" },
    };

    private static readonly Dictionary<string, Action<JsonObject, JsonNode>> Places = new()
    {
        ["event"] = (one, value) => one["ex:deep"] = value,
        ["ilmd"] = (one, value) => one["ilmd"] = new JsonObject { ["ex:deep"] = value },
        ["readPoint"] = (one, value) => one["readPoint"] = new JsonObject { ["id"] = "urn:epc:id:sgln:9506000.00001.0", ["deep"] = value },
        ["sensorElement"] = (one, value) => one["sensorElementList"] = new JsonArray(new JsonObject { ["sensorReport"] = new JsonArray(new JsonObject { ["type"] = "Temperature", ["value"] = 1, ["uom"] = "CEL" }), ["ex:deep"] = value }),
        ["own type"] = (one, value) => (one["type"], one["plain"]) = ("ex:OwnEvent", value),
    };

    public static TheoryData<string, string> Cases => [.. Places.Keys.SelectMany(_ => Nestings.Keys, (place, nesting) => (place, nesting))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_taken_in_json_can_be_answered_and_taken_again_in_both_forms(string place, string nesting)
    {
        var taken = new List<int>();
        for (var depth = 1; depth < 70; depth++)
        {
            JsonNode value = "bottom";
            for (var i = 0; i < depth; i++) value = Nestings[nesting](value, i);
            var json = Document(place, value);
            if (!EpcisDocument.TryParse(json, out _, out var problems))
            {
                Assert.Contains("deep", Assert.Single(problems).Message, StringComparison.Ordinal);
                continue;
            }
            taken.Add(depth);
            HoldsInBothForms(json, $"{place}, {nesting}, {depth} deep");
        }
        Assert.Equal(Enumerable.Range(1, taken.Count), taken);
        var each = nesting.StartsWith("lists", StringComparison.Ordinal) ? 2 : 1;
        Assert.InRange(taken.Count, Deepest / each - 5, Deepest / each);
    }

    [Theory]
    [InlineData("<x:a>", "</x:a>", "<x:a/>")]
    [InlineData("<x:a>", "</x:a>", "text")]
    [InlineData("<x:a x:b=\"c\">", "</x:a>", "text")]
    [InlineData("<x:a>beside<x:b/>", "<x:b/></x:a>", "<x:a x:b=\"c\"/>")]
    [InlineData("<x:a><extension>", "</extension></x:a>", "text")]
    public void What_is_taken_in_xml_can_be_answered_and_taken_again_in_both_forms(string open, string close, string bottom)
    {
        var taken = 0;
        for (var depth = 1; depth < 70; depth++)
        {
            var deep = string.Concat(Enumerable.Repeat(open, depth)) + bottom + string.Concat(Enumerable.Repeat(close, depth));
            var xml = Encoding.UTF8.GetBytes($"""
                <epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:x="urn:x" schemaVersion="2.0" creationDate="2026-03-01T12:00:00Z"><EPCISBody><EventList><ObjectEvent>
                <eventTime>2026-03-01T12:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:9506000.013435.1</epc></epcList><action>OBSERVE</action>
                <x:deep>{deep}</x:deep></ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>
                """);
            if (Refusal(xml) is { } refused)
            {
                Assert.Contains(" deep", refused, StringComparison.Ordinal);
                continue;
            }
            HoldsInBothForms(EpcisXml.ToJson(xml), $"{open}, {depth} deep");
            Assert.Equal(depth - 1, taken);
            taken = depth;
        }
        Assert.InRange(taken, 20, Deepest);
    }

    [Fact]
    public void A_context_is_taken_as_deep_as_an_answer_can_hold_it_within_an_event()
    {
        var taken = new List<int>();
        for (var depth = 1; depth < 70; depth++)
        {
            var context = $"[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\",{string.Concat(Enumerable.Repeat("{\"ex\":", depth))}\"urn:x\"{new string('}', depth)}]";
            var plain = Encoding.UTF8.GetString(Document("event", "bottom"));
            var end = plain.IndexOf("],", StringComparison.Ordinal) + 1;
            var json = Encoding.UTF8.GetBytes("{\"@context\":" + context + plain[end..]);
            if (!EpcisDocument.TryParse(json, out var document, out var problems))
            {
                Assert.Contains(" deep", Assert.Single(problems).Message, StringComparison.Ordinal);
                continue;
            }
            taken.Add(depth);
            var answer = new System.Buffers.ArrayBufferWriter<byte>();
            AnsweredEvent[] events = [.. ((string[])["{\"ex\":\"urn:y\"}", context]).Select(each => new AnsweredEvent(document.Events[0].Source, EventContext.Parse(each), default, null, []))];
            QueryDocument.Write(answer, events, new AnswerFormat(EpcFormat.DigitalLink, CbvFormat.NoPreference), default);
            Assert.True(EpcisDocument.TryParse(answer.WrittenMemory, out _, out var wrong), $"{depth}: {string.Join("; ", wrong)}");
            Assert.NotEmpty(Xml(answer.WrittenSpan.ToArray()));
        }
        Assert.Equal(Enumerable.Range(1, Deepest - 2), taken);
    }

    /// <summary>Why the one event of a document is not taken; null where it is.</summary>
    private static string? Refusal(byte[] xml)
    {
        try
        {
            Assert.True(EpcisDocumentReader.Open(new MemoryStream(xml)).TryRead(out var reading));
            return reading.Event is null ? Assert.Single(reading.Problems).Message : null;
        }
        catch (InvalidEpcisException refused)
        {
            return refused.Message;
        }
    }

    /// <summary>Takes an event back and forth between the forms, in documents and in answers, until it must have come to rest.</summary>
    private static void HoldsInBothForms(byte[] json, string what)
    {
        var hashes = EventHash.Compute(json);
        for (var round = 0; round < 3; round++)
            foreach (var document in new[] { json, Answer(json) })
            {
                Assert.True(EpcisDocument.TryParse(document, out _, out var problems), $"{what}, round {round}: {string.Join("; ", problems)}");
                Assert.Equal(hashes, EventHash.Compute(document));
                var xml = Xml(document);
                Assert.True(EpcisXml.Check(new MemoryStream(xml)) is [], $"{what}, round {round}: {string.Join("; ", EpcisXml.Check(new MemoryStream(xml)))}");
                Assert.True(hashes.SequenceEqual(EventHash.Compute(xml)), $"{what}, round {round}:\n{EventHash.Prehash(document)[0]}\n{EventHash.Prehash(xml)[0]}");
                json = EpcisXml.ToJson(Xml(json));
            }
    }

    private static byte[] Document(string place, JsonNode value)
    {
        var one = JsonNode.Parse("""{"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["urn:epc:id:sgtin:9506000.013435.1"],"action":"ADD"}""")!.AsObject();
        if (place == "own type") foreach (var field in (string[])["epcList", "action"]) one.Remove(field);
        Places[place](one, value);
        return Serialized(new JsonObject
        {
            ["@context"] = new JsonArray("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", new JsonObject { ["ex"] = "https://example.com/" }),
            ["type"] = "EPCISDocument",
            ["schemaVersion"] = "2.0",
            ["creationDate"] = "2026-03-01T12:00:00Z",
            ["epcisBody"] = new JsonObject { ["eventList"] = new JsonArray(one) },
        });
    }

    /// <summary>The same events as the answer to a query.</summary>
    private static byte[] Answer(byte[] json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        var list = root["epcisBody"]!["eventList"]!.DeepClone();
        root["type"] = "EPCISQueryDocument";
        root["epcisBody"] = new JsonObject { ["queryResults"] = new JsonObject { ["queryName"] = "SimpleEventQuery", ["resultsBody"] = new JsonObject { ["eventList"] = list } } };
        return Serialized(root);
    }

    private static byte[] Serialized(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(new System.Text.Json.JsonSerializerOptions { MaxDepth = 200 }));

    private static byte[] Xml(byte[] json)
    {
        using var output = new MemoryStream();
        EpcisXmlWriter.Write(output, json);
        return output.ToArray();
    }
}
