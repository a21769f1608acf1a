using System.Text.Json;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/queries</c> and <c>GET /epcis/v2/queries/{name}</c>: the queries that have names.</summary>
public static class BrowseQueries
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/epcis/v2/queries", ListAsync).WithName("ListQueries").WithTags("EPCIS").WithSummary("The queries that have names")
            .Answers(new[] { QueryDefinition.Example }).Refuses("query-parameter", "invalid-cursor", "not-acceptable", "sign-in-required");
        routes.MapGet("/epcis/v2/queries/{queryName}", ShowAsync).WithName("ShowQuery").WithTags("EPCIS").WithSummary("A query by its name")
            .Answers(QueryDefinition.Example).Refuses("query-parameter", "no-such-query", "not-acceptable", "sign-in-required");
    }

    private static async Task<QueryDefinition[]> ListAsync(HttpContext context, EpcisRequest request, Reader reader, Database database, EventAnswer answer)
    {
        request.TakesPagingOnly();
        var after = await answer.PositionAsync(context, request, reader.Party) ?? "";
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        var queries = await NamedQueries.ListAsync(connection, after, request.PerPage + 1);
        if (queries.Count > request.PerPage) answer.AddLink(context, request, reader.Party, queries[request.PerPage - 1].Name);
        return [.. queries.Take(request.PerPage).Select(Show)];
    }

    private static async Task<QueryDefinition> ShowAsync(string queryName, HttpContext context, EpcisRequest request, Database database)
    {
        request.TakesPagingOnly();
        if (queryName == NamedQueries.Simple) return new QueryDefinition(queryName, JsonSerializer.SerializeToElement(new { }));
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        return Show(await NamedQueries.FindAsync(connection, queryName) ?? throw NoSuchQuery(queryName));
    }

    internal static LedgerException NoSuchQuery(string name) => new("no-such-query", $"There is no query '{name}'.");

    private static QueryDefinition Show(NamedQuery query)
    {
        using var json = JsonDocument.Parse(query.Json);
        return new QueryDefinition(query.Name, json.RootElement.Clone());
    }
}
