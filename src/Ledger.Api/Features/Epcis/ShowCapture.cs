using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/capture/{id}</c>: what became of a document; for the party that sent it.</summary>
public static class ShowCapture
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/capture/{id}", HandleAsync)
        .WithName("ShowCapture").WithTags("EPCIS").WithSummary("What became of a captured document")
        .Answers(CaptureJob.Example).Refuses("sign-in-required", "not-a-party", "not-found");

    private static async Task<Ok<CaptureJob>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var created = await connection.ExecuteScalarAsync<long?>(
            "select created from captured.capture_job where id = @id and party = @party", new { id, party = caller.Party.Value })
            ?? throw new LedgerException("not-found", $"Party {caller.Party} has no capture job '{id}'.");
        var events = await connection.QueryAsync<(string EventId, byte[] Commitment, byte[] Salt)>(
            "select event_id, commitment, salt from captured.event where job = @id order by number", new { id });
        return TypedResults.Ok(CaptureJob.Of(id, DateTimeOffset.FromUnixTimeSeconds(created),
            [.. events.Select(row => new EventReceipt(row.EventId, new Hash32(row.Commitment), new Hash32(row.Salt)))]));
    }
}
