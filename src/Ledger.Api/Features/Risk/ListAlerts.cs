using System.Globalization;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Risk;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Risk;

/// <summary><c>GET /alerts</c> and <c>GET /alerts/{alertId}</c>: what rules found that concerns the caller; a regulator sees all.</summary>
public static class ListAlerts
{
    private const int PageSize = 100;

    private static readonly Alert Example = new(
        "5f0c1d7be1a64a0f9d3c2b1a00ff3e21", "margin", AlertSeverity.Critical, Subjects.Loan(Keccak256.Hash("position"u8)), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), 1042,
        Keccak256.Hash("transaction"u8), 7, RiskContext.Json(new { shortfall = 250_000, value = 1_000_000, haircut = 7000, owed = 950_000 }),
        [new AlertAct("Limit", new PartyId(5), RiskContext.Json(new { lender = 5, debtor = 4, amount = 900_000 }), "Stops lending.", new Uri("/exposure?lender=5&debtor=4", UriKind.Relative))], null);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts", ListAsync).WithName("ListAlerts").WithTags("Risk").WithSummary("Alerts that concern the caller, newest first; ?open=true leaves out what is resolved").Needs(ApiScope.Query)
            .Answers(new AlertPage([Example], null)).Refuses("sign-in-required", "not-a-party", "invalid-cursor", "malformed-request");
        routes.MapGet("/alerts/{alertId}", ShowAsync).WithName("ShowAlert").WithTags("Risk").WithSummary("One alert").Needs(ApiScope.Query)
            .Answers(Example).Refuses("sign-in-required", "not-a-party", "not-found");
    }

    private static async Task<Ok<AlertPage>> ListAsync(bool? open, string? cursor, Caller caller, AlertReader reader, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"alerts {caller.Party} {open == true}";
        var below = cursors.Read(scope, cursor) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : long.MaxValue;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var rows = await reader.ListAsync(connection, caller, open == true, below, PageSize + 1);
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new AlertPage([.. rows.Take(PageSize).Select(row => row.Alert)], next));
    }

    private static async Task<Ok<Alert>> ShowAsync(string alertId, Caller caller, AlertReader reader, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        return TypedResults.Ok(await reader.FindAsync(connection, caller, alertId) ?? throw new LedgerException("not-found", $"Party {caller.Party} has no alert '{alertId}'."));
    }
}
