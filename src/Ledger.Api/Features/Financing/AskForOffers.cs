using Ledger.Api.Financing;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Financing;

/// <summary><c>POST /financing/asks</c>: the owner of a note asks lenders for offers.</summary>
public static class AskForOffers
{
    private const int MostLenders = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>What is to be financed.</summary>
    /// <param name="Receivable">The receivable.</param>
    /// <param name="Note">The note of it that the caller owns.</param>
    /// <param name="Until">Until when offers are taken, Unix seconds; at most 30 days.</param>
    /// <param name="Amount">How much of the note; all of it where absent.</param>
    /// <param name="Lenders">Whom to ask; anybody where absent.</param>
    /// <param name="Currency">ISO 4217; refused where it is not the ledger's.</param>
    public sealed record Request(ReceivableId Receivable, NoteId Note, ulong Until, ulong? Amount = null, IReadOnlyList<PartyId>? Lenders = null, string? Currency = null);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/financing/asks", HandleAsync)
        .WithName("AskForOffers").WithTags("Financing").WithSummary("Asks lenders for offers on a note, or a part of it")
        .WithMetadata(new Idempotent()).Produces<FinancingAsk>(201)
        .Answers(new Request(FinancingExamples.Receivable, FinancingExamples.Note, FinancingExamples.Ask.Until), FinancingExamples.Ask)
        .Refuses("sign-in-required", "session-required", "not-a-party", "party-not-active", "unknown-note", "not-owner", "receivable-disputed", "zero-amount", "exceeds-note",
            "wrong-currency", "malformed-value", "malformed-json", "unknown-field", "missing-field", "unsupported-media-type", "body-too-large");

    private static async Task<Created<FinancingAsk>> HandleAsync(
        Caller caller, Body<Request> body, Database database, AskStore asks, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        caller.Require();
        var request = body.Value;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var note = await NoteFacts.RequireOwnAsync(connection, request.Receivable, request.Note, caller.Party);
        var amount = request.Amount ?? note.Amount;
        Check(request, note, amount, asks.Now, deployment.Manifest.Currency.Code.ToString());
        var number = await asks.AddAsync(note, amount, request.Until, request.Lenders);
        var row = await asks.FindAsync(connection, number);
        return TypedResults.Created($"/financing/asks/{number}", row!.ToResource(asks.Now, long.MaxValue));
    }

    private static void Check(Request request, NoteFacts note, ulong amount, ulong now, string currency)
    {
        if (request.Currency is { } named && named != currency) throw new LedgerException("wrong-currency", $"This ledger's money is {currency}, not {named}.");
        if (note.Disputed != 0) throw new LedgerException("receivable-disputed", "The debtor disputes the receivable.", "Settle the dispute first; nobody can buy it before.");
        if (amount == 0) throw new LedgerException("zero-amount", "An amount is at least 1.");
        if (amount > note.Amount) throw new LedgerException("exceeds-note", $"The note has {note.Amount}, not {amount}.");
        if (request.Until <= now || request.Until > now + (ulong)Longest.TotalSeconds || note.Due <= now)
            throw new LedgerException("malformed-value", "until lies in the next 30 days, and the receivable is not due yet.");
        if (request.Lenders is { } lenders && (lenders.Count is 0 or > MostLenders || lenders.Any(lender => lender.Value == note.Owner || lender.Value == note.Debtor || lender.Value == 0)))
            throw new LedgerException("malformed-value", $"lenders names 1 to {MostLenders} parties, and neither owner nor debtor.");
    }
}
