using System.Text.Json;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Links;

/// <summary><c>POST /links</c>: sets many at once: what GS1's Resolver Community Edition takes, or a linkset of RFC 9264. All or none.</summary>
public static class ImportLinks
{
    private const int Limit = 8 * 1024 * 1024;
    private const int Most = 5000;

    /// <summary>What was set, without the documents.</summary>
    public sealed record Imported(int Count, IReadOnlyList<LinkResource> Links);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/links", HandleAsync)
        .Needs(ApiScope.Links).WithName("ImportLinks").WithTags("Links").WithSummary("Sets the links of many Digital Links at once, all or none; the API signs for the party")
        .Accepts<IReadOnlyList<LinkDocument>>("application/json", "application/linkset+json").Produces<Imported>().Limit(Limit)
        .Answers(new[] { LinkDocument.Example with { Anchor = "/01/09521102001258" } }, new Imported(1, [LinkResource.Example with { Document = null, SignedBy = "api" }]))
        .Refuses(
            "sign-in-required", "not-a-party", "party-not-active", "not-the-owner", "links-invalid", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large",
            "identifier-malformed", "identifier-check-digit", "identifier-content", "identifier-association");

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, LinkStore store)
    {
        caller.Require();
        var documents = Read(await BodyReader.ReadBytesAsync(context, "application/linkset+json"));
        if (documents.Count > Most) throw LinkDocument.Invalid("/", $"At most {Most} are set at once.");
        var changes = documents.Select(document => new LinkStore.Change(LinkDocument.PathOf(document), JsonSerializer.SerializeToUtf8Bytes(document, Json.Options), null, null)).ToList();
        if (changes.GroupBy(change => change.Path.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw LinkDocument.Invalid("/", $"/{twice.Key} is there twice.");
        var made = await store.ApplyAsync(caller, changes, context.RequestAborted);
        return TypedResults.Ok(new Imported(made.Count, [.. made.Select(row => LinkResource.Of(row) with { Document = null })]));
    }

    private static IReadOnlyList<LinkDocument> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement switch
            {
                { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().SelectMany(One)],
                { ValueKind: JsonValueKind.Object } one => One(one),
                _ => throw LinkDocument.Invalid("/", "The body is an object or an array of them."),
            };
        }
        catch (JsonException exception)
        {
            throw BodyReader.AsLedger(BodyReader.Explain(exception));
        }
    }

    private static IReadOnlyList<LinkDocument> One(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("linkset", out var linkset) && linkset.ValueKind == JsonValueKind.Array
            ? [.. linkset.EnumerateArray().Select(context => LinksetReader.Read(context, json))]
            : [LinkDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(json))];
}
