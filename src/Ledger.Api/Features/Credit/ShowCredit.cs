using Ledger.Api.Authentication;
using Ledger.Api.Credit;
using Ledger.Api.Features.Parties;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Credit;

/// <summary><c>GET /parties/{id}/credit</c>: a party's credit from the chain alone, with reasons; the points that <c>ledger credit</c> gives at the same block.</summary>
public static class ShowCredit
{
    internal static CreditReport Example { get; } = CreditReport.Of(
        new PartyConduct(new PartyId(4), new PartyTally { Admitted = 1_740_830_400 }, [], []), new ChainMoment(Head.Example.Block, Head.Example.Hash, Head.Example.Time));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties/{id}/credit", HandleAsync)
        .WithName("ShowCredit").WithTags("Credit").WithSummary("A party's credit from the chain alone, with reasons").Needs(ApiScope.Query)
        .Answers(Example).Refuses("sign-in-required", "not-a-party", "invalid-identifier", "credit-private", "not-found", "not-indexed-yet");

    private static async Task<Ok<CreditReport>> HandleAsync(string id, ulong? minBlock, Caller caller, CreditAccess access, CreditAnswers answers, CancellationToken cancellationToken)
    {
        var party = ShowParty.ParseId(id);
        await access.RequireAsync(caller, party, cancellationToken);
        return TypedResults.Ok(await answers.ReportAsync(party, minBlock ?? 0, cancellationToken));
    }
}
