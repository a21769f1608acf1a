using System.Data;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Parties;

/// <summary><c>GET /parties/{id}/devices</c>: a party's devices, by address.</summary>
public static class ListDevices
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/parties/{id}/devices", HandleAsync)
        .WithName("ListDevices").WithTags("Parties").WithSummary("A party's devices and what each may attest, revoked ones among them")
        .Answers(new Page<Device>([ShowDevice.Example], null, Head.Example)).Refuses("invalid-identifier", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<Device>>> HandleAsync(string id, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var party = ShowParty.ParseId(id);
        var scope = $"devices {party}";
        var after = cursors.Read(scope, cursor) is { } position ? Address.Parse(position) : Address.Zero;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<DeviceRow>(
            $"{DeviceRow.Select} where party = @party and address > @after order by address limit {PageSize + 1}", new { party = (long)party.Value, after })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Address.ToString()) : null;
        return TypedResults.Ok(new Page<Device>([.. rows.Take(PageSize).Select(row => row.ToResource())], next, asOf));
    }
}
