using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>Documents with one or two things changed that a broken or hostile sender would change: members taken out, renamed or misplaced, values of other types and forms.</summary>
internal sealed class Mutation(IReadOnlyList<JsonNode> samples, int seed)
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "7", "1.50", "1e3", "-1.5E-7", "1E+2", "12345678901234567890.123456789012345678901234567890", "\"\"", "\" \"", "\"x\"", "\"ex:a\"", "\"urn:x:y\"", "\"https://example.com/a b\"",
        "\"https://example.com/%zz\"", "\"https://ex\\u00e4mple.com/\"", "\"urn:\"", "\":a\"", "\"1x:a\"", "\"a:b#c#d\"", "\"http://[::1]/a\"", "\"http://a/[b]\"", "\"http://a:port/\"", "\"http://a:80/\"", "\"a://b@c@d\"", "\"a://\"", "\"a:/\"", "\"a:?\"", "\"a:#\"", "\"//a/b\"", "\"a:b\\n\"", "\"a:\\u0000\"", "[]", "{}",
        "[[]]", "[{}]", "[null]", "[\"ex:a\"]", "[\"ex:a\",\"ex:b\"]", "[\"ex:a\",\"ex:a\"]", "{\"id\":\"ex:a\"}", "{\"id\":\"x\"}", "{\"x\":1}", "{\"ex:x\":1}", "{\"ex:x\":{\"y\":[1,{\"z\":null}]}}",
        "\"2026-03-01T12:00:00Z\"", "\"2026-03-01t12:00:00z\"", "\"2026-03-01 12:00:00Z\"", "\"2026-03-01T12:00:00\"", "\"2026-03-01T12:00Z\"", "\"2026-03-01T12:00:00.Z\"", "\"2026-03-01T12:00:00,5Z\"", "\"2026-03-01T12:00:00.123456789123Z\"", "\"2026-03-01T12:00:00+0100\"", "\"2026-03-01T12:00:00+01\"",
        "\"2026-03-01T12:00:00+24:00\"", "\"2026-03-01T12:00:00-23:59\"", "\"2026-02-29T12:00:00Z\"", "\"2024-02-29T12:00:00Z\"", "\"2026-13-01T12:00:00Z\"", "\"2026-03-01T24:00:00Z\"", "\"2016-12-31T23:59:60Z\"", "\"2016-12-31T22:59:60Z\"", "\"2017-01-01T00:59:60+01:00\"", "\"2026-03-01T12:00:61Z\"", "\"26-03-01T12:00:00Z\"", "\"12026-03-01T12:00:00Z\"",
        "\"+01:00\"", "\"-14:00\"", "\"+14:00\"", "\"+14:01\"", "\"+13:59\"", "\"+1:00\"", "\"+0100\"", "\"01:00\"", "\"Z\"", "\"\\u221201:00\"", "\"+00:60\"", "\"ADD\"", "\"add\"", "\"OBSERVE\"", "\"DELETE\"", "\"shipping\"", "\"SHIPPING\"", "\"in_transit\"", "\"urn:epcglobal:cbv:bizstep:shipping\"", "\"urn:epcglobal:cbvx\"",
        "\"https://ref.gs1.org/cbv/BizStep-shipping\"", "\"https://ns.gs1.org/cbv/BizStep-shipping\"", "\"http://ns.gs1.org/cbv/\"", "\"https://ns.gs1.org/cbv\"", "\"cbv:BizStep-shipping\"", "\"po\"", "\"owning_party\"", "\"Temperature\"", "\"gs1:Temperature\"", "\"https://gs1.org/voc/Temperature\"", "\"https://www.gs1.org/voc/\"", "\"https://ref.gs1.org/voc/Temperature\"", "\"ALARM_CONDITION\"", "\"x\"", "\"axial_distance\"", "\"did_not_occur\"",
        "\"KGM\"", "\"kgm\"", "\"K\"", "\"KGMM\"", "\"K\\u0041M\"", "\"2.0\"", "\"2\"", "\"2.\"", "\".2\"", "\"2.0.0.0\"", "\"\\u0662\"", "\"0aF\"", "\"0g\"", "\"ObjectEvent\"", "\"AggregationEvent\"", "\"AssociationEvent\"", "\"TransactionEvent\"", "\"TransformationEvent\"", "\"QuantityEvent\"", "\"ex:Event\"", "\"EPCISDocument\"", "\"EPCISQueryDocument\"",
    ];

    private static readonly string[] Names = ["x", "ex:x", "ex:", ":x", "ex x:y", "https://example.com/a#b", "@id", "@type", "@graph", "xmlns", "\u00e4:x", "EventTime", "id", "type", "@context", "eventID", "epcList", "ilmd", "extension", "baseExtension", "userExtensions", "eventList", "epcisBody", "rdfs:comment", "comment"];

    private readonly Random random = new(seed);

    /// <summary>A changed copy of one of the samples, and what was changed.</summary>
    public (JsonNode Document, string Changes) Next()
    {
        var document = samples[random.Next(samples.Count)].DeepClone();
        var changes = new List<string>();
        for (var count = random.Next(4) == 0 ? 2 : 1; changes.Count < count;) changes.Add(Change(document));
        return (document, string.Join("; ", changes));
    }

    private string Change(JsonNode document)
    {
        var places = Below(document).ToList();
        var at = places[random.Next(places.Count)];
        var path = at.GetPath();
        switch (random.Next(8))
        {
            case 0 when at.Parent is JsonObject parent:
                parent.Remove(at.GetPropertyName());
                return $"{path} taken out";
            case 1 when at.Parent is JsonObject parent:
                var (value, name) = (at.DeepClone(), Names[random.Next(Names.Length)]);
                parent.Remove(at.GetPropertyName());
                parent[name] = value;
                return $"{path} named {name}";
            case 3 when at is JsonArray { Count: > 0 } list:
                if (random.Next(3) == 0) list.Clear();
                else list.Insert(random.Next(list.Count + 1), list[random.Next(list.Count)]!.DeepClone());
                return $"{path} is now {list.ToJsonString()}";
            case 2 or 4 when at is JsonObject members:
                var donor = places[random.Next(places.Count)];
                var (got, from) = donor.Parent is JsonObject ? (donor.GetPropertyName(), donor.GetPath()) : (Names[random.Next(Names.Length)], "something");
                members[got] = from == "something" ? Value() : donor.DeepClone();
                return $"{path}/{got} = {from} {members[got]?.ToJsonString()}";
            case 5 or 6 when at.GetValueKind() == JsonValueKind.String:
                var changed = Edited((string)at!);
                at.ReplaceWith(changed);
                return $"{path} = '{changed}'";
            default:
                var put = Value();
                var shown = put?.ToJsonString() ?? "null";
                if (at.Parent is null) at["ex:added"] = put;
                else if (at.Parent is JsonArray items) items[at.GetElementIndex()] = put;
                else at.Parent[at.GetPropertyName()] = put;
                return $"{path} = {shown}";
        }
    }

    private JsonNode? Value() => JsonNode.Parse(Values[random.Next(Values.Length)]);

    private string Edited(string text)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(4) switch
        {
            0 => text.Insert(at, new[] { " ", "%", "0", ":", "/", "#", "a", "\n", "\u00e9", "[", "\\", "|", "^", "\"", "\t" }[random.Next(15)]),
            1 when at < text.Length => text.Remove(at, 1),
            2 => text.ToUpperInvariant(),
            _ => text[..at],
        };
    }

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => Below(member.Value)).Prepend(node),
        JsonArray list => list.SelectMany(Below).Prepend(node),
        _ => [node],
    };
}
