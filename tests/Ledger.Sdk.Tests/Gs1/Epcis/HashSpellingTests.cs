using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>The published events, written otherwise in every way that the algorithm of the event hash says makes no difference.</summary>
public sealed class HashSpellingTests
{
    private const int Rounds = 12;

    private static readonly Dictionary<string, string> Stems = new()
    {
        ["bizStep"] = "BizStep-",
        ["disposition"] = "Disp-",
        ["set"] = "Disp-",
        ["unset"] = "Disp-",
        ["component"] = "Comp-",
    };

    private readonly Random random = new(20_260_301);

    [Fact]
    public void However_an_event_is_written_it_has_one_hash()
    {
        var (wrong, judged) = (new List<string>(), 0);
        foreach (var (path, document) in Documents())
        {
            var expected = EventHash.Prehash(Encoding.UTF8.GetBytes(document.ToJsonString()));
            for (var round = 0; round < Rounds; round++)
            {
                var text = Spelled(document, round);
                judged += expected.Count;
                var actual = EventHash.Prehash(Encoding.UTF8.GetBytes(text));
                for (var i = 0; i < expected.Count; i++)
                    if (expected[i] != actual[i]) wrong.Add($"{path} {i} round {round}: {Difference(expected[i], actual[i])}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(30))}");
        Assert.True(judged > 600, $"{judged}");
    }

    [Fact]
    public void An_event_in_json_has_the_hash_of_its_twin_in_xml()
    {
        var wrong = new List<string>();
        foreach (var (path, document) in Documents())
        {
            var json = Encoding.UTF8.GetBytes(document.ToJsonString());
            using var xml = new MemoryStream();
            EpcisXmlWriter.Write(xml, json);
            var (expected, actual) = (EventHash.Prehash(json), EventHash.Prehash(xml.ToArray()));
            for (var i = 0; i < expected.Count; i++)
                if (expected[i] != actual[i]) wrong.Add($"{path} {i}: {Difference(expected[i], actual[i])}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(30))}");
    }

    private static string Difference(string expected, string actual)
    {
        var at = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - 40);
        return $"{expected[at..Math.Min(expected.Length, at + 100)]} / {actual[at..Math.Min(actual.Length, at + 100)]}";
    }

    private string Spelled(JsonNode document, int round)
    {
        var copy = document.DeepClone();
        foreach (var one in Events(copy))
        {
            // Left out of the hash.
            one["eventID"] = $"urn:uuid:{Guid.NewGuid()}";
            one["recordTime"] = "2030-01-01T00:00:00Z";
            one["errorDeclaration"] = new JsonObject { ["declarationTime"] = "2030-01-01T00:00:00Z", ["reason"] = "incorrect_data" };
            one["certificationInfo"] = new JsonArray("https://example.com/certificate");
            Spell(one, "", isStandard: true);
        }
        if (round % 3 > 0) copy = Renamed(copy, copy["@context"] as JsonArray ?? [])!;
        var text = Shuffled(copy, isEventList: false)!.ToJsonString(new JsonSerializerOptions { WriteIndented = round % 2 == 0, Encoder = round % 3 == 0 ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : System.Text.Encodings.Web.JavaScriptEncoder.Default });
        return round % 4 == 1 ? Escaped(text) : text;
    }

    /// <summary>With other prefixes for the document's namespaces, in the names of members; values keep theirs.</summary>
    private static JsonNode? Renamed(JsonNode? node, JsonArray context)
    {
        var prefixes = context.OfType<JsonObject>().SelectMany(terms => terms).Where(term => term.Value?.GetValueKind() == JsonValueKind.String && term.Key is not ("gs1" or "cbv" or "epcis" or "cbvmda" or "rdfs"))
            .Select(term => term.Key).ToHashSet();
        string Name(string name) => prefixes.Contains(name) ? $"p-{name}" : name.Split(':', 2) is [var prefix, var local] && prefixes.Contains(prefix) ? $"p-{prefix}:{local}" : name;
        return node switch
        {
            JsonObject members when members.Any(member => member.Key.StartsWith("@xmlns:", StringComparison.Ordinal)) => members.DeepClone(),
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Name(member.Key), Renamed(member.Value, context)))),
            JsonArray list => new JsonArray([.. list.Select(item => Renamed(item, context))]),
            _ => node?.DeepClone(),
        };
    }

    /// <summary>Some letters of texts and names as escapes.</summary>
    private string Escaped(string json) => Regex.Replace(json, "\"[A-Za-z]+\"", match => random.Next(3) > 0 ? match.Value
        : $"\"\\u{(int)match.Value[1]:x4}{match.Value[2..]}");

    private void Spell(JsonNode? node, string field, bool isStandard)
    {
        if (node is JsonObject members)
            foreach (var (name, value) in members.ToList())
            {
                var standard = isStandard && !name.Contains(':', StringComparison.Ordinal) && name is not ("ilmd" or "@context");
                if (value is JsonObject or JsonArray) Spell(value, name, standard);
                else if (value is not null && Other(name, field, value, standard) is { } other) members[name] = other;
            }
        else if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                if (list[i] is JsonObject or JsonArray) Spell(list[i], field, isStandard);
                else if (list[i] is { } value && Other(field, field, value, isStandard) is { } other) list[i] = other;
    }

    private JsonNode? Other(string name, string parent, JsonNode value, bool isStandard)
    {
        if (value.GetValueKind() == JsonValueKind.Number) return Number(value.ToJsonString());
        if (value.GetValueKind() != JsonValueKind.String || !isStandard) return null;
        var text = (string)value!;
        if (name is "eventTime" or "time" or "startTime" or "endTime" && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)) return Time(time, text);
        if (Stem(name, parent) is { } stem && !text.Contains(':', StringComparison.Ordinal))
            return random.Next(3) switch { 0 => text, 1 => $"cbv:{stem}{text}", _ => $"https://ref.gs1.org/cbv/{stem}{text}" };
        if (parent == "sensorReport" && name is "type" or "exception" && !text.Contains(':', StringComparison.Ordinal)) return random.Next(2) == 0 ? $"gs1:{text}" : text;
        if (!Epc.TryParse(text, out var epc) || IdentifierNormaliserChanges(text, epc.CanonicalUri)) return null;
        return random.Next(4) switch
        {
            0 => epc.CanonicalUri,
            1 => epc.CanonicalUri.Replace("https://id.gs1.org", "http://example.com/some/path", StringComparison.Ordinal) + "?11=260301&linkType=all#here",
            2 when epc.Urn is { } urn && !IdentifierNormaliserChanges(text, urn) => urn,
            _ => text,
        };
    }

    /// <summary>A consumer product variant, say, stands in a Digital Link and in no hash: such texts are no other spelling of an identifier.</summary>
    private static bool IdentifierNormaliserChanges(string one, string other) => Normal(one) is not { } normal || normal != Normal(other);

    private static string? Normal(string text)
    {
        var buffer = new PrehashBuffer();
        return IdentifierNormaliser.TryAppend(Encoding.UTF8.GetBytes(text), buffer) ? Encoding.UTF8.GetString(buffer.Written) : null;
    }

    private static string? Stem(string name, string parent) => (name, parent) switch
    {
        ("type", "bizTransactionList") => "BTT-",
        ("type", "sourceList" or "destinationList") => "SDT-",
        _ => Stems.GetValueOrDefault(name),
    };

    private JsonNode Time(DateTimeOffset time, string text)
    {
        var moved = time.ToOffset(TimeSpan.FromMinutes(15 * random.Next(-48, 57)));
        // Digits behind the third are rounded; what has them is only moved.
        var digits = Regex.Match(text, @"\.\d{4,}") is { Success: true } match ? match.Value : random.Next(3) switch { 0 => moved.ToString(".fff", CultureInfo.InvariantCulture), 1 => moved.ToString(".fff00000000", CultureInfo.InvariantCulture), _ => moved.ToString(".FFF", CultureInfo.InvariantCulture) };
        var written = moved.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + digits + moved.ToString("zzz", CultureInfo.InvariantCulture);
        return random.Next(4) == 0 ? written.Replace('T', 't') : written;
    }

    /// <summary>The same number: with an exponent, with zeros, with a point.</summary>
    private JsonNode Number(string number)
    {
        if (number.Contains('e', StringComparison.OrdinalIgnoreCase)) return JsonNode.Parse(number)!;
        var isWhole = !number.Contains('.', StringComparison.Ordinal);
        return JsonNode.Parse(random.Next(4) switch
        {
            0 => number + (isWhole ? ".000" : "000"),
            1 => number + "e0",
            2 => number + (isWhole ? "0E-1" : "E+00"),
            _ => number,
        })!;
    }

    private JsonNode? Shuffled(JsonNode? node, bool isEventList)
    {
        if (node is JsonObject members)
        {
            var pairs = members.Select(member => KeyValuePair.Create(member.Key, Shuffled(member.Value?.DeepClone(), member.Key == "eventList"))).ToArray();
            random.Shuffle(pairs);
            return new JsonObject(pairs);
        }
        if (node is not JsonArray list) return node?.DeepClone();
        var items = list.Select(item => Shuffled(item?.DeepClone(), false)).ToArray();
        if (!isEventList) random.Shuffle(items);
        return new JsonArray(items);
    }

    private static IEnumerable<JsonObject> Events(JsonNode document) => document["epcisBody"] is not { } body ? [document.AsObject()]
        : (body["eventList"] ?? body["queryResults"]!["resultsBody"]!["eventList"])!.AsArray().Select(one => one!.AsObject());

    private static IEnumerable<(string Path, JsonNode Document)> Documents() =>
        from document in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "eventhash", "vectors.json"))).RootElement.GetProperty("documents").EnumerateArray()
        let path = document.GetProperty("doc").GetString()!
        where !path.EndsWith(".xml", StringComparison.Ordinal)
        select (path, JsonNode.Parse(File.ReadAllBytes(Vectors.Require("gs1", "eventhash", path)))!);
}
