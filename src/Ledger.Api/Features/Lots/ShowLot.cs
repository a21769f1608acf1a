using System.Data;
using Dapper;
using Ledger.Api.Documents;
using Ledger.Api.Features.Units;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Lots;

/// <summary>A lot as it is now.</summary>
/// <param name="Id">Its id on chain.</param>
/// <param name="Epc">Its class URN or Digital Link, where it was captured.</param>
/// <param name="Issuer">Who registered it.</param>
/// <param name="Quantity">What was registered, times 10 to the power of <paramref name="Decimals"/>.</param>
/// <param name="Remaining">What is not in units yet.</param>
/// <param name="Uom">The unit of measure; empty for pieces.</param>
/// <param name="Decimals">Decimal places of every amount of the lot.</param>
/// <param name="Seq">What a recall must bind.</param>
/// <param name="Recalled">Whether it is recalled.</param>
/// <param name="Document">Commitment of the document behind it; null for none.</param>
/// <param name="Units">How many units it has.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record LotView(
    LotId Id, string? Epc, PartyId Issuer, ulong Quantity, ulong Remaining, UnitOfMeasure Uom, byte Decimals, uint Seq, bool Recalled, Hash32? Document, ulong Units, AsOf AsOf);

/// <summary><c>GET /lots/{epc}</c>: a lot as it is now.</summary>
public static class ShowLot
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/lots/{epc}", HandleAsync)
        .WithName("ShowLot").WithTags("Lots").WithSummary("A lot as it is now")
        .Answers(new LotView(new LotId(Keccak256.Hash("lot"u8)), "urn:epc:class:lgtin:4012345.012345.998877", new PartyId(2), 20_000, 0, new UnitOfMeasure("KGM"), 2, 1, false, null, 12, Head.Example))
        .Refuses("identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex", "not-found", "not-indexed-yet");

    private static async Task<Ok<LotView>> HandleAsync(EpcPath path, Database database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await connection.QuerySingleOrDefaultAsync<Row>("""
            select l.issuer, l.quantity, l.remaining, l.uom, l.decimals, l.seq, l.recalled, l.document,
              (select count(*) from projection.unit u where u.lot = l.id) as units
            from projection.lot l where l.id = @Id
            """, path) ?? throw NotFound(path);
        return TypedResults.Ok(new LotView(
            new LotId(path.Id), await EpcNames.OfAsync(connection, path.Id), new PartyId(row.Issuer), row.Quantity, row.Remaining, ShowUnit.Uom(row.Uom), (byte)row.Decimals, (uint)row.Seq, row.Recalled == 1,
            row.Document == Hash32.Zero ? null : row.Document, row.Units, asOf));
    }

    internal static LedgerException NotFound(EpcPath path) =>
        new("not-found", $"The lot '{path.Text}' was never registered on this chain.", "Check the identifier; a lot is registered by its producer.");

    private sealed record Row
    {
        public ulong Issuer { get; init; }
        public ulong Quantity { get; init; }
        public ulong Remaining { get; init; }
        public string Uom { get; init; } = "";
        public long Decimals { get; init; }
        public long Seq { get; init; }
        public long Recalled { get; init; }
        public Hash32 Document { get; init; }
        public ulong Units { get; init; }
    }
}
