using System.Data.Common;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>GET /financing/asks/{id}</c>: a request with its offers: to the holder all, by what they cost, the best first; to a lender its own.</summary>
public static class ShowAsk
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/financing/asks/{id}", HandleAsync)
            .WithName("ShowAsk").WithTags("Financing").WithSummary("A request with its offers: to the holder all, the best first; to a lender its own")
            .WithDescription("The order is by the all-in annual cost (simple, fee, discount and interest to the due date, on 365 days), then more money now, no recourse, the later deadline, the smaller id.")
            .Answers(FinancingExamples.Ask with { Offers = [FinancingExamples.Offer] }).Refuses("sign-in-required", "session-required", "not-a-party", "not-found", "not-indexed-yet");
        routes.MapDelete("/financing/asks/{id}", CloseAsync)
            .WithName("CloseAsk").WithTags("Financing").WithSummary("Takes no more offers; those that there are can still be accepted")
            .Answers(FinancingExamples.Ask with { State = AskState.Closed }).Refuses("sign-in-required", "session-required", "not-a-party", "not-found", "not-indexed-yet");
    }

    private static async Task<Ok<FinancingAsk>> HandleAsync(ulong id, Caller caller, Database database, AskStore asks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Ok(await ReadAsync(connection, id, caller, asks));
    }

    private static async Task<Ok<FinancingAsk>> CloseAsync(ulong id, Caller caller, Database database, AskStore asks, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var row = await asks.FindAsync(connection, id);
        if (row is null || row.Holder != caller.Party.Value) throw FinancingExamples.NotFound($"request {id}");
        await asks.CloseAsync(id);
        return TypedResults.Ok(await ReadAsync(connection, id, caller, asks));
    }

    private static async Task<FinancingAsk> ReadAsync(DbConnection connection, ulong id, Caller caller, AskStore asks)
    {
        var asOf = await Head.RequireAsync(connection);
        var row = await asks.FindAsync(connection, id) ?? throw FinancingExamples.NotFound($"request {id}");
        var seesAll = row.Holder == caller.Party.Value || caller.Roles.HasFlag(PartyRoles.Regulator);
        if (!seesAll && !row.Concerns(caller.Party)) throw FinancingExamples.NotFound($"request {id}");
        var offers = await asks.OffersAsync(connection, id, seesAll ? null : caller.Party, (long)asOf.Block);
        return row.ToResource(asks.Now, (long)asOf.Block, offers);
    }
}
