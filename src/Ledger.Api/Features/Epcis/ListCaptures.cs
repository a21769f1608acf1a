using System.Globalization;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Epcis;

/// <summary><c>GET /epcis/v2/capture</c>: the caller's capture jobs, newest first.</summary>
public static class ListCaptures
{
    private const int UsualPage = 30;
    private const int LargestPage = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/epcis/v2/capture", HandleAsync)
        .WithName("ListCaptures").WithTags("EPCIS").WithSummary("The caller's capture jobs, newest first")
        .WithDescription("perPage is at most 1,000. The Link header has the next page.")
        .Needs(ApiScope.Capture).Answers(new[] { CaptureJob.Example with { Events = null, CaptureSignature = null } }).Refuses("sign-in-required", "not-a-party", "malformed-request", "invalid-cursor");

    private static async Task<Ok<List<CaptureJob>>> HandleAsync(
        string? perPage, string? nextPageToken, Caller caller, HttpContext context, Database database, Cursors cursors, LedgerApiOptions options, CancellationToken cancellationToken)
    {
        CaptureHeaders.Announce(context.Response, options);
        var most = PageOf(perPage);
        var scope = $"captures {caller.Party}";
        var before = cursors.Read(scope, nextPageToken);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = (await connection.QueryAsync<CaptureJobRow>(
            $"{CaptureJobRow.Select} where party = @party and id < @before order by id desc limit @limit",
            new { party = caller.Party.Value, before = before ?? "~", limit = most + 1 })).AsList();
        if (rows.Count > most)
        {
            var token = cursors.Write(scope, rows[most - 1].Id);
            context.Response.Headers.Link = $"<{options.OriginOf(context.Request)}/epcis/v2/capture?perPage={most}&nextPageToken={token}>; rel=\"next\"";
        }
        return TypedResults.Ok(rows.Take(most).Select(row => row.ToResource(null)).ToList());
    }

    private static int PageOf(string? perPage) =>
        perPage is null ? UsualPage
        : int.TryParse(perPage, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? Math.Min(number, LargestPage)
        : throw new LedgerException("malformed-request", $"perPage is a number from 1 to {LargestPage}, not '{perPage}'.");
}
