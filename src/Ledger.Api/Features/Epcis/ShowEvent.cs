using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/events/{eventID}</c>: an event, byte for byte as it was captured.</summary>
public static class ShowEvent
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/events/{eventID}", HandleAsync)
        .WithName("ShowEvent").WithTags("EPCIS").WithSummary("An event, byte for byte as it was captured")
        .Produces<object>(200, "application/json")
        .Answers(new { type = "ObjectEvent", eventID = "urn:uuid:00000000-0000-4000-8000-000000000001" }).Refuses("not-found");

    private static async Task<IResult> HandleAsync(string eventID, Reader reader, HttpContext context, EventViews views, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var found = await views.FindAsync(connection, reader.Party, Uri.UnescapeDataString(eventID));
        if (found is [{ Withheld.Count: > 0 } partly, ..]) context.Response.Headers[VisibleEvent.WithheldHeader] = string.Join(", ", partly.Withheld);
        return found.Count > 0 ? TypedResults.Bytes(found[0].Json, "application/json") : throw new LedgerException("not-found", $"No event '{eventID}' was captured here.");
    }
}
