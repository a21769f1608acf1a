using System.Globalization;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Parties;

/// <summary><c>GET /parties</c>: everyone who was admitted, by number.</summary>
public static class ListParties
{
    private const int PageSize = 100;
    private const string Scope = "parties";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties", HandleAsync)
        .WithName("ListParties").WithTags("Parties").WithSummary("Everyone who was admitted, by number")
        .Answers(new Page<NamedParty>([ShowParty.Example], null, Head.Example)).Refuses("invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<NamedParty>>> HandleAsync(string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var after = cursors.Read(Scope, cursor) is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : 0;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<PartyRow>($"{PartyRow.Select} where p.id > @after order by p.id limit {PageSize + 1}", new { after })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(Scope, rows[PageSize - 1].Id.ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new Page<NamedParty>([.. rows.Take(PageSize).Select(row => row.ToResource(null))], next, asOf));
    }
}
