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

/// <summary><c>GET /units/{epc}</c>: a unit as it is now.</summary>
public static class ShowUnit
{
    internal static UnitState Example { get; } = new(
        new UnitId(Keccak256.Hash("unit"u8)), "urn:epc:id:sgtin:9506000.013435.ABC", new LotId(Keccak256.Hash("lot"u8)), new PartyId(4), 1, UnitOfMeasure.Pieces, 0, 5, null, 0,
        Condition.Sound, false, Head.Example);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/units/{epc}", HandleAsync)
        .WithName("ShowUnit").WithTags("Units").WithSummary("A unit as it is now: custodian, amount, packing, condition, and the seq that the next intent must bind")
        .WithDescription("{epc} is an EPC URN, a Digital Link or element strings, percent-encoded as one segment, or the id on the chain.")
        .Answers(Example).Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "not-found", "not-indexed-yet");

    private static async Task<Ok<UnitState>> HandleAsync(EpcPath path, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var unit = await CustodyQueries.UnitAsync(connection, path.Id) ?? throw NotFound(path);
        var urn = await EpcNames.OfAsync(connection, path.Id);
        return TypedResults.Ok(new UnitState(
            new UnitId(unit.Id), urn, unit.Lot is { } lot ? new LotId(lot) : null, new PartyId(unit.Custodian), unit.Amount, Uom(unit.Uom), (byte)(unit.Decimals ?? 0), (uint)unit.Seq,
            unit.Parent is { } parent ? new UnitId(parent) : null, (uint)unit.Contents, (Condition)unit.Condition, unit.Recalled == 1, asOf));
    }

    internal static LedgerException NotFound(EpcPath path) =>
        new("not-found", $"The unit '{path.Text}' was never registered on this chain.", "Check the identifier; a unit is registered by its first custodian.");

    internal static UnitOfMeasure Uom(string? code) => code is { Length: > 0 } ? new UnitOfMeasure(code) : UnitOfMeasure.Pieces;
}
