using System.Data;
using System.Globalization;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>GET /bank-movements</c>: movements of the caller's accounts, each with the Mint to sign where it is to be issued.</summary>
public static class ListMovements
{
    private const int PageSize = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/bank-movements", HandleAsync)
        .WithName("ListMovements").WithTags("Imports").WithSummary("Imported movements of a bank's accounts; ?state=to-issue|issued|payout-paid|unmatched")
        .Needs(ApiScope.Query).Answers(new Page<ImportedMovement>([StoredMovement.Example], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "insufficient-scope", "malformed-request", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<ImportedMovement>>> HandleAsync(
        string? state, string? cursor, Caller caller, FileDrafts drafts, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        if ((caller.Roles & PartyRoles.Bank) == 0) throw new LedgerException("role-required", $"Party {caller.Party} is no bank.", "Roles are given by a registrar, on chain.");
        const string Used = "exists (select 1 from projection.bank_reference b where b.bank = m.bank and b.reference = m.bank_ref)";
        var narrow = state switch
        {
            null => "",
            "to-issue" => $" and m.state = 1 and not {Used}",
            "issued" => $" and m.state = 1 and {Used}",
            "payout-paid" => " and m.state = 2",
            "unmatched" => " and m.state = 3",
            _ => throw new LedgerException("malformed-request", $"state: '{state}' is none of to-issue, issued, payout-paid, unmatched."),
        };
        var scope = $"bank-movements {caller.Party} {state}";
        var after = cursors.Read(scope, cursor) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : 0;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<StoredMovement>(
            $"{StoredMovement.Select} where m.bank = @bank and m.id > @after{narrow} order by m.id limit @limit", new { bank = (long)caller.Party.Value, after, limit = PageSize + 1 })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Id.ToString(CultureInfo.InvariantCulture)) : null;
        var shown = rows.Take(PageSize).ToList();
        var signers = await FileDrafts.SignersAsync(connection, shown.Where(row => row.IsToIssue).SelectMany(row => new[] { row.Bank, row.Party ?? 0 }));
        return TypedResults.Ok(new Page<ImportedMovement>(
            [.. shown.Select(row => row.ToResource(row.IsToIssue ? drafts.Mint(row.Bank, row.Party ?? 0, row.Amount, row.BankRef, signers, asOf.Time) : null))], next, asOf));
    }
}
