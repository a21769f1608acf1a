using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Relay;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Cash;

/// <summary><c>GET /cash</c>: what the caller has.</summary>
public static class ShowCash
{
    internal static CashBalance Example { get; } = new(new PartyId(2), Currency.Renminbi.Code, 2, 1_250_000, 0, 17, Head.Example);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cash", HandleAsync)
        .WithName("ShowCash").WithTags("Cash").WithSummary("What the caller has, in minor units; ?party= for regulators")
        .Needs(ApiScope.Query).Answers(Example).Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "not-indexed-yet");

    private static async Task<Ok<CashBalance>> HandleAsync(
        Caller caller, string? party, Database database, CurrentDeployment deployment, CancellationToken cancellationToken)
    {
        var of = caller.Subject(party);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var (balance, issued, entries) = await connection.QuerySingleOrDefaultAsync<(ulong, ulong, ulong)>(
            "select balance, issued, entries from projection.cash_account where party = @of", new { of = (long)of.Value });
        var currency = deployment.Manifest.Currency;
        return TypedResults.Ok(new CashBalance(of, currency.Code, currency.Decimals, balance, issued, entries, asOf));
    }
}
