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

/// <summary><c>GET /payouts</c>: payouts that the caller asked for, or as a bank was asked for, in the order of asking.</summary>
public static class ListPayouts
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/payouts", HandleAsync)
        .WithName("ListPayouts").WithTags("Payouts").WithSummary("Payouts of the caller, as party or as bank; ?id= for one").Needs(ApiScope.Query)
        .Answers(new Page<Payout>([StoredPayout.Example], null, Head.Example)).Refuses("sign-in-required", "not-a-party", "insufficient-scope", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<Payout>>> HandleAsync(string? id, string? cursor, Caller caller, FileDrafts drafts, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"payouts {caller.Party} {id}";
        var position = cursors.Read(scope, cursor)?.Split(' ') ?? ["0", ""];
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<StoredPayout>(
            $"""
            {StoredPayout.Select} where (p.party = @party or p.bank = @party) and (p.created > @created or (p.created = @created and p.id > @after)){(id is null ? "" : " and p.id = @id")}
            order by p.created, p.id limit @limit
            """,
            new { party = (long)caller.Party.Value, created = long.Parse(position[0], CultureInfo.InvariantCulture), after = position[1], id, limit = PageSize + 1 })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(scope, string.Create(CultureInfo.InvariantCulture, $"{rows[PageSize - 1].Created} {rows[PageSize - 1].Id}")) : null;
        var shown = rows.Take(PageSize).ToList();
        var signers = await FileDrafts.SignersAsync(connection, shown.Where(row => row.IsRequested).SelectMany(row => new[] { row.Party, row.Bank }));
        return TypedResults.Ok(new Page<Payout>(
            [.. shown.Select(row => row.ToResource(row.IsRequested ? drafts.Burn(row.Party, row.Bank, row.Amount, row.Reference, signers, asOf.Time) : null))], next, asOf));
    }
}
