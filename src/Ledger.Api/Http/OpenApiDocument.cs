using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ledger.Api.Http;

/// <summary>The OpenAPI document: every route with examples and the problems it may answer with.</summary>
public static class OpenApiDocument
{
    /// <summary>Problems that any route may answer with.</summary>
    private static readonly string[] Everywhere = ["rate-limited", ProblemCatalog.Internal];

    /// <summary>Registers the document <c>v1</c>.</summary>
    public static IServiceCollection AddLedgerOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Ledger",
                Version = "v1",
                Description = "A permissioned ledger for goods: signed hand-offs, traces and proofs. Errors are application/problem+json; every code is documented at /problems/{code}.",
            };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Hash32)) Hexadecimal(schema, 64);
            if (context.JsonTypeInfo.Type == typeof(Address)) Hexadecimal(schema, 40);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(TransformAsync);
        options.CreateSchemaReferenceId = SchemaName;
    });

    /// <summary>Types within others are named with those: each route has a <c>Request</c> of its own.</summary>
    private static string? SchemaName(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name && type.Type is { IsGenericType: false, DeclaringType: { } owner } ? owner.Name + name : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static void Hexadecimal(OpenApiSchema schema, int digits)
    {
        schema.Type = JsonSchemaType.String;
        schema.Properties?.Clear();
        schema.Pattern = $"^0x[0-9a-fA-F]{{{digits}}}$";
    }

    private static async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        OpenApiParameters.AddTo(operation, context);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RouteExample>().LastOrDefault() is { } example) AddExamples(operation, example);
        var schema = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        var codes = metadata.OfType<Refusals>().SelectMany(refusals => refusals.Codes).Concat(Everywhere).Distinct();
        foreach (var group in codes.Select(ProblemCatalog.Of).GroupBy(kind => kind.Status)) AddProblems(operation, group, schema);
    }

    private static void AddExamples(OpenApiOperation operation, RouteExample example)
    {
        if (example.Request is not null && operation.RequestBody?.Content is { } request)
            foreach (var media in request.Values) media.Example = Node(example.Request);
        if (example.Response is null) return;
        operation.Responses ??= [];
        var success = operation.Responses.FirstOrDefault(pair => pair.Key.StartsWith('2')).Value?.Content;
        foreach (var media in success?.Values ?? []) media.Example = Node(example.Response);
    }

    private static void AddProblems(OpenApiOperation operation, IGrouping<int, ProblemKind> group, OpenApiSchema schema)
    {
        operation.Responses ??= [];
        var examples = group.ToDictionary(kind => kind.Code, kind => (IOpenApiExample)new OpenApiExample
        {
            Summary = kind.Title,
            Value = Node(Problem.Of(kind.Code, kind.Meaning)),
        });
        operation.Responses[$"{group.Key}"] = new OpenApiResponse
        {
            Description = string.Join(" · ", group.Select(kind => kind.Title)),
            Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new OpenApiMediaType { Schema = schema, Examples = examples } },
        };
    }

    private static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Json.Options);
}
