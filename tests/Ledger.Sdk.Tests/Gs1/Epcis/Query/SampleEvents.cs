using System.Text;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>Events that the tests of queries ask about.</summary>
internal static class SampleEvents
{
    public static readonly DateTimeOffset RecordTime = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly EventContext Context = EventContext.Parse("""
        ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", { "ex": "https://example.org/ns/" }]
        """);

    public const string Shipping = """
        { "type": "ObjectEvent", "eventID": "urn:uuid:00000000-0000-4000-8000-000000000001", "eventTime": "2026-03-01T12:00:00.500+02:00",
          "eventTimeZoneOffset": "+02:00", "action": "OBSERVE", "bizStep": "shipping", "disposition": "https://ref.gs1.org/cbv/Disp-in_transit",
          "epcList": ["urn:epc:id:sgtin:9521102.000125.1001", "https://example.com/01/09521102001258/21/1002"],
          "quantityList": [{ "epcClass": "urn:epc:class:lgtin:9521102.000125.L1", "quantity": 2.50, "uom": "KGM" }],
          "readPoint": { "id": "urn:epc:id:sgln:9521102.00001.17", "ex:gate": "north" }, "bizLocation": { "id": "https://id.gs1.org/414/9521102000015" },
          "bizTransactionList": [{ "type": "po", "bizTransaction": "https://example.org/po/1" }],
          "sourceList": [{ "type": "possessing_party", "source": "urn:epc:id:pgln:9521102.00001" }],
          "persistentDisposition": { "set": ["completeness_verified"] },
          "sensorElementList": [{ "sensorMetadata": { "time": "2026-03-01T09:00:00Z", "deviceID": "urn:epc:id:giai:9521102.S1", "ex:room": "A" },
            "sensorReport": [{ "type": "Temperature", "value": 4.5, "sDev": 1, "uom": "CEL", "ex:seal": 7 },
              { "type": "Temperature", "hexBinaryValue": "F0f0", "stringValue": "a|b", "booleanValue": true, "percRank": 50 }] }],
          "ex:lot": "007", "ex:level": 7.0, "ex:when": "2026-01-01T00:00:00Z", "ex:deep": { "ex:inner": ["x", { "ex:core": "50%" }] },
          "ex:star": "a*c" }
        """;

    public const string Error = """
        { "type": "ObjectEvent", "eventTime": "2026-03-01T12:00:00Z", "eventTimeZoneOffset": "+00:00", "action": "ADD",
          "epcList": ["urn:epc:id:sgtin:9521102.000125.1003"], "bizStep": "urn:epcglobal:cbv:bizstep:commissioning",
          "ilmd": { "ex:lotNumber": "L1", "cbvmda:bestBeforeDate": "2026-12-31" },
          "errorDeclaration": { "declarationTime": "2026-03-02T00:00:00Z", "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:00000000-0000-4000-8000-000000000009"], "ex:who": "me" } }
        """;

    public static bool Fits(string json, string queryString)
    {
        var pairs = queryString.Split('&').Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1])));
        return Matches(EventQuery.Parse(pairs, new Dictionary<string, string> { ["e"] = "https://example.org/ns" }), json);
    }

    public static bool Matches(EventQuery query, string json) =>
        new EventMatcher(query).Matches(Encoding.UTF8.GetBytes(json), Context, RecordTime, "ni:///sha-256;00?ver=CBV2.0");
}
