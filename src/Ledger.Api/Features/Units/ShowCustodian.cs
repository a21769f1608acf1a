using System.Data;
using Ledger.Api.Http;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Units;

/// <summary><c>GET /units/{epc}/custodian?at=TIME</c>: who held a unit at a moment; now where no time is given.</summary>
public static class ShowCustodian
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/units/{epc}/custodian", HandleAsync)
        .WithName("ShowCustodian").WithTags("Units").WithSummary("Who held a unit at a moment")
        .Answers(new CustodianAt(ShowUnit.Example.Id, new PartyId(4), 1_772_366_400, null, Head.Example))
        .Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "malformed-time", "not-found", "not-indexed-yet");

    private static async Task<Ok<CustodianAt>> HandleAsync(EpcPath path, string? at, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        var moment = at is null ? Math.Max((ulong)time.GetUtcNow().ToUnixTimeSeconds(), int.MaxValue) : Times.Parse(at);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        if (await CustodyQueries.UnitAsync(connection, path.Id) is null) throw ShowUnit.NotFound(path);
        var holding = await CustodyQueries.HolderAtAsync(connection, path.Id, moment);
        return TypedResults.Ok(new CustodianAt(new UnitId(path.Id), holding is null ? null : new PartyId(holding.Party), holding?.Since, holding?.Until, asOf));
    }
}
