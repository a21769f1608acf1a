using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Gs1.Epcis;

/// <summary>The published documents, changed, judged by GS1's own JSON schema and by us.</summary>
public sealed class SchemaVerdictTests
{
    private const int Seed = 20_260_301;
    private const int Changed = 5_000;

    [Fact]
    public void Whatever_is_changed_in_a_document_the_verdict_is_that_of_the_published_schema()
    {
        var schema = new JsonSchema(JsonNode.Parse(File.ReadAllBytes(Vectors.Require("gs1", "epcis", "gs1", "EPCIS-JSON-Schema.json")))!);
        var samples = Documents().ToList();
        Assert.All(samples, sample => Assert.True(schema.Accepts(sample)));
        var mutation = new Mutation(samples, Seed);
        var (wrong, refused) = (new List<string>(), 0);
        for (var i = 0; i < Changed; i++)
        {
            var (document, changes) = mutation.Next();
            var bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
            var accepts = schema.Accepts(document);
            var problems = Problems(bytes);
            if (EpcisDocument.TryParse(bytes, out _, out var whole) != (problems.Count == 0)) wrong.Add($"{changes}: {(whole.Count > 0 ? whole[0] : "accepted")} in memory, {(problems.Count > 0 ? problems[0] : "accepted")} as stream");
            refused += accepts ? 0 : 1;
            if (accepts == (problems.Count == 0) || (accepts && problems.All(problem => IsNoIdentifier(document, problem) || IsControl(problem)))) continue;
            wrong.Add($"{changes}: {(accepts ? problems[0].ToString() : "accepted")}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n" + string.Join("\n", wrong.Take(40)));
        Assert.InRange(refused, Changed / 10, Changed * 9 / 10);
    }

    [Theory]
    [InlineData("https://example.com:port/a", false)]
    [InlineData("https://example.com:8443/a", true)]
    [InlineData("https://[::1]:80/a", true)]
    [InlineData("https://example.com/[a]", false)]
    [InlineData("https://user@name@example.com/", false)]
    [InlineData("urn:", false)]
    [InlineData("urn:?a", false)]
    [InlineData("urn:a?b#c", true)]
    [InlineData("file:///a", true)]
    public void A_place_is_a_uri_of_rfc_3986_or_is_refused(string uri, bool isUri)
    {
        var document = Document($$"""{"type":"ObjectEvent","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","action":"ADD","epcList":[],"readPoint":{"id":"{{uri}}"} }""");
        Assert.Equal(isUri ? [] : ["/epcisBody/eventList/0/readPoint/id"], Problems(document).Select(problem => problem.Pointer));
    }

    [Theory]
    [InlineData("""{"x":{"epcisBody":{"eventList":[{"type":"ObjectEvent"}]}}}""", "")]
    [InlineData("""{"ex:a":"b"}""", ",\"ex:body\":{\"ex:b\":{\"resultsBody\":{\"eventList\":[{\"type\":\"ObjectEvent\"}]}}}")]
    public void A_list_of_events_elsewhere_is_not_the_document_s(string context, string more)
    {
        var document = Document("", context + more);
        Assert.Empty(Problems(document));
        Assert.Empty(EpcisDocument.Parse(document).Events);
    }

    [Fact]
    public void A_document_with_results_of_a_query_beside_its_events_is_refused() =>
        Assert.Equal("/epcisBody/queryResults", Assert.Single(Problems(Encoding.UTF8.GetBytes("""
            {"@context":"ex:c","type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z","epcisBody":{"queryResults":{"resultsBody":{"eventList":[]}},"eventList":[]}}
            """))).Pointer);

    private static byte[] Document(string one, string context = "\"ex:c\"") => Encoding.UTF8.GetBytes(
        $$$"""{"@context":{{{context}}},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-01T12:00:00Z","epcisBody":{"eventList":[{{{one}}}] } }""");

    /// <summary>Wrong check digits and keys that are none are refused beyond the schema.</summary>
    private static bool IsNoIdentifier(JsonNode document, EpcisProblem problem)
    {
        JsonNode? at = document;
        foreach (var part in problem.Pointer.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)] : at?[part];
        return at?.GetValueKind() == JsonValueKind.String && (string)at! is var text && (text.StartsWith("urn:epc:", StringComparison.Ordinal) || text.StartsWith("http", StringComparison.Ordinal))
            && !Epc.TryParse(text, out _);
    }

    /// <summary>Control characters are refused beyond the schema, too.</summary>
    private static bool IsControl(EpcisProblem problem) => problem.Message.Contains("control characters", StringComparison.Ordinal);

    private static List<EpcisProblem> Problems(byte[] bytes)
    {
        try
        {
            var reader = EpcisDocumentReader.Open(new MemoryStream(bytes));
            var problems = new List<EpcisProblem>();
            while (reader.TryRead(out var reading)) problems.AddRange(reading.Problems);
            return problems;
        }
        catch (InvalidEpcisException invalid)
        {
            return [.. invalid.Problems];
        }
    }

    private static IEnumerable<JsonNode> Documents() =>
        from file in JsonDocument.Parse(File.ReadAllText(Vectors.Require("gs1", "epcis", "manifest.json"))).RootElement.GetProperty("files").EnumerateArray()
        let path = file.GetProperty("file").GetString()!
        where path.Contains("json", StringComparison.Ordinal) && file.GetProperty("schemaValid").ValueKind == JsonValueKind.True
        let document = JsonNode.Parse(File.ReadAllBytes(Vectors.Require("gs1", path)))!
        where document.ToJsonString().Length < 20_000
        select document;
}
