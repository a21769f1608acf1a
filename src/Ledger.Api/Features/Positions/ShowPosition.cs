using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Positions;

/// <summary><c>GET /positions/{id}</c>: one loan with its collateral and history.</summary>
public static class ShowPosition
{
    private const int Most = 100;

    internal static PositionRecord ExamplePosition { get; } = new(
        new PositionId(Keccak256.Hash("position"u8)),
        new Loan(150_000, new PartyId(5), new PartyId(2), new PartyId(3), 500, 800, 400, 360, 1_777_550_400, 604_800, CollateralKind.Note, Keccak256.Hash("receivable"u8),
            new NoteId(Keccak256.Hash("receivable"u8)), 1, 200_000, true, new PartyId(2), default, 0, 0, 1, 1, 1_772_400_000),
        PositionStatus.Open, false, 1, false, new LoanParts(500, 0, 34, 150_000, 0), 150_534, new LoanParts(0, 0, 0, 0, 0), 0, null, 1_772_366_400, 1042,
        Keccak256.Hash("transaction"u8));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/positions/{id}", HandleAsync)
        .WithName("ShowPosition").WithTags("Positions").WithSummary("One loan: what is owed by the chain's time, its collateral, and what happened to it")
        .WithDescription("For lender, borrower, debtor and valuer, and regulators.")
        .Needs(ApiScope.Query).Answers(Example()).Refuses("sign-in-required", "not-a-party", "malformed-hex", "not-found", "not-indexed-yet");

    private static PositionDetail Example()
    {
        var opened = new ChainEvent("Facility", "Opened", Keccak256.Hash("transaction"u8), 1042, 1, 1_772_366_400);
        return new PositionDetail(
            ExamplePosition, [new CollateralRecord(Keccak256.Hash("receivable"u8), new NoteId(Keccak256.Hash("receivable"u8)), 200_000, true, opened with { Name = "CollateralAdded", LogIndex = 3 })],
            [new PositionStep(PositionStepType.Opened, 150_000, null, new PartyId(2), null, 1_777_550_400, opened)], Head.Example);
    }

    private static async Task<Ok<PositionDetail>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await connection.QuerySingleOrDefaultAsync<PositionRow>($"select {PositionRow.Columns} from projection.position p where p.id = @asked", new { asked });
        if (row is null || !(caller.SeesAll() || new[] { row.Lender, row.Borrower, row.Debtor, row.Valuer }.Contains(caller.Party.Value))) throw Concern.NotFound("position", asked);
        var collateral = await connection.QueryAsync<CollateralRow>(
            $"select item, note, amount, held, tx_hash as TxHash, block, log_index as LogIndex, time from projection.collateral where position = @asked order by block, log_index limit {Most}", new { asked });
        var history = await connection.QueryAsync<EntryRow>(
            $"""
            select kind, amount, fee, late, interest, principal, residual, party, item, due, tx_hash as TxHash, block, log_index as LogIndex, time
            from projection.position_entry where position = @asked order by block desc, log_index desc limit {Most}
            """, new { asked });
        return TypedResults.Ok(new PositionDetail(row.ToRecord(asOf.Time), [.. collateral.Select(item => item.ToRecord())], [.. history.Select(entry => entry.ToRecord())], asOf));
    }

    private sealed record CollateralRow(Hash32 Item, Hash32 Note, ulong Amount, long Held, Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public CollateralRecord ToRecord() => new(Item, Note == Hash32.Zero ? null : new NoteId(Note), Amount, Held == 1,
            new ChainEvent("Facility", "CollateralAdded", TxHash, Block, LogIndex, Time));
    }

    private sealed record EntryRow(
        long Kind, ulong? Amount, ulong? Fee, ulong? Late, ulong? Interest, ulong? Principal, ulong? Residual, ulong? Party, Hash32? Item, ulong? Due,
        Hash32 TxHash, ulong Block, ulong LogIndex, ulong Time)
    {
        public PositionStep ToRecord()
        {
            var type = (PositionStepType)Kind;
            var parts = Fee is { } fee ? new LoanParts(fee, Late ?? 0, Interest ?? 0, Principal ?? 0, Residual ?? 0) : null;
            return new PositionStep(type, Amount, parts, Party is { } party ? new PartyId(party) : null, Item, Due, new ChainEvent("Facility", type.ToString(), TxHash, Block, LogIndex, Time));
        }
    }
}
