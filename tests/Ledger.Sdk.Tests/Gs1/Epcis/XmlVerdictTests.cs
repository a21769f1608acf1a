using System.Text;
using System.Text.Json;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>GS1's and OpenEPCIS' example documents in XML, read from outside the repository.</summary>
public sealed class XmlVerdictTests
{
    [Fact]
    public void Every_xml_document_is_judged_as_by_the_published_schema()
    {
        var wrong = new List<string>();
        var judged = 0;
        foreach (var (path, valid, bytes) in Documents())
        {
            judged++;
            var problems = EpcisXml.Check(new MemoryStream(bytes));
            // Where no published schema has the root, events and master data alone are held to the rules for what is inside documents.
            if ((problems.Count == 0) != (valid ?? !path.Contains("/Invalid/", StringComparison.Ordinal)))
                wrong.Add($"{path}: {(problems.Count == 0 ? "accepted" : problems[0])}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(judged > 80);
    }

    [Fact]
    public void Every_document_of_events_that_the_schema_accepts_is_read_whole()
    {
        var wrong = new List<string>();
        foreach (var (path, valid, bytes) in Documents())
        {
            if (valid == false || path.Contains("/Invalid/", StringComparison.Ordinal) || path.Contains("CaptureJob", StringComparison.Ordinal)) continue;
            var events = Read(bytes);
            wrong.AddRange(events.SelectMany(e => e.Problems).Select(p => $"{path}: {p}"));
            if (events.Any(e => e.Event is null)) continue;
            Assert.Equal(EventHash.Compute(bytes), events.Select(e => e.Event!.Hash));
            var names = Encoding.UTF8.GetString(bytes);
            Assert.Equal(Count(names, "<eventTime>"), events.Count);
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>The XML schema allows what the JSON schema does not; such events are captured and answered all the same.</summary>
    private static readonly string[] OnlyInXml =
    [
        "The member 'type' is missing.", // of a sensor report
        "'persistentDisposition' is unknown here", // in an aggregation
        "occurs twice.", // an EPC in a list
        "'sensorMetaData' is unknown here", "'myField' is unknown here", // without namespace, in extension points of EPCIS 1.2
    ];

    [Fact]
    public void What_xml_says_is_valid_json_too_but_for_what_json_has_no_place_for()
    {
        var wrong = new List<string>();
        foreach (var (path, valid, bytes) in Documents())
        {
            if (valid == false || path.Contains("/Invalid/", StringComparison.Ordinal) || path.Contains("CaptureJob", StringComparison.Ordinal)
                || path.Contains("SimpleEventQuery", StringComparison.Ordinal)) continue;
            if (EpcisDocument.TryParse(EpcisXml.ToJson(bytes), out _, out var problems)) continue;
            wrong.AddRange(problems.Where(p => !OnlyInXml.Any(known => p.Message.Contains(known, StringComparison.Ordinal))).Select(p => $"{path}: {p}"));
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static List<EpcisReading> Read(byte[] bytes)
    {
        var reader = EpcisDocumentReader.Open(new MemoryStream(bytes));
        var all = new List<EpcisReading>();
        while (reader.TryRead(out var next)) all.Add(next);
        return all;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<(string Path, bool? Valid, byte[] Bytes)> Documents() =>
        from file in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "epcis", "manifest.json"))).RootElement
            .GetProperty("files").EnumerateArray()
        let path = file.GetProperty("file").GetString()!
        where path.EndsWith(".xml", StringComparison.Ordinal)
        let valid = file.GetProperty("schemaValid")
        select (path, valid.ValueKind == JsonValueKind.Null ? (bool?)null : valid.GetBoolean(), File.ReadAllBytes(Vectors.Require("gs1", path)));
}
