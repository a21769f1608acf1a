using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ledger.Api.Tests.Resolver;

/// <summary>The given cases of a conformant resolver, over HTTP.</summary>
public sealed class ConformanceTests
{
    private const string DefaultLink = "https://dalgiardino.com/medicinal-compound/pil.html";

    /// <summary>Cases that contradict the standard, or another case, and what is right instead.</summary>
    private static readonly Dictionary<string, (string Why, string RightPath)> Listed = new()
    {
        ["R23"] = ("is meant as a valid GTIN without an entry, but its check digit is wrong (2 instead of 9), which R14 wants answered with 400", "/01/09506000999999"),
    };

    [Fact]
    public async Task Every_given_case_of_a_conformant_resolver_is_answered_as_it_says()
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", "resolver-conformance-cases.json")))!;
        await using var host = await ResolverHost.StartAsync();
        await host.LoadExampleAsync();
        var faults = new List<string>();
        var cases = file["cases"]!.AsArray().Select(one => one!.AsObject()).ToList();
        foreach (var one in cases)
        {
            var expected = one["expect"]!.AsObject();
            if (expected["sameAs"] is { } other) expected = cases.Single(candidate => (string)candidate["id"]! == (string)other!)["expect"]!.AsObject();
            using var answer = await host.AskAsync(new HttpMethod((string)one["method"]!), Listed.TryGetValue((string)one["id"]!, out var listed) ? listed.RightPath : (string)one["path"]!, [.. one["headers"]!.AsObject().Select(pair => (pair.Key, (string)pair.Value!))]);
            faults.AddRange((await FaultsAsync(answer, expected)).Select(fault => $"{one["id"]}: {fault}"));
        }
        Assert.NotEmpty(cases);
        Assert.Equal("", string.Join('\n', faults));
    }

    [Theory]
    [InlineData("valid-basic-example.json", "linkset-schema.json", true)]
    [InlineData("invalid-basic-example.json", "linkset-schema.json", false)]
    [InlineData("valid-gs1-example.json", "gs1-linkset-schema.json", true)]
    [InlineData("invalid-gs1-example.json", "gs1-linkset-schema.json", false)]
    public void The_check_against_the_schema_gives_the_verdicts_of_its_examples(string example, string schema, bool isValid) =>
        Assert.Equal(isValid, SchemaCheck.Faults(Vectors.Require("gs1", "digitallink", schema), File.ReadAllText(Vectors.Require("gs1", "digitallink", example))).Count == 0);

    private static async Task<IEnumerable<string>> FaultsAsync(HttpResponseMessage answer, JsonObject expected)
    {
        var faults = new List<string>();
        var body = await answer.Content.ReadAsStringAsync();
        if (expected["status"] is { } status && !Numbers(status).Contains((int)answer.StatusCode)) faults.Add($"status {(int)answer.StatusCode}");
        if (expected["contentType"] is { } type && answer.Content.Headers.ContentType?.MediaType != (string)type!) faults.Add($"content type {answer.Content.Headers.ContentType}");
        if (expected["locationIs"] is not null && answer.Headers.Location?.OriginalString != DefaultLink) faults.Add($"location {answer.Headers.Location}");
        if (expected["locationContains"] is { } part && answer.Headers.Location?.OriginalString.Contains((string)part!, StringComparison.Ordinal) != true) faults.Add($"location {answer.Headers.Location}");
        foreach (var name in expected["jsonHas"]?.AsArray() ?? [])
            if (JsonNode.Parse(body)![(string)name!] is null) faults.Add($"no {name}");
        foreach (var name in expected["headerPresent"]?.AsArray() ?? [])
            if (!answer.Headers.Contains((string)name!)) faults.Add($"no header {name}");
        foreach (var (name, values) in expected["headerHas"]?.AsObject() ?? [])
            foreach (var value in values!.AsArray())
                if (!string.Join(',', answer.Headers.GetValues(name)).Contains((string)value!, StringComparison.Ordinal)) faults.Add($"{name} without {value}");
        if (expected["schema"] is { } schema) faults.AddRange(SchemaCheck.Faults(Vectors.Require("gs1", "digitallink", (string)schema!), body));
        foreach (var anchor in expected["linksetAnchorsInclude"]?.AsArray() ?? [])
            if (!JsonNode.Parse(body)!["linkset"]!.AsArray().Any(context => ((string)context!["anchor"]!).EndsWith((string)anchor!, StringComparison.Ordinal))) faults.Add($"no anchor {anchor}");
        return faults;
    }

    private static IEnumerable<int> Numbers(JsonNode status) => status.GetValueKind() == JsonValueKind.Array ? status.AsArray().Select(one => (int)one!) : [(int)status];
}
