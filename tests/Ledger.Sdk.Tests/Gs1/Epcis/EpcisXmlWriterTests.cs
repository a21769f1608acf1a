using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Schema;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>JSON becomes XML that GS1's schema accepts, and no event changes its hash on the way there and back.</summary>
public sealed class EpcisXmlWriterTests
{
    [Fact]
    public void Every_sample_keeps_its_hashes_there_and_back()
    {
        foreach (var sample in Directory.GetFiles(Path.Combine(Repository.Root, "devnet", "samples"), "*.json"))
        {
            var json = File.ReadAllBytes(sample);
            var xml = Xml(json);
            Assert.Empty(EpcisXml.Check(new MemoryStream(xml)));
            Assert.Equal(EventHash.Compute(json), EventHash.Compute(xml));
        }
    }

    [Fact]
    public void Every_published_json_document_becomes_xml_that_the_published_schema_accepts()
    {
        var schemas = Schemas();
        var wrong = new List<string>();
        foreach (var (path, bytes) in Documents("json", "jsonld"))
        {
            if (!EpcisDocument.TryParse(bytes, out _, out _)) continue;
            var xml = Xml(bytes);
            wrong.AddRange(Faults(xml, schemas).Concat(EpcisXml.Check(new MemoryStream(xml)).Select(p => p.ToString())).Select(f => $"{path}: {f}"));
            if (!EventHash.Compute(bytes).SequenceEqual(EventHash.Compute(xml)))
                wrong.Add($"{path}:\n{string.Join('\n', EventHash.Prehash(bytes))}\n{string.Join('\n', EventHash.Prehash(xml))}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_published_xml_document_keeps_its_hashes_through_json_and_back()
    {
        var schemas = Schemas();
        var wrong = new List<string>();
        foreach (var (path, bytes) in Documents("xml"))
        {
            if (EpcisXml.Check(new MemoryStream(bytes)).Count > 0 || path.Contains("CaptureJob", StringComparison.Ordinal)) continue;
            var json = EpcisXml.ToJson(bytes);
            if (!EventHash.Compute(bytes).SequenceEqual(EventHash.Compute(json))) wrong.Add($"{path}: another hash in JSON");
            if (path.Contains("SimpleEventQuery", StringComparison.Ordinal)) continue;
            var again = Xml(json);
            if (!EventHash.Compute(bytes).SequenceEqual(EventHash.Compute(again))) wrong.Add($"{path}: another hash in XML");
            // EPCIS 1.2 has places for fields without a namespace that 2.0 took away.
            if (Faults(again, schemas) is { Count: > 0 } faults)
            {
                if (!path.Contains("1.2", StringComparison.Ordinal)) wrong.Add($"{path}: {faults[0]}");
            }
            else if (!EventHash.Compute(bytes).SequenceEqual(EventHash.Compute(EpcisXml.ToJson(again)))) wrong.Add($"{path}: another hash in JSON again");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Namespaces_quantities_and_words_stand_as_xml_has_them()
    {
        const string json = """
            {"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.com/a/"}],"type":"ObjectEvent",
             "eventTime":"2026-03-01t08:00:00z","eventTimeZoneOffset":"+00:00","action":"OBSERVE","bizStep":"shipping",
             "quantityList":[{"epcClass":"urn:epc:class:lgtin:4012345.012345.A","quantity":1.23456789012345678901234567890e2,"uom":"KGM"}],
             "ex:seal":{"ex:no":[1,2],"plain":"x"},"sensorElementList":[{"sensorReport":[{"type":"Temperature","value":-0.50,"uom":"CEL","ex:a":true}]}]}
            """;
        var xml = Encoding.UTF8.GetString(Xml(Encoding.UTF8.GetBytes(json)));
        Assert.Contains("<eventTime>2026-03-01T08:00:00Z</eventTime>", xml, StringComparison.Ordinal);
        Assert.Contains("<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>", xml, StringComparison.Ordinal);
        Assert.Contains("<quantity>123.45678901234567890123456789</quantity>", xml, StringComparison.Ordinal);
        Assert.Contains("<sensorReport type=\"gs1:Temperature\" value=\"-0.5\" uom=\"CEL\" ex:a=\"true\" />", xml, StringComparison.Ordinal);
        Assert.Contains("<ex:seal><ex:no>1</ex:no><ex:no>2</ex:no><plain>x</plain></ex:seal>", xml, StringComparison.Ordinal);
        Assert.Empty(EpcisXml.Check(new MemoryStream(Encoding.UTF8.GetBytes(xml))));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"EPCISQuery\"}")]
    [InlineData("{")]
    [InlineData("{\"type\":\"ObjectEvent\",\"eventTime\":\"\",\"bizStep\":\"\\u0001\"}")]
    [InlineData("{\"type\":\"ObjectEvent\",\"eventTime\":\"\",\"bizStep\":\"\\ud800\"}")]
    public void Refuses_what_is_no_document(string json) =>
        Assert.Throws<InvalidEpcisException>(() => Xml(Encoding.UTF8.GetBytes(json)));

    private static byte[] Xml(byte[] json)
    {
        using var output = new MemoryStream();
        EpcisXmlWriter.Write(output, json);
        return output.ToArray();
    }

    /// <summary>What GS1's schemas find wrong.</summary>
    internal static List<string> Faults(byte[] xml, XmlSchemaSet schemas)
    {
        var faults = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationEventHandler += (_, e) => faults.Add(e.Message);
        using var reader = XmlReader.Create(new MemoryStream(xml), settings);
        while (reader.Read())
        {
        }
        return faults;
    }

    /// <summary>GS1's schemas of documents and of answers.</summary>
    internal static XmlSchemaSet Schemas()
    {
        var folder = Vectors.Require("gs1", "epcis", "gs1", "XSD");
        var set = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        set.Add(null, Path.Combine(folder, "EPCglobal-epcis-2_0.xsd"));
        set.Add(null, Path.Combine(folder, "EPCglobal-epcis-query-2_0.xsd"));
        set.Compile();
        return set;
    }

    private static IEnumerable<(string Path, byte[] Bytes)> Documents(params string[] extensions) =>
        from file in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "epcis", "manifest.json"))).RootElement
            .GetProperty("files").EnumerateArray()
        let path = file.GetProperty("file").GetString()!
        where extensions.Contains(Path.GetExtension(path)[1..])
        select (path, File.ReadAllBytes(Vectors.Require("gs1", path)));
}
