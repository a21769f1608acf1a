using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Imports;
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

    private static Task<Ok<Page<ImportedMovement>>> HandleAsync(string? state, string? cursor, Caller caller, FileDrafts drafts, FileLists lists, CancellationToken cancellationToken)
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
        return lists.PageAsync<StoredMovement, ImportedMovement>(
            $"bank-movements {caller.Party} {state}", cursor, PageSize,
            (connection, position, limit) => connection.QueryAsync<StoredMovement>(
                $"{StoredMovement.Select} where m.bank = @bank and m.id > @after{narrow} order by m.id limit @limit", new { bank = (long)caller.Party.Value, after = FileLists.After(position), limit }),
            row => FileLists.Position(row.Id),
            async (connection, rows, now) =>
            {
                var signers = await FileDrafts.SignersAsync(connection, rows.Where(row => row.IsToIssue).SelectMany(row => new[] { row.Bank, row.Party ?? 0 }));
                return [.. rows.Select(row => row.ToResource(row.IsToIssue ? drafts.Mint(row.Bank, row.Party ?? 0, row.Amount, row.BankRef, signers, now) : null))];
            }, cancellationToken);
    }
}
