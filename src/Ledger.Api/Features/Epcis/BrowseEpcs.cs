using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Gs1;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/epcs</c> and what lies below: things and classes that public events name.</summary>
public static class BrowseEpcs
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/epcis/v2/epcs", ListAsync).WithName("ListEpcs").WithTags("EPCIS").WithSummary("Every EPC that public events name")
            .Answers(new ResourceList(["https://id.gs1.org/00/040123450000001116"])).Refuses("query-parameter", "invalid-cursor", "malformed-request", "not-acceptable");
        routes.MapGet("/epcis/v2/epcs/{epc}", ShowAsync).WithName("ShowEpc").WithTags("EPCIS").WithSummary("What there is of an EPC")
            .Answers(ResourceList.Events).Refuses("query-parameter", "not-found", "not-acceptable");
        routes.MapGet("/epcis/v2/epcs/{epc}/events", EventsAsync).WithName("ListEventsOfEpc").WithTags("EPCIS").WithSummary("The events of an EPC, or of a class, that fit a query")
            .Produces<object>(200, "application/json", "application/xml").Answers(ListEvents.Example).Refuses(ListEvents.Refusals);
    }

    private static async Task<ResourceList> ListAsync(HttpContext context, EpcisRequest request, Database database, EventAnswer answer)
    {
        request.TakesPagingOnly();
        var after = await answer.PositionAsync(context, request, null) is { } position ? Convert.FromHexString(position) : [];
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        var names = new List<NamedEpc>();
        // Ids that only sealed events name have no name here; the page is filled up from those behind, so that their number shows nowhere.
        while (names.Count <= request.PerPage)
        {
            var keys = (await connection.QueryAsync<byte[]>("select distinct epc from captured.event_of_epc where epc > @after order by epc limit @count", new { after, count = request.PerPage + 1 })).AsList();
            var known = await EpcNames.OfKeysAsync(connection, keys);
            names.AddRange(keys.Select(key => known.GetValueOrDefault(Convert.ToHexString(key))).OfType<NamedEpc>());
            if (keys.Count <= request.PerPage) break;
            after = keys[^1];
        }
        if (names.Count > request.PerPage) answer.AddLink(context, request, null, Convert.ToHexString(EpcRow.KeyOf(names[request.PerPage - 1].Id)));
        return new ResourceList([.. names.Take(request.PerPage).Select(epc => request.Format.Identifier(epc.Text))]);
    }

    private static async Task<ResourceList> ShowAsync(HttpContext context, EpcisRequest request, Database database)
    {
        request.TakesPagingOnly();
        var epc = EpcisRequest.PathValue(context, 1);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        return await EpcNames.OfAsync(connection, UnitId.Of(Epc.IdentityOrText(epc)).Value) is not null ? ResourceList.Events
            : throw new LedgerException("not-found", $"No public event names '{epc}'.");
    }

    private static Task<IResult> EventsAsync(HttpContext context, EpcisRequest request, Reader reader, EventAnswer answer) => answer.PageAsync(
        context, request, EventQuery.Parse(request.Parameters, request.Prefixes).And(EventQuery.OfEpc(EpcisRequest.PathValue(context, 1))), reader.Party);
}
