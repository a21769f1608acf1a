using System.Globalization;
using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>GET /financing/offers/{id}</c>, and <c>DELETE</c>: an offer, to its lender and to the holder; the lender takes it back.</summary>
public static class ShowOffer
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/financing/offers/{id}", HandleAsync)
            .WithName("ShowOffer").WithTags("Financing").WithSummary("An offer, to its lender and to the holder")
            .WithDescription("open → accepted → funded; or withdrawn, expired, cancelled by an epoch, note-changed. An offer that the chain refused is open again while it still counts, and failure says why it was refused.")
            .Answers(FinancingExamples.Offer).Refuses("sign-in-required", "session-required", "not-a-party", "not-found", "malformed-hex", "not-indexed-yet");
        routes.MapDelete("/financing/offers/{id}", WithdrawAsync)
            .WithName("WithdrawOffer").WithTags("Financing").WithSummary("The lender takes its offer back")
            .WithDescription("From then on it can't be accepted here. Who holds the signed draft could still submit it to the contract itself: an EpochBump cancels it there too.")
            .Answers(FinancingExamples.Offer with { State = OfferState.Withdrawn, Place = null })
            .Refuses("sign-in-required", "session-required", "not-a-party", "not-found", "malformed-hex", "already-accepted", "not-indexed-yet");
        routes.MapGet("/financing/offers", ListAsync)
            .WithName("ListOffers").WithTags("Financing").WithSummary("The caller's offers as a lender, newest first")
            .Answers(new Page<FinancingOffer>([FinancingExamples.Offer with { Place = null }], null, Head.Example))
            .Refuses("sign-in-required", "session-required", "not-a-party", "invalid-cursor", "not-indexed-yet");
    }

    internal static Hash32 ParseId(string id) => Hash32.TryParse(id, out var hash)
        ? hash : throw new LedgerException("malformed-hex", $"An offer's id is 0x and 64 hexadecimal digits, not '{id}'.");

    private static async Task<Ok<FinancingOffer>> HandleAsync(string id, Caller caller, Database database, AskStore asks, OfferStore offers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await offers.FindAsync(connection, ParseId(id));
        var sees = row is not null && (row.Lender == caller.Party.Value || row.Holder == caller.Party.Value || caller.Roles.HasFlag(PartyRoles.Regulator));
        return sees ? TypedResults.Ok(row!.ToResource(asks.Now, (long)asOf.Block, null)) : throw FinancingExamples.NotFound($"offer {id}");
    }

    private static async Task<Ok<FinancingOffer>> WithdrawAsync(string id, Caller caller, Database database, AskStore asks, OfferStore offers, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await offers.FindAsync(connection, ParseId(id));
        if (row is null || row.Lender != caller.Party.Value) throw FinancingExamples.NotFound($"offer {id}");
        if (!await offers.WithdrawAsync(row.Id)) throw OfferStore.AlreadyAccepted(row.Id, row.Accepted ?? 0);
        return TypedResults.Ok((await offers.FindAsync(connection, row.Id))!.ToResource(asks.Now, (long)asOf.Block, null));
    }

    private static async Task<Ok<Page<FinancingOffer>>> ListAsync(
        string? cursor, Caller caller, Database database, AskStore asks, OfferStore offers, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"offers {caller.Party}";
        var below = cursors.Read(scope, cursor) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : long.MaxValue;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = await offers.OfLenderAsync(connection, caller.Party, below, PageSize + 1);
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new Page<FinancingOffer>([.. rows.Take(PageSize).Select(row => row.ToResource(asks.Now, (long)asOf.Block, null))], next, asOf));
    }
}
