using System.Text;
using System.Text.Json.Nodes;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Documents of events with all that GS1's JSON schema allows in them, the unusual above all; the same for the same seed.</summary>
internal sealed class UnusualEvents(int seed)
{
    private const string Standard = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    private static readonly string[] Names = ["ex:a", "ex:b-1", "other:a", "other:type", "same:a", "ns:a", "cbvmda:lotNumber", "gs1:origin", "undeclared:a", "https://example.com/full/name",
        "https://example.com/x#y", "urn:x:y:z", "rdfs:comment", "rdfs:label", "r:comment", "xsi:type", "xsi:nil", "x:odd", "epcis:a", "ex:extension", "ex:a:b", "ex:1a", "ex:a/b", "std:ObjectEvent", "inst:type", "xml:lang", "json:members"];

    private static readonly string[] Plain = ["a", "type", "id", "value", "extension", "baseExtension", "xmlns", "comment", "@id", "@type", "@value", "@language", "a b", "1a", "", "ä", "名", "#x", ":", "epcList", "_x0041_", "#text"];

    private static readonly string[] Texts = ["text", "", " ", " leading", "trailing\t", "in  ner", "a\r\nb", "a\rb", "a\nb", "\u00a0nbsp\u00a0", "\u3000wide\u3000", "\u2028line\u2028", "\u0085next\u0085", "😀 👩‍👩‍👧", "]]>", "a&b;&amp;", "<b/>", "<![CDATA[x]]>",
        "e\u0301 \u00e9", "\"quoted\" 'single'", "007", "+1.50", "-0.0", "1e3", ".5", "5.", "1,5", "true", "null", "2026-03-01T08:00:00+01:00", "urn:epc:id:sgtin:9506000.013435.1",
        "https://example.com/01/09506000134352?x=1", "urn:epcglobal:cbv:bizstep:shipping", "gs1:Temperature", "{\"a\":1}", "[1]", "\u007f\u0080\u009f", "\ufeff", "\ufffd", new string('x', 20_000)];

    private static readonly string[] Numbers = ["0", "-0", "1", "1.50", "-0.050", "1e2", "1.5E+3", "25E-4", "123456789012345.678901234567", "1e-20", "-7.0e0"];

    private static readonly string[] Times = ["2026-03-01T08:00:00Z", "2026-03-01T08:00:00.0005+14:00", "2026-03-01t08:00:00.123456789z", "2026-03-01T23:59:59.9996-13:30", "2026-03-01T08:00:00-00:00",
        "2026-03-01T08:00:00+17:45", "2016-12-31T23:59:60Z", "2016-12-31T23:59:60.9999Z", "0001-01-02T00:00:00+01:00", "9999-12-30T23:59:59.9999-01:00"];

    private readonly Random random = new(seed);

    public byte[] Document()
    {
        var events = new JsonArray();
        for (var i = random.Next(1, 3); i > 0; i--) events.Add(Event());
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["@context"] = new JsonArray(Standard, Context()),
            ["type"] = "EPCISDocument",
            ["schemaVersion"] = "2.0",
            ["creationDate"] = "2026-03-01T12:00:00Z",
            ["epcisBody"] = new JsonObject { ["eventList"] = events },
        }.ToJsonString());
    }

    private JsonObject Context() => Maybe() ? new() { ["ex"] = "urn:ex" } : new()
    {
        ["ex"] = "https://example.com/a/",
        ["other"] = random.Next(2) == 0 ? "urn:other" : "http://example.com/o#",
        ["same"] = "https://example.com/a/",
        ["r"] = "http://www.w3.org/2000/01/rdf-schema#",
        ["x"] = new JsonObject { ["@id"] = "https://example.com/odd?a=b&c=<d>", ["@prefix"] = true },
        ["std"] = "urn:epcglobal:epcis:xsd:2",
        ["inst"] = "http://www.w3.org/2001/XMLSchema-instance",
        ["reserved"] = "http://www.w3.org/2000/xmlns/",
        [Maybe() ? "undeclared" : "ns"] = "urn:declared",
        ["https"] = "urn:hidden",
        ["gs1"] = "https://example.com/gs1/",
    };

    private JsonObject Event()
    {
        var type = One("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent", "ex:OwnEvent", "https://example.com/OwnEvent", "same:OwnEvent", "undeclared:Own");
        var one = new JsonObject { ["type"] = type, ["eventTime"] = One(Times), ["eventTimeZoneOffset"] = One("+00:00", "-13:45", "+14:00") };
        if (Maybe()) one["@context"] = Maybe() ? new JsonArray(Standard, new JsonObject { ["ex"] = "urn:inner", ["rdfs"] = "urn:not-rdfs" }) : new JsonObject { ["in"] = "urn:in/", ["other"] = "" };
        if (Maybe()) one["recordTime"] = One(Times);
        if (Maybe()) one["eventID"] = "urn:uuid:00000000-0000-4000-8000-000000000001";
        if (Maybe()) one["certificationInfo"] = Maybe() ? "https://example.com/c" : new JsonArray("https://example.com/c", "https://example.com/d");
        if (Maybe()) one["errorDeclaration"] = Extended(new JsonObject { ["declarationTime"] = One(Times), ["reason"] = One("incorrect_data", "urn:my:reason"), ["correctiveEventIDs"] = new JsonArray("urn:x:1", "urn:x:2") }, Names);
        var isOwn = type.Contains(':', StringComparison.Ordinal);
        if (isOwn && Maybe()) return Extended(one, [.. Names, "bizStep", "epcList", "readPoint", "quantityList", "sensorElementList", "value", "plain", "@id"]);
        What(one, isOwn ? "ObjectEvent" : type);
        if (Maybe()) one["bizStep"] = One("shipping", "https://ref.gs1.org/cbv/BizStep-shipping", "cbv:BizStep-mine", "urn:my:step");
        if (Maybe()) one["disposition"] = One("in_transit", "https://ref.gs1.org/cbv/Disp-in_transit", "https://example.com/d");
        if (Maybe()) one["readPoint"] = Extended(new JsonObject { ["id"] = "urn:epc:id:sgln:9506000.00001.0" }, [.. Names, .. Plain]);
        if (Maybe()) one["bizLocation"] = Extended(new JsonObject { ["id"] = "https://example.com/414/9506000000015" }, [.. Names, .. Plain]);
        if (Maybe()) one["sourceList"] = new JsonArray(new JsonObject { ["type"] = One("owning_party", "urn:my:type"), ["source"] = "urn:epc:id:pgln:9506000.00001" });
        if (Maybe()) one["destinationList"] = new JsonArray(new JsonObject { ["type"] = "possessing_party", ["destination"] = "urn:epc:id:pgln:9506000.00001" });
        if (type != "TransactionEvent" && Maybe()) one["bizTransactionList"] = new JsonArray(new JsonObject { ["bizTransaction"] = "urn:my:po:1" }, new JsonObject { ["type"] = "po", ["bizTransaction"] = "urn:my:po:1" });
        if (type is "ObjectEvent" or "TransformationEvent" && Maybe()) one["persistentDisposition"] = new JsonObject { ["set"] = new JsonArray("damaged", "completeness_verified"), ["unset"] = new JsonArray("urn:my:disp") };
        if (Maybe()) one["sensorElementList"] = new JsonArray(Sensor(), Sensor());
        return Extended(one, Names);
    }

    private void What(JsonObject one, string type)
    {
        if (type != "TransformationEvent") one["action"] = "ADD";
        var (epcs, quantities) = type switch { "AggregationEvent" or "AssociationEvent" => ("childEPCs", "childQuantityList"), "TransformationEvent" => ("inputEPCList", "inputQuantityList"), _ => ("epcList", "quantityList") };
        one[epcs] = new JsonArray("urn:epc:id:sgtin:9506000.013435.1", "https://id.gs1.org/01/09506000134352/21/2");
        if (Maybe()) one[quantities] = new JsonArray(new JsonObject { ["epcClass"] = "urn:epc:class:lgtin:9506000.013435.A", ["quantity"] = Number(), ["uom"] = "KGM" },
            new JsonObject { ["epcClass"] = "urn:epc:idpat:sgtin:9506000.013435.*" }, new JsonObject { ["epcClass"] = "urn:my:class", ["uom"] = "KGM" });
        if (type == "AssociationEvent" || (type is "AggregationEvent" or "TransactionEvent" && Maybe())) one["parentID"] = "urn:epc:id:sscc:9506000.0000000001";
        if (type == "TransformationEvent") (one["outputEPCList"], one["transformationID"]) = (new JsonArray(), "urn:my:transformation");
        if (type == "TransactionEvent") one["bizTransactionList"] = new JsonArray(new JsonObject { ["type"] = "po", ["bizTransaction"] = "urn:my:po:1" });
        if (type is "ObjectEvent" or "TransformationEvent" && Maybe()) one["ilmd"] = Extended([], Names);
    }

    private JsonObject Sensor()
    {
        var one = new JsonObject { ["sensorReport"] = new JsonArray(Report(), Report()) };
        if (Maybe()) one["sensorMetadata"] = Extended(new JsonObject { ["time"] = One(Times), ["startTime"] = One(Times), ["deviceID"] = "urn:epc:id:giai:9506000.12345", ["bizRules"] = "https://example.com/r?a=b&c" }, Names);
        return Extended(one, Names);
    }

    private JsonObject Report()
    {
        var one = new JsonObject { ["type"] = One("Temperature", "gs1:Temperature", "https://example.com/Mine") };
        if (Maybe()) (one["value"], one["uom"], one["minValue"], one["sDev"]) = (Number(), One("CEL", " CEL\n", "°"), Number(), Number());
        if (Maybe()) (one["stringValue"], one["booleanValue"], one["hexBinaryValue"], one["uriValue"]) = (One(Texts), Maybe(), "0aFF", "urn:my:value");
        if (Maybe()) (one["component"], one["exception"], one["time"]) = (One("x", "cbv:Comp-mine"), One("ALARM_CONDITION", "urn:my:alarm"), One(Times));
        return Extended(one, Names);
    }

    private JsonObject Extended(JsonObject one, string[] names)
    {
        for (var i = random.Next(4); i > 0; i--)
            if (One(names) is var name && !one.ContainsKey(name)) one[name] = Value(3);
        return one;
    }

    private JsonNode? Value(int depth) => random.Next(depth > 0 ? 10 : 6) switch
    {
        0 => null,
        1 => Maybe(),
        2 => Number(),
        < 6 => One(Texts),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1))]),
        _ => Nested(depth),
    };

    private JsonObject Nested(int depth)
    {
        var one = new JsonObject();
        for (var i = random.Next(4); i > 0; i--) one[One([.. Names, .. Plain])] = Value(depth - 1);
        if (random.Next(5) == 0) one["@xmlns:ex"] = "urn:nested";
        if (random.Next(8) == 0) one["@context"] = new JsonObject { ["ex"] = "urn:ignored" };
        return one;
    }

    private JsonNode Number() => JsonNode.Parse(One(Numbers))!;

    private bool Maybe() => random.Next(3) == 0;

    private string One(params string[] all) => all[random.Next(all.Length)];
}
