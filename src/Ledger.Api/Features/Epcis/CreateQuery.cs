using Ledger.Sdk.Parties;
using System.Text.Json;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary>A query under a name, as EPCIS 2.0 has it.</summary>
/// <param name="Name">The name, one for all parties: letters, digits and <c>-._~</c>.</param>
/// <param name="Query">The parameters, as in query-schema.json.</param>
public sealed record QueryDefinition(string Name, JsonElement Query)
{
    internal static QueryDefinition Example { get; } = new("myQuery", JsonSerializer.SerializeToElement(new { eventType = new[] { "ObjectEvent" }, EQ_bizStep = new[] { "shipping", "receiving" } }));
}

/// <summary><c>POST /epcis/v2/queries</c>: keeps a query under a name.</summary>
public static class CreateQuery
{
    private const int LongestName = 128;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/epcis/v2/queries", HandleAsync)
        .WithName("CreateQuery").WithTags("EPCIS").Needs(ApiScope.Query).WithSummary("Keeps a query under a name").Accepts<QueryDefinition>("application/json", "application/ld+json").WithMetadata(new Idempotent())
        .Produces<QueryDefinition>(201).Answers(QueryDefinition.Example, QueryDefinition.Example).Limit(64 * 1024)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "query-parameter", "query-exists", "malformed-json", "missing-field", "unknown-field", "unsupported-media-type", "body-too-large");

    private static async Task<IResult> HandleAsync(Caller caller, HttpContext context, EpcisRequest request, Database database, TimeProvider time)
    {
        caller.Require();
        request.TakesNoParameters();
        var definition = await BodyReader.ReadJsonAsync<QueryDefinition>(context);
        if (definition.Name.Length is 0 or > LongestName || definition.Name.Any(c => !(char.IsAsciiLetterOrDigit(c) || "-._~".Contains(c, StringComparison.Ordinal))))
            throw new EventQueryException("name", $"a name has 1 to {LongestName} letters, digits and -._~ .");
        EventQuery.Parse(definition.Query, request.Prefixes);
        await using var connection = await database.OpenAsync(Access.Captured, context.RequestAborted);
        if (!await NamedQueries.AddAsync(connection, definition.Name, caller.Party, definition.Query.GetRawText(), request.Prefixes, time.GetUtcNow()))
            throw new LedgerException("query-exists", $"There is a query '{definition.Name}'.", "Names are one for all parties. Take another, or delete yours first.");
        return TypedResults.Created($"/epcis/v2/queries/{definition.Name}", definition);
    }
}
