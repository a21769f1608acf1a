using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>What holds for every document in XML, and for every JSON that becomes XML.</summary>
public sealed class XmlProperties
{
    private static readonly byte[][] Json = [.. Directory.GetFiles(Path.Combine(Repository.Root, "devnet", "samples"), "*.json").Select(File.ReadAllBytes)];

    private static readonly byte[][] Xml = [.. Json.Select(Written)];

    [Fact]
    public void No_bytes_make_the_reader_throw_anything_but_its_error() =>
        Prop.ForAll(Arb.From(Damage.Of(Xml, "<>/&;\"'= :![]-?x\u0000\u0080\u00ff")), bytes =>
        {
            var problems = EpcisXml.Check(new MemoryStream(bytes));
            Only<InvalidEpcisException>(() => EpcisXml.ToJson(bytes));
            Only<InvalidEpcisException>(() => EventHash.Compute(bytes));
            Only<InvalidEpcisException>(() =>
            {
                var reader = EpcisDocumentReader.Open(new MemoryStream(bytes));
                while (reader.TryRead(out _))
                {
                }
            });
            return problems.All(p => p.Message.Length > 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void No_json_makes_the_writer_throw_anything_but_its_error_or_write_what_is_no_xml() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, Json.Length - 1)), Arb.From(Gen.Choose(0, int.MaxValue)), (sample, seed) =>
        {
            var root = JsonNode.Parse(Json[sample])!;
            var random = new Random(seed);
            for (var i = 0; i < 3; i++) Disturb(root, random);
            var json = Encoding.UTF8.GetBytes(root.ToJsonString());
            Only<InvalidEpcisException>(() => System.Xml.Linq.XDocument.Load(new MemoryStream(Written(json))));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void What_json_says_in_any_order_keeps_its_hash_through_xml_and_back() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, Json.Length - 1)), Arb.From(Gen.Choose(0, int.MaxValue)), (sample, seed) =>
        {
            var root = JsonNode.Parse(Json[sample])!;
            Extend(root, new Random(seed));
            var json = Encoding.UTF8.GetBytes(root.ToJsonString());
            var xml = Written(json);
            var hashes = EventHash.Compute(json);
            return EpcisXml.Check(new MemoryStream(xml)).Count == 0 && hashes.SequenceEqual(EventHash.Compute(xml))
                && hashes.SequenceEqual(EventHash.Compute(EpcisXml.ToJson(xml)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>", "&b;")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;&b;&b;\">]>", "&c;")]
    public void Entities_are_refused_and_never_expanded(string declaration, string reference)
    {
        var text = Encoding.UTF8.GetString(Xml[0]);
        var at = text.IndexOf("<epcis:", StringComparison.Ordinal);
        text = text[..at] + declaration + text[at..].Replace("<action>", "<action>" + reference, StringComparison.Ordinal);
        var problem = Assert.Single(EpcisXml.Check(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        Assert.Contains("Entities are never expanded", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 0);
    }

    [Fact]
    public void Nothing_may_follow_an_event_alone()
    {
        const string one = "<ObjectEvent><eventTime>2026-03-01T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList/><action>ADD</action></ObjectEvent>";
        Assert.NotEmpty(EpcisXml.ToJson(Encoding.UTF8.GetBytes(one)));
        Assert.Throws<InvalidEpcisException>(() => EpcisXml.ToJson(Encoding.UTF8.GetBytes(one + one)));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<x:a>", 100_000)) + string.Concat(Enumerable.Repeat("</x:a>", 100_000));
        var text = Encoding.UTF8.GetString(Xml[0]).Replace("</ObjectEvent>", $"<x:b xmlns:x=\"urn:x\">{deep}</x:b></ObjectEvent>", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Contains("deep", Assert.Throws<InvalidEpcisException>(() => EpcisXml.ToJson(bytes)).Message, StringComparison.Ordinal);
    }

    private static void Only<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
        }
    }

    private static byte[] Written(byte[] json)
    {
        using var output = new MemoryStream();
        EpcisXmlWriter.Write(output, json);
        return output.ToArray();
    }

    /// <summary>Puts values where they do not belong.</summary>
    private static void Disturb(JsonNode root, Random random)
    {
        var nodes = All(root).ToList();
        var at = nodes[random.Next(nodes.Count)];
        JsonNode?[] values = [null, 7, true, "x", "\u0001\ud800"[..1], new JsonArray(1, new JsonObject()), new JsonObject { ["a b"] = 1, ["9:x"] = "" }, ""];
        string[] names = ["xml:lang", "xmlns", "a:b:c", ":", "ex:", "1x:a", "https://example.com/a#b", "@context", "#text", "type", "epcList"];
        var value = values[random.Next(values.Length)]?.DeepClone();
        if (at is JsonObject members) members[names[random.Next(names.Length)]] = value;
        else if (at is JsonArray list) list.Add(value);
    }

    /// <summary>Gives each event extensions of all kinds.</summary>
    private static void Extend(JsonNode root, Random random)
    {
        root["@context"] = new JsonArray(root["@context"]!.DeepClone() is JsonArray list ? [.. list.Select(i => i!.DeepClone())] : [root["@context"]!.DeepClone()]);
        root["@context"]!.AsArray().Add(new JsonObject { ["ex"] = "https://example.com/a/", ["other"] = "urn:other" });
        foreach (var one in root["epcisBody"]!["eventList"]!.AsArray())
        {
            one!["ex:a"] = Value(random, 3);
            one["other:b"] = new JsonArray(Value(random, 2), Value(random, 2));
            if (one["readPoint"] is JsonObject place) place["ex:c"] = Value(random, 2);
        }
    }

    private static JsonNode Value(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => random.Next(1000),
        1 => "text <&> " + random.Next(),
        2 => true,
        3 => JsonNode.Parse("1.50e2")!,
        4 => new JsonObject { ["ex:x"] = Value(random, depth - 1), ["plain"] = Value(random, depth - 1), ["#text"] = "t" },
        _ => new JsonObject { ["other:y"] = new JsonArray(Value(random, 0), Value(random, 0)), ["@xmlns:in"] = "urn:in", ["in:z"] = Value(random, 0) },
    };

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => All(m.Value)).Prepend(node),
        JsonArray list => list.SelectMany(All).Prepend(node),
        _ => [],
    };

    [Fact]
    public void Text_that_cannot_be_read_is_refused_for_that_and_with_its_place()
    {
        var entity = EpcisXml.Check(new MemoryStream("<!DOCTYPE a [<!ENTITY b \"x\">]>\n<a>&b;</a>"u8.ToArray())).Single();
        Assert.Equal((2, "line 2, position 5"), (entity.Line, entity.Place));
        Assert.Contains("undeclared entity 'b'", entity.Message, StringComparison.Ordinal);
        var root = EpcisXml.Check(new MemoryStream("<!DOCTYPE a>\n<a/>"u8.ToArray())).Single();
        Assert.Equal("line 2, position 2", root.Place);
        var json = Assert.Throws<InvalidEpcisException>(() => EpcisDocument.Parse("{\"type\":\n \"EPCISDocument\", x}"u8.ToArray())).Problems.Single();
        Assert.Equal("line 2, position 19", json.Place);
        Assert.StartsWith("line 2, position 19: ", json.ToString(), StringComparison.Ordinal);
    }
}
