using System.Data;
using System.Globalization;
using Ledger.Api.Http;
using Ledger.Indexer.Queries;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Units;

/// <summary><c>GET /units/{epc}/custody</c>: everything that happened to a unit, oldest first, also while it travelled inside others.</summary>
public static class ShowCustody
{
    private const int PageSize = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/units/{epc}/custody", HandleAsync)
        .WithName("ShowCustody").WithTags("Units").WithSummary("The custody timeline of a unit, oldest first")
        .Answers(new Page<CustodyStep>([Example], null, Head.Example))
        .Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "not-found", "invalid-cursor", "not-indexed-yet");

    private static CustodyStep Example => new(
        HandOffId.Write(Keccak256.Hash("transaction"u8), 0), "handed-off", new PartyId(2), new PartyId(3), null, Keccak256.Hash("document"u8), null, 1042, 1_772_366_400, Keccak256.Hash("transaction"u8));

    private static async Task<Ok<Page<CustodyStep>>> HandleAsync(EpcPath path, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var scope = $"custody {path.Id}";
        var skip = cursors.Read(scope, cursor) is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var steps = await CustodyQueries.TimelineAsync(connection, path.Id);
        if (steps.Count == 0) throw ShowUnit.NotFound(path);
        var next = steps.Count > skip + PageSize ? cursors.Write(scope, (skip + PageSize).ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new Page<CustodyStep>([.. steps.Skip(skip).Take(PageSize).Select(Step)], next, asOf));
    }

    private static CustodyStep Step(UnitStep step) => new(
        HandOffId.Write(step.TxHash, step.LogIndex), step.Kind, step.From is { } from ? new PartyId(from) : null, new PartyId(step.To),
        step.Other is { } other && step.Kind != "rejected" ? new UnitId(other) : null, step.Document is { } document && document != Hash32.Zero ? document : null,
        step.Condition is { } condition ? (Condition)condition : null, step.Block, step.Time, step.TxHash);
}
