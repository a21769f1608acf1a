using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/events/{eventID}</c>: an event, and the declaration that it is wrong where there is one.</summary>
public static class ShowEvent
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events/{eventID}", HandleAsync)
        .WithName("ShowEvent").WithTags("EPCIS").WithSummary("An event by its ID, and its error declaration")
        .Produces<object>(200, "application/json", "application/xml").Answers(ListEvents.Example).Refuses("not-found", "malformed-request", "not-acceptable", "sign-in-required");

    private static async Task<IResult> HandleAsync(HttpContext context, EpcisRequest request, Reader reader, EventViews views, Database database, EventAnswer answer)
    {
        request.TakesNoParameters();
        var id = EpcisRequest.PathValue(context, 1);
        await using var connection = await database.OpenAsync(cancellationToken: context.RequestAborted);
        var found = await views.FindAsync(connection, reader.Party, id);
        return found.Count > 0 ? answer.Document(context, request, found) : throw new LedgerException("not-found", $"No event '{id}' was captured here.");
    }
}
