using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>GET /payouts</c>: payouts that the caller asked for, or as a bank was asked for, in the order of asking.</summary>
public static class ListPayouts
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/payouts", HandleAsync)
        .WithName("ListPayouts").WithTags("Payouts").WithSummary("Payouts of the caller, as party or as bank; ?id= for one").Needs(ApiScope.Query)
        .Answers(new Page<Payout>([StoredPayout.Example], null, Head.Example)).Refuses("sign-in-required", "not-a-party", "insufficient-scope", "invalid-cursor", "not-indexed-yet");

    private static Task<Ok<Page<Payout>>> HandleAsync(string? id, string? cursor, Caller caller, FileDrafts drafts, FileLists lists, CancellationToken cancellationToken) =>
        lists.PageAsync<StoredPayout, Payout>(
            $"payouts {caller.Party} {id}", cursor, PageSize,
            (connection, position, limit) =>
            {
                var (created, after) = position?.Split(' ') is [var first, var second] ? (FileLists.After(first), second) : (0, "");
                return connection.QueryAsync<StoredPayout>($"""
                    {StoredPayout.Select} where (p.party = @party or p.bank = @party) and (p.created > @created or (p.created = @created and p.id > @after)){(id is null ? "" : " and p.id = @id")}
                    order by p.created, p.id limit @limit
                    """, new { party = (long)caller.Party.Value, created, after, id, limit });
            },
            row => $"{FileLists.Position(row.Created)} {row.Id}",
            async (connection, rows, now) =>
            {
                var signers = await FileDrafts.SignersAsync(connection, rows.Where(row => row.IsRequested).SelectMany(row => new[] { row.Party, row.Bank }));
                return [.. rows.Select(row => row.ToResource(row.IsRequested ? drafts.Burn(row.Party, row.Bank, row.Amount, row.Reference, signers, now) : null))];
            }, cancellationToken);
}
