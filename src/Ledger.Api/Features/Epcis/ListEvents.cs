using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Sdk.Gs1.Epcis.Query;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/events</c>: the events that fit a query, page by page.</summary>
public static class ListEvents
{
    /// <summary>What every list of events may refuse.</summary>
    internal static readonly string[] Refusals =
        ["query-parameter", "malformed-request", "invalid-cursor", "not-acceptable", "query-too-large", "query-too-complex", "sign-in-required"];

    internal static object Example => new
    {
        type = "EPCISQueryDocument",
        schemaVersion = "2.0",
        creationDate = "2026-03-01T12:00:00Z",
        epcisBody = new
        {
            queryResults = new
            {
                queryName = "SimpleEventQuery",
                resultsBody = new { eventList = new[] { new { type = "ObjectEvent", recordTime = "2026-03-01T12:00:01Z", eventID = "urn:uuid:00000000-0000-4000-8000-000000000001" } } },
            },
        },
    };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events", HandleAsync)
        .WithName("ListEvents").WithTags("EPCIS").WithSummary("The events that fit a query: the parameters of EPCIS 2.0's SimpleEventQuery")
        .Produces<object>(200, "application/json", "application/xml").Answers(Example).Refuses(Refusals);

    private static Task<IResult> HandleAsync(HttpContext context, EpcisRequest request, Reader reader, EventAnswer answer) =>
        answer.PageAsync(context, request, EventQuery.Parse(request.Parameters, request.Prefixes), reader.Party);
}
