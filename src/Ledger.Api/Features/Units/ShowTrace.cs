using System.Data;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Units;

/// <summary><c>GET /units/{epc}/trace?direction=back|forward</c>: where a unit or lot came from, or what became of it.</summary>
public static class ShowTrace
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/units/{epc}/trace", HandleAsync)
        .WithName("ShowTrace").WithTags("Units").WithSummary("Where a unit came from (back), or what became of it (forward)")
        .WithDescription("Also takes a lot. A trace has at most 5,000 units and lots.")
        .Answers(new Trace(ShowUnit.Example.Id, "back",
            [new TraceNode(ShowUnit.Example.Id, ShowUnit.Example.Epc, "unit", new PartyId(4), 1)],
            [new TraceLink(new UnitId(Keccak256.Hash("lot"u8)), ShowUnit.Example.Id, "lot", new PartyId(2), 1001, 1_772_366_400)], Head.Example))
        .Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "malformed-request", "not-found", "not-indexed-yet");

    private static async Task<Ok<Trace>> HandleAsync(EpcPath path, string? direction, Database database, CancellationToken cancellationToken)
    {
        var way = direction switch
        {
            null or "back" => TraceDirection.Back,
            "forward" => TraceDirection.Forward,
            _ => throw new LedgerException("malformed-request", $"direction is back or forward, not '{direction}'."),
        };
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var trace = await TraceQueries.UnitAsync(connection, path.Id, way) ?? await TraceQueries.LotAsync(connection, path.Id, way) ?? throw ShowUnit.NotFound(path);
        var names = await EpcNames.ReadAsync(connection, trace.Nodes.Select(node => node.Id));
        return TypedResults.Ok(new Trace(
            new UnitId(path.Id), way == TraceDirection.Back ? "back" : "forward",
            [.. trace.Nodes.Select(node => new TraceNode(new UnitId(node.Id), names.GetValueOrDefault(node.Id)?.Text, node.IsLot ? "lot" : "unit", new PartyId(node.Holder), node.Amount))],
            [.. trace.Links.Select(link => new TraceLink(new UnitId(link.From), new UnitId(link.To), link.Kind, new PartyId(link.By), link.Block, link.Time))], asOf));
    }
}
