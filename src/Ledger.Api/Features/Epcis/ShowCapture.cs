using System.Data.Common;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/capture/{id}</c>: what became of a document; for the party that sent it.</summary>
public static class ShowCapture
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/capture/{id}", HandleAsync)
        .WithName("ShowCapture").WithTags("EPCIS").WithSummary("What became of a captured document; XML by Accept").Produces<CaptureJob>(200, "application/json", "application/xml")
        .Needs(ApiScope.Capture).Answers(CaptureJob.Example).Refuses("sign-in-required", "not-a-party", "not-found");

    private static async Task<IResult> HandleAsync(string id, Caller caller, HttpContext context, EventViews views, CaptureSigning signing, Database database, LedgerApiOptions options, CancellationToken cancellationToken)
    {
        CaptureHeaders.Announce(context.Response, options);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<CaptureJobRow>(
            $"{CaptureJobRow.Select} where id = @id and party = @party", new { id, party = caller.Party.Value })
            ?? throw new LedgerException("not-found", $"Party {caller.Party} has no capture job '{id}'.");
        var job = row.ToResource(row.Events > OrderProgress.MostReceipts ? null : await ReceiptsAsync(connection, views, caller, row), await signing.FindAsync(connection, id));
        return CaptureJobXml.IsWanted(context.Request) ? TypedResults.Text(CaptureJobXml.Of(job), "application/xml") : TypedResults.Ok(job);
    }

    /// <summary>Of the events that were new with this document.</summary>
    private static async Task<IReadOnlyList<EventReceipt>> ReceiptsAsync(DbConnection connection, EventViews views, Caller caller, CaptureJobRow row)
    {
        var events = (await connection.QueryAsync<StoredEvent>(
            $"{StoredEvent.Select} where e.number >= @FirstEvent and e.number < @end order by e.number", new { row.FirstEvent, end = row.FirstEvent + row.Captured })).AsList();
        return [.. (await views.OpenAsync(connection, caller.Party, events)).Select(ReceiptOf)];
    }

    private static EventReceipt ReceiptOf(VisibleEvent seen)
    {
        var eventId = EpcisEvent.TryReread(seen.Json, out var read) && !read.IsEventIdDerived ? read.EventId : DocumentReader.HashId(seen.Stored.Hash.Span);
        return EventReceipt.Of(eventId, seen.Stored.Commitment, seen.Stored.Salt);
    }
}
