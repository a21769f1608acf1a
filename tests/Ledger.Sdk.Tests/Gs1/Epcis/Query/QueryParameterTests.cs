using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ledger.Sdk.Gs1.Epcis.Query;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis.Query;

/// <summary>Every parameter that GS1's schema of queries names, with values of every type, judged by that schema and by us.</summary>
public sealed class QueryParameterTests
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "7", "-1", "1.5", "\"\"", "\"x\"", "\"true\"", "\"7\"", "\"2026-03-01T12:00:00Z\"", "\"2026-03-01\"", "\"2026-03-01T12:00:00\"", "\"ASC\"", "\"eventTime\"", "\"ADD\"",
        "\"urn:x:y\"", "{}", "{\"a\":1}", "[]", "[null]", "[true]", "[7]", "[7,1.5]", "[\"\"]", "[\"x\"]", "[\"7\"]", "[\"ADD\"]", "[\"urn:x:y\"]", "[\"urn:x:y\",\"https://example.com/a\"]", "[\"urn:x:y\",7]", "[[\"urn:x:y\"]]", "[{}]",
        "[\"2026-03-01T12:00:00Z\"]", "[\"ObjectEvent\"]", "[\"shipping\"]", "[\"active\"]", "[\"did_not_occur\"]", "[\"Temperature\"]",
    ];

    [Fact]
    public void Every_parameter_of_the_published_schema_takes_what_it_says_and_refuses_the_rest_by_name()
    {
        // The schema escapes its patterns twice, so that by the letter each name would hold a backslash.
        var text = File.ReadAllText(Vectors.Require("gs1", "epcis", "gs1", "REST Bindings", "query-schema.json"));
        var published = JsonNode.Parse(text.Replace(@"\\\\", @"\\", StringComparison.Ordinal))!;
        var schema = new JsonSchema(published);
        var (wrong, taken, refused) = (new List<string>(), 0, 0);
        foreach (var name in Names(published["definitions"]!["EPCIS-Query"]!))
            foreach (var value in Values)
            {
                var query = JsonDocument.Parse($$"""{{{(name == "eventCountLimit" ? "\"orderBy\":\"eventTime\"," : "")}}"{{name}}":{{value}}}""").RootElement;
                var expected = schema.Accepts(JsonNode.Parse(query.GetRawText()));
                var fault = Fault(query);
                _ = fault is null ? taken++ : refused++;
                if (fault is not null && fault.Parameter != name) wrong.Add($"{name} {value}: blames {fault.Parameter}");
                if (expected != fault is null && Reason(name, value, expected) is null) wrong.Add($"{name} {value}: {fault?.Message ?? "accepted"}");
            }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(60))}");
        Assert.True(taken > 500 && refused > 4_000, $"{taken} taken, {refused} refused");
    }

    /// <summary>Why we judge otherwise than the schema; null where we should not.</summary>
    private static string? Reason(string name, string value, bool accepts) => (name, value) switch
    {
        (_, "[]") when accepts => "A list of no values selects nothing, and is more likely a mistake.",
        ("eventCountLimit" or "maxEventCount", "0") => "A limit of nothing is none (8.2.7.1: at least 1).",
        ("orderBy", _) when accepts => "The schema takes any text; only eventTime, recordTime, quantity and fields with a namespace order events.",
        _ when name.StartsWith("EXISTS_", StringComparison.Ordinal) => "The parameter has no value: 1, true and none demand it, 0 and false do not, as clients send all of them.",
        _ when accepts && value is "[\"\"]" => "An empty text is no value of any field.",
        _ when !accepts && value.StartsWith("[\"", StringComparison.Ordinal) && value is not "[\"urn:x:y\",7]" => "An event may have any text where a query asks for words and URIs; such a value finds nothing.",
        _ when !accepts && value is "7" or "1.5" or "0" or "1" or "-1" && (name.StartsWith("EQ_value_", StringComparison.Ordinal) || name.StartsWith("EQ_quantity", StringComparison.Ordinal)) => "One number is a list of one.",
        _ => null,
    };

    private static EventQueryException? Fault(JsonElement query)
    {
        try
        {
            EventQuery.Parse(query);
            return null;
        }
        catch (EventQueryException fault)
        {
            return fault;
        }
    }

    /// <summary>Each name, and one for each pattern of names.</summary>
    private static IEnumerable<string> Names(JsonNode query) =>
    [
        .. query["properties"]!.AsObject().Select(member => member.Key).Where(name => name != "@context"),
        .. query["patternProperties"]!.AsObject().Select(member => member.Key[1..^1].Replace("[A-Z0-9]{2,4}", "CEL", StringComparison.Ordinal).Replace("[a-z][a-zA-Z0-9_]+", "po", StringComparison.Ordinal)
            .Replace("[a-z][a-zA-Z0-9]*\\:\\w+", "ex:field", StringComparison.Ordinal).Replace("\\w+_\\w+", "bizLocation_city", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_parameter_of_the_binding_is_known_in_a_query_string()
    {
        using var binding = JsonDocument.Parse(File.ReadAllBytes(Vectors.Require("gs1", "epcis", "gs1", "REST Bindings", "openapi.json")));
        var parameters = binding.RootElement.GetProperty("components").GetProperty("parameters").EnumerateObject().Select(member => member.Value)
            .Where(parameter => parameter.GetProperty("in").GetString() == "query").Select(parameter => parameter.GetProperty("name").GetString()!).Where(name => Regex.IsMatch(name, "^([A-Z]{2,6}_|eventType|order|eventCount|maxEvent)")).ToList();
        Assert.True(parameters.Count > 50, $"{parameters.Count}");
        string[] values = ["urn:x:y", "2026-03-01T12:00:00Z", "7", "true", "ADD", "ASC", "eventTime"];
        foreach (var name in parameters)
        {
            KeyValuePair<string, string>[] order = name == "eventCountLimit" ? [KeyValuePair.Create("orderBy", "eventTime")] : [];
            var faults = values.Select(value => Thrown(() => EventQuery.Parse([.. order, KeyValuePair.Create(name, value)]))).ToList();
            Assert.True(faults.Contains(null), $"{name} takes nothing: {faults[0]?.Message}");
            Assert.All(faults.OfType<EventQueryException>(), fault => Assert.Equal(name, fault.Parameter));
            Assert.Equal(name, Thrown(() => EventQuery.Parse([.. order, KeyValuePair.Create(name + "x", "7")]))?.Parameter[..^1]);
        }
    }

    private static EventQueryException? Thrown(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (EventQueryException fault)
        {
            return fault;
        }
    }
}
