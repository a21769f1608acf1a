using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using System.Net.Http.Json;

namespace Ledger.Api.Tests.Http;

public sealed class OpenApiTests
{
    private static readonly string[] Methods = ["get", "post", "put", "delete"];

    [Fact]
    public async Task Every_route_is_in_the_document_with_a_summary_an_example_and_its_problems()
    {
        await using var host = await ApiHost.StartAsync();
        var document = (await host.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(pair => Methods.Contains(pair.Key))
            .Select(pair => (Name: $"{pair.Key.ToUpperInvariant()} {path.Key}", Operation: pair.Value!.AsObject()))).ToList();

        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText!.Replace("{**", "{")}") ?? []);
        Assert.Equal(routes.Where(route => !route.Contains("/openapi/")).Order(), operations.Select(operation => operation.Name).Order());

        foreach (var (name, operation) in operations)
        {
            Assert.True(operation["summary"] is not null, $"{name} has no summary");
            Assert.True(operation["operationId"] is not null, $"{name} has no operationId");
            var responses = operation["responses"]!.AsObject();
            var (status, answer) = responses.First(pair => pair.Key.StartsWith('2'));
            var success = answer!["content"]?.AsObject();
            Assert.True(status == "204" || success is not null && success.All(media => media.Value!["example"] is not null), $"{name} shows no answer");
            if (operation["requestBody"]?["content"] is { } body) Assert.True(body.AsObject().All(media => media.Value!["example"] is not null), $"{name} shows no request");
            Assert.True(responses["429"]?["content"]?[Problem.MediaType]?["examples"]?["rate-limited"] is not null, $"{name} does not say that it limits");
        }
    }

    [Fact]
    public async Task Every_part_of_a_path_is_a_parameter_and_what_queries_and_captures_read_from_the_request_is_named()
    {
        await using var host = await ApiHost.StartAsync();
        var paths = (await host.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!["paths"]!.AsObject();
        foreach (var (path, item) in paths)
            foreach (var (method, operation) in item!.AsObject().Where(pair => Methods.Contains(pair.Key)))
            {
                var named = Named(operation!, "path");
                Assert.True(path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Order().SequenceEqual(named.Order()), $"{method} {path} names {string.Join(", ", named)}");
            }
        Assert.Equal(["perPage", "nextPageToken", "query"], Named(paths["/epcis/v2/events"]!["get"]!, "query"));
        Assert.Equal(["perPage", "nextPageToken"], Named(paths["/epcis/v2/queries/{queryName}/events"]!["get"]!, "query"));
        Assert.Equal(["GS1-EPC-Format", "GS1-CBV-Format", "GS1-Extensions"], Named(paths["/epcis/v2/epcs/{epc}/events"]!["get"]!, "header"));
        Assert.Superset(new HashSet<string> { "GS1-Capture-Error-Behaviour", "Ledger-Visibility", "Ledger-Capture-Signature" }, Named(paths["/epcis/v2/capture"]!["post"]!, "header").ToHashSet());
    }

    private static List<string> Named(JsonNode operation, string place) =>
        [.. (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == place).Select(parameter => (string)parameter!["name"]!)];

    [Fact]
    public async Task Every_schema_in_the_document_is_that_of_what_its_route_takes_and_answers()
    {
        await using var host = await ApiHost.StartAsync();
        var document = (await host.Client.GetFromJsonAsync<JsonObject>("/openapi/v1.json"))!;
        var (compared, wrong) = (0, new List<string>());
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = document["paths"]![endpoint.RoutePattern.RawText!.Replace("{**", "{")] as JsonObject;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            {
                if (path?[method.ToLowerInvariant()] is not { } operation) continue;
                var kinds = new List<(Type? Type, JsonNode? Content)> { (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType, operation["requestBody"]) };
                kinds.AddRange(endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => (answer.Type, operation["responses"]?[$"{answer.StatusCode}"])));
                foreach (var (type, content) in kinds)
                {
                    if (type is null || (string?)content?["content"]?["application/json"]?["schema"]?["$ref"] is not { } reference) continue;
                    var shown = document["components"]!["schemas"]![reference.Split('/')[^1]]!["properties"]?.AsObject().Select(property => property.Key) ?? [];
                    compared++;
                    if (!Json.Options.GetTypeInfo(type).Properties.Select(property => property.Name).Order().SequenceEqual(shown.Order())) wrong.Add($"{method} {endpoint.RoutePattern.RawText}: {reference} is not {type}");
                }
            }
        }
        Assert.True(compared > 100 && wrong.Count == 0, $"{compared} compared: {string.Join("\n", wrong)}");
    }

    [Fact]
    public void Every_code_that_the_code_throws_is_in_the_catalogue()
    {
        var thrown = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Ledger.Api"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "(?:new LedgerException\\(|Refuses\\(|Problem\\.Of\\()\\s*\"([a-z-]+)\"").Select(match => match.Groups[1].Value));
        Assert.Empty(thrown.Distinct().Where(code => !ProblemCatalog.Knows(code)));
    }

    [Fact]
    public void Every_error_of_the_contracts_is_in_the_catalogue()
    {
        var errors = Directory.EnumerateFiles(Path.Combine(Repository.Root, "contracts", "abi"), "*.json")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["abi"]!.AsArray()).Where(entry => (string?)entry!["type"] == "error").Select(entry => (string)entry!["name"]!);
        Assert.Empty(errors.Select(Kebab).Distinct().Where(code => !ProblemCatalog.Knows(code)));
    }

    private static string Kebab(string name) => string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : $"{letter}"));
}
