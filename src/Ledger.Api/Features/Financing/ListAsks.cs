using System.Globalization;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Financing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>GET /financing/asks</c>: what the caller asked, or with <c>?open=true</c> what it may make offers on; newest first.</summary>
public static class ListAsks
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/financing/asks", HandleAsync)
        .WithName("ListAsks").WithTags("Financing").WithSummary("What the caller asked for; ?open=true for what it may make offers on")
        .Answers(new Page<FinancingAsk>([FinancingExamples.Ask], null, Head.Example)).Refuses("sign-in-required", "session-required", "not-a-party", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<FinancingAsk>>> HandleAsync(
        bool? open, string? cursor, Caller caller, Database database, AskStore asks, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"asks {caller.Party} {open}";
        var below = cursors.Read(scope, cursor) is { } position ? ulong.Parse(position, CultureInfo.InvariantCulture) : ulong.MaxValue;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = open == true
            ? await asks.OpenAsync(connection, below, PageSize + 1)
            : await asks.OfHolderAsync(connection, caller.Party, below, PageSize + 1);
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        // A page of what others asked may have fewer than it could: the rest of it asks somebody else.
        var found = rows.Take(PageSize).Where(row => open != true || row.Concerns(caller.Party)).Select(row => row.ToResource(asks.Now, (long)asOf.Block));
        return TypedResults.Ok(new Page<FinancingAsk>([.. found.Where(ask => open != true || ask.State == AskState.Open)], next, asOf));
    }
}
