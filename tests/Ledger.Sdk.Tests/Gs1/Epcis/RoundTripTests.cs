using System.Buffers;
using System.Text;
using System.Xml.Schema;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Whatever GS1's JSON schema allows in an event: it is answered in JSON and in XML with the hash that it was captured with.</summary>
public sealed class RoundTripTests
{
    private static readonly AnswerFormat AsCaptured = new(EpcFormat.NoPreference, CbvFormat.NoPreference);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 12)];

    [Theory]
    [InlineData("ex:a\":\"b\\u0000\"", "/epcisBody/eventList/0/ex:a")]
    [InlineData("ex:a\":{\"\\u001f\":1}", "/epcisBody/eventList/0/ex:a/\u001f")]
    [InlineData("sensorElementList\":[{\"sensorReport\":[{\"type\":\"Temperature\",\"stringValue\":\"\\ufffe\"}]}]", "/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/stringValue")]
    [InlineData("ex:a\":\"\uffff\"", "/epcisBody/eventList/0/ex:a")]
    public void Text_that_xml_cannot_give_back_is_refused_at_its_place(string member, string place)
    {
        var json = Document(member);
        Assert.False(EpcisDocument.TryParse(json, out _, out var problems));
        var problem = Assert.Single(problems);
        Assert.Equal(place, problem.Pointer);
        Assert.StartsWith("A text has no control characters", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"@id\":\"urn:x:1\"}", null)]
    [InlineData("{\"bizStep\":5}", "The member 'bizStep' belongs into XML itself, not into json:members.")]
    [InlineData("{\"@context\":5}", "The member '@context' belongs into XML itself, not into json:members.")]
    [InlineData("[1]", "The text of json:members is no JSON object.")]
    [InlineData("{", "The text of json:members is no JSON object.")]
    public void Json_in_xml_holds_only_what_has_no_form_in_xml(string members, string? fault)
    {
        var xml = Encoding.UTF8.GetString(Xml(Document("ex:a\":\"b\""))).Replace("</ObjectEvent>", $"<json:members xmlns:json=\"urn:ledger:epcis:json\">{members}</json:members></ObjectEvent>", StringComparison.Ordinal);
        Assert.True(EpcisDocumentReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml))).TryRead(out var reading));
        Assert.Equal(fault is null ? [] : [fault], reading.Problems.Select(problem => problem.Message));
        Assert.All(reading.Problems, problem => Assert.Equal(1, problem.Line));
        Assert.Equal(fault is null ? "\"urn:x:1\"" : null, reading.Event?.Extensions["@id"]);
    }

    [Fact]
    public void An_extension_in_a_sensor_report_that_is_no_text_is_json_in_an_attribute()
    {
        var json = Document("sensorElementList\":[{\"sensorReport\":[{\"type\":\"Temperature\",\"value\":1,\"ex:a\":\"b\",\"ex:c\":[1,{\"ex:d\":2}]}]}]");
        var xml = Encoding.UTF8.GetString(Xml(json));
        Assert.Contains("value=\"1\" ex:a=\"b\" json:members=\"{&quot;ex:c&quot;:[", xml, StringComparison.Ordinal);
        Assert.Null(Fault(json, EventHash.Prehash(json)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_is_captured_is_answered_with_its_hash_in_both_forms(int seed)
    {
        var wrong = new List<string>();
        var schemas = EpcisXmlWriterTests.Schemas();
        EpcisDocument? before = null;
        for (var i = 0; i < 150; i++)
        {
            var json = new UnusualEvents(seed * 1000 + i).Document();
            Assert.True(EpcisDocument.TryParse(json, out var document, out var problems), $"{string.Join('\n', problems)}\n{Encoding.UTF8.GetString(json)}");
            EpcisDocument[] both = before is null ? [document] : [before, document];
            if ((Fault(json, EventHash.Prehash(json), schemas) ?? Fault(Answer(both), [.. both.SelectMany(each => EventHash.Prehash(each.Source))], schemas)) is { } fault)
                wrong.Add($"{seed * 1000 + i}: {fault}\n{Encoding.UTF8.GetString(json)}");
            before = document;
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong\n{string.Join("\n\n", wrong.OrderBy(w => w.Length).Take(5))}");
    }

    /// <summary>What is wrong with a document in JSON, the XML made of it, or the JSON made of that; null where nothing is.</summary>
    private static string? Fault(byte[] json, IReadOnlyList<string> expected, XmlSchemaSet? schemas = null)
    {
        if (Other("JSON", json, expected) is { } first) return first;
        var xml = Xml(json);
        var text = Encoding.UTF8.GetString(xml);
        if (EpcisXml.Check(new MemoryStream(xml)) is { Count: > 0 } faults) return $"{faults[0]}\n{text}";
        if (schemas is not null && EpcisXmlWriterTests.Faults(xml, schemas) is { Count: > 0 } published) return $"{published[0]}\n{text}";
        if (Other("XML", xml, expected) is { } second) return $"{second}\n{text}";
        var again = EpcisXml.ToJson(xml);
        return (EpcisDocument.TryParse(again, out _, out var problems) ? Other("JSON again", again, expected) : problems[0].ToString()) is { } third
            ? $"{third}\n{text}\n{Encoding.UTF8.GetString(again)}" : null;
    }

    private static string? Other(string form, byte[] document, IReadOnlyList<string> expected) =>
        EventHash.Prehash(document).SequenceEqual(expected) ? null : $"{form}\n{string.Join('\n', expected)}\n{string.Join('\n', EventHash.Prehash(document))}";

    /// <summary>Events of documents with contexts of their own, in one answer.</summary>
    private static byte[] Answer(params IEnumerable<EpcisDocument> documents)
    {
        var answer = new ArrayBufferWriter<byte>();
        AnsweredEvent[] events = [.. documents.SelectMany(document => document.Events.Select(one => new AnsweredEvent(one.Source, EventContext.Parse(document.Context), DateTimeOffset.UnixEpoch, null, [])))];
        QueryDocument.Write(answer, events, AsCaptured, DateTimeOffset.UnixEpoch);
        return answer.WrittenSpan.ToArray();
    }

    private static byte[] Document(string member) => Encoding.UTF8.GetBytes($$$"""
        {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.com/a/"}],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z","epcisBody":{"eventList":[
        {"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","action":"OBSERVE","epcList":["urn:epc:id:sgtin:9506000.013435.1"],"{{{member}}} }]}}
        """);

    private static byte[] Xml(byte[] json)
    {
        using var output = new MemoryStream();
        EpcisXmlWriter.Write(output, json);
        return output.ToArray();
    }
}
