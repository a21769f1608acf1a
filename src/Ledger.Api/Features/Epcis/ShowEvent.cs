using Dapper;
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

    private static async Task<IResult> HandleAsync(string eventID, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var body = await connection.ExecuteScalarAsync<byte[]?>("select body from captured.event where event_id = @eventID order by declares_error limit 1", new { eventID = Uri.UnescapeDataString(eventID) })
            ?? throw new LedgerException("not-found", $"No event '{eventID}' was captured here.");
        return TypedResults.Bytes(body, "application/json");
    }
}
