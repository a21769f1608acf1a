using System.Data;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Lots;

/// <summary>A unit in the list of its lot.</summary>
/// <param name="Id">Its id on chain.</param>
/// <param name="Epc">Its EPC, where it was captured.</param>
/// <param name="Amount">Its amount; 0 once it is used up.</param>
/// <param name="Seq">What the next intent about it must bind.</param>
/// <param name="Custodian">Who holds it; of a packed unit, who packed it.</param>
/// <param name="Parent">What it is packed in.</param>
public sealed record LotUnit(UnitId Id, string? Epc, ulong Amount, uint Seq, PartyId Custodian, UnitId? Parent);

/// <summary><c>GET /lots/{epc}/units</c>: the units of a lot, by their ids.</summary>
public static class ListLotUnits
{
    private const int PageSize = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/lots/{epc}/units", HandleAsync)
        .WithName("ListLotUnits").WithTags("Lots").WithSummary("The units of a lot")
        .Answers(new Page<LotUnit>([new LotUnit(new UnitId(Keccak256.Hash("unit"u8)), "urn:epc:id:sgtin:9506000.013435.ABC", 1, 5, new PartyId(4), null)], null, Head.Example))
        .Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "not-found", "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<LotUnit>>> HandleAsync(EpcPath path, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"lot {path.Id}";
        var after = cursors.Read(scope, cursor) is { } position ? Hash32.Parse(position).ToArray() : [];
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        if (await connection.ExecuteScalarAsync<long>("select count(*) from projection.lot where id = @Id", path) == 0) throw ShowLot.NotFound(path);
        var rows = (await connection.QueryAsync<Row>($"""
            select u.id, u.amount, u.seq, u.custodian, u.parent from projection.unit u
            where u.lot = @Id and u.id > @after order by u.id limit {PageSize + 1}
            """, new { path.Id, after })).AsList();
        var next = rows.Count > PageSize ? cursors.Write(scope, rows[PageSize - 1].Id.ToString()) : null;
        var names = await EpcNames.ReadAsync(connection, rows.Select(row => row.Id));
        return TypedResults.Ok(new Page<LotUnit>([.. rows.Take(PageSize).Select(row => new LotUnit(
            new UnitId(row.Id), names.GetValueOrDefault(row.Id)?.Text, row.Amount, (uint)row.Seq, new PartyId(row.Custodian), row.Parent is { } parent ? new UnitId(parent) : null))], next, asOf));
    }

    private sealed record Row
    {
        public Hash32 Id { get; init; }
        public ulong Amount { get; init; }
        public long Seq { get; init; }
        public ulong Custodian { get; init; }
        public Hash32? Parent { get; init; }
    }
}
