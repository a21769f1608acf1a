using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Gs1.Epcis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/capture/{id}</c>: what became of a document; for the party that sent it.</summary>
public static class ShowCapture
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/capture/{id}", HandleAsync)
        .WithName("ShowCapture").WithTags("EPCIS").WithSummary("What became of a captured document")
        .Answers(CaptureJob.Example).Refuses("sign-in-required", "not-a-party", "not-found");

    private static async Task<Ok<CaptureJob>> HandleAsync(string id, Caller caller, EventViews views, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var (created, first, captured) = await connection.QuerySingleOrDefaultAsync<(long, long?, long)?>(
            "select created, first_event, captured from captured.capture_job where id = @id and party = @party", new { id, party = caller.Party.Value })
            ?? throw new LedgerException("not-found", $"Party {caller.Party} has no capture job '{id}'.");
        var events = (await connection.QueryAsync<StoredEvent>($"{StoredEvent.Select} where e.number >= @first and e.number < @end order by e.number", new { first, end = first + captured })).AsList();
        return TypedResults.Ok(CaptureJob.Of(id, DateTimeOffset.FromUnixTimeMilliseconds(created), [.. (await views.OpenAsync(connection, caller.Party, events)).Select(ReceiptOf)]));
    }

    private static EventReceipt ReceiptOf(VisibleEvent seen)
    {
        var eventId = EpcisEvent.TryReread(seen.Json, out var read) && !read.IsEventIdDerived ? read.EventId : DocumentReader.HashId(seen.Stored.Hash.Span);
        return EventReceipt.Of(eventId, seen.Stored.Commitment, seen.Stored.Salt);
    }
}
