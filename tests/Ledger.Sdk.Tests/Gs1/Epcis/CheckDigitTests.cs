using System.Text;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Every key with a check digit, wherever an event names it: with another digit it is refused, at its place.</summary>
public sealed class CheckDigitTests
{
    /// <summary>Keys in Digital Links, and where the check digit stands in the first value. Asset identifiers (8003) are missing: GS1's own valid documents hold wrong ones.</summary>
    private static readonly (string Path, int At)[] Keys =
    [
        ("00/095060000134352006", 17), ("01/09506000134352/21/A", 13), ("01/09506000134352/10/L", 13), ("01/09506000134352/235/T", 13), ("253/9506000000015987", 12), ("255/9506000000015987", 12), ("402/95060000134352004", 16),
        ("414/9506000000015", 12), ("414/9506000000015/254/x", 12), ("417/9506000000015", 12), ("8006/095060001343520102/21/A", 13), ("8017/950600001343520002", 17), ("8018/950600001343520002", 17),
    ];

    private static readonly (string Json, string Pointer)[] Places =
    [
        (Event("ObjectEvent", "\"epcList\":[\"urn:x:y\",\"@\"]"), "/epcList/1"), (Event("ObjectEvent", "\"quantityList\":[{\"epcClass\":\"@\"}]"), "/quantityList/0/epcClass"), (Event("AggregationEvent", "\"parentID\":\"@\",\"childEPCs\":[\"urn:x:y\"]"), "/parentID"),
        (Event("AggregationEvent", "\"childEPCs\":[\"@\"]"), "/childEPCs/0"), (Event("AggregationEvent", "\"childQuantityList\":[{\"epcClass\":\"@\"}]"), "/childQuantityList/0/epcClass"),
        (Transformation("\"inputEPCList\":[\"@\"],\"outputEPCList\":[\"urn:x:y\"]"), "/inputEPCList/0"), (Transformation("\"inputEPCList\":[\"urn:x:y\"],\"outputEPCList\":[\"@\"]"), "/outputEPCList/0"), (Transformation("\"inputEPCList\":[\"urn:x:y\"],\"transformationID\":\"@\""), "/transformationID"),
        (Transformation("\"inputQuantityList\":[{\"epcClass\":\"@\"}],\"outputEPCList\":[\"urn:x:y\"]"), "/inputQuantityList/0/epcClass"), (Transformation("\"inputEPCList\":[\"urn:x:y\"],\"outputQuantityList\":[{\"epcClass\":\"@\"}]"), "/outputQuantityList/0/epcClass"),
        .. new (string Json, string Pointer)[]
        {
            ("\"readPoint\":{\"id\":\"@\"}", "/readPoint/id"), ("\"bizLocation\":{\"id\":\"@\"}", "/bizLocation/id"), ("\"bizTransactionList\":[{\"bizTransaction\":\"@\"}]", "/bizTransactionList/0/bizTransaction"), ("\"sourceList\":[{\"type\":\"location\",\"source\":\"@\"}]", "/sourceList/0/source"),
            ("\"destinationList\":[{\"type\":\"location\",\"destination\":\"@\"}]", "/destinationList/0/destination"), ("\"sensorElementList\":[{\"sensorMetadata\":{\"bizRules\":\"@\"},\"sensorReport\":[{\"type\":\"Count\"}]}]", "/sensorElementList/0/sensorMetadata/bizRules"),
        }.Select(part => (Event("ObjectEvent", "\"epcList\":[]," + part.Json), part.Pointer)),
        .. from field in new[] { "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod" }
           from part in new[] { ($"\"sensorMetadata\":{{\"{field}\":\"@\"}},\"sensorReport\":[{{\"type\":\"Count\"}}]", $"sensorMetadata/{field}"), ($"\"sensorReport\":[{{\"type\":\"Count\"}},{{\"type\":\"Count\",\"{field}\":\"@\"}}]", $"sensorReport/1/{field}") }
           select (Event("ObjectEvent", $"\"epcList\":[],\"sensorElementList\":[{{{part.Item1}}}]"), $"/sensorElementList/0/{part.Item2}"),
    ];

    [Fact]
    public void A_wrong_check_digit_is_refused_in_every_key_and_every_place()
    {
        foreach (var (path, at) in Keys)
        {
            var start = path.IndexOf('/', StringComparison.Ordinal) + 1 + at;
            var right = "https://example.com/some/" + path[..start] + Digit(path[(start - at)..start]) + path[(start + 1)..];
            Assert.True(Epc.TryParse(right, out _), right);
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var text = right[..^(path.Length - start)] + digit + path[(start + 1)..];
                foreach (var (json, pointer) in digit is '0' or '7' || text == right ? Places : Places[..1])
                    Assert.Equal(text == right ? [] : [$"{pointer} {text}"], Problems(json.Replace("\"@\"", $"\"{text}\"", StringComparison.Ordinal)).Select(problem => $"{problem.Pointer} {text}"));
            }
        }
    }

    /// <summary>Weight 3 from the right: GS1 General Specifications section 7.9.1.</summary>
    private static int Digit(string digits) => (10 - digits.Reverse().Select((c, i) => (c - '0') * (i % 2 == 0 ? 3 : 1)).Sum() % 10) % 10;

    private static IReadOnlyList<EpcisProblem> Problems(string json) => EpcisDocument.TryParse(Encoding.UTF8.GetBytes(json), out _, out var problems) ? [] : problems;

    private static string Event(string type, string part) => $$"""{"@context":"ex:c","type":"{{type}}","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","action":"OBSERVE",{{part}} }""";

    private static string Transformation(string part) => Event("TransformationEvent", part).Replace("\"action\":\"OBSERVE\",", "", StringComparison.Ordinal);
}
