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
