using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/queries/{name}/events</c>: the events that fit a query with a name, as the caller may see them.</summary>
public static class RunQuery
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/queries/{queryName}/events", HandleAsync)
        .WithName("RunQuery").WithTags("EPCIS").WithSummary("The events that fit a query with a name")
        .Produces<object>(200, "application/json", "application/xml").Answers(ListEvents.Example).Refuses([.. ListEvents.Refusals, "no-such-query"]);

    private static async Task<IResult> HandleAsync(string queryName, HttpContext context, EpcisRequest request, Reader reader, Database database, EventAnswer answer)
    {
        if (queryName == NamedQueries.Simple) return await answer.PageAsync(context, request, EventQuery.Parse(request.Parameters, request.Prefixes), reader.Party);
        if (request.Parameters.Any(parameter => parameter.Key == "stream")) throw new EventQueryException("stream", "it opens a WebSocket; the header Upgrade: websocket is missing.");
        request.TakesNoParameters();
        NamedQuery? query;
        await using (var connection = await database.OpenAsync(cancellationToken: context.RequestAborted)) query = await NamedQueries.FindAsync(connection, queryName);
        return query is null ? throw BrowseQueries.NoSuchQuery(queryName) : await answer.PageAsync(context, request, query.Query, reader.Party, query);
    }
}
