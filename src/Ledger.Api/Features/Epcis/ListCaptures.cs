using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/capture</c>: the caller's capture jobs, newest first.</summary>
public static class ListCaptures
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/capture", HandleAsync)
        .WithName("ListCaptures").WithTags("EPCIS").WithSummary("The caller's capture jobs, newest first")
        .WithDescription("perPage is at most 1,000. The Link header has the next page.")
        .Needs(ApiScope.Capture).Answers(new[] { CaptureJob.Example with { Events = null, CaptureSignature = null } }).Refuses("sign-in-required", "not-a-party", "query-parameter", "not-acceptable", "invalid-cursor");

    private static async Task<Ok<List<CaptureJob>>> HandleAsync(
        EpcisRequest request, Caller caller, HttpContext context, Database database, EventAnswer answer, LedgerApiOptions options, CancellationToken cancellationToken)
    {
        CaptureHeaders.Announce(context.Response, options);
        request.TakesPagingOnly();
        var most = request.PerPage;
        var before = await answer.PositionAsync(context, request, caller.Party);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<CaptureJobRow>(
            $"{CaptureJobRow.Select} where party = @party and id < @before order by id desc limit @limit",
            new { party = caller.Party.Value, before = before ?? "~", limit = most + 1 })).AsList();
        if (rows.Count > most) answer.AddLink(context, request, caller.Party, rows[most - 1].Id);
        return TypedResults.Ok(rows.Take(most).Select(row => row.ToResource(null)).ToList());
    }
}
