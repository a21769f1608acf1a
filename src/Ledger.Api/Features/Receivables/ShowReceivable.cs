using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Receivables;

/// <summary><c>GET /receivables/{id}</c>: one receivable, who owns it, and what stands behind it.</summary>
public static class ShowReceivable
{
    private const int MostNotes = 100;

    internal static ReceivableRecord ExampleReceivable { get; } = new(
        new ReceivableId(Keccak256.Hash("receivable"u8)), new PartyId(3), new PartyId(2), 200_000, 200_000, 0, 0, 0, 0, 1_777_550_400, ReceivableStatus.Open, 0, false,
        1, Keccak256.Hash("nullifier"u8), Keccak256.Hash("delivery"u8), new OrderId(Keccak256.Hash("order"u8)), 1, 0, 0, 1_772_366_400, null,
        Keccak256.Hash("transaction"u8));

    internal static NoteRecord ExampleNote { get; } = new(
        new NoteId(Keccak256.Hash("receivable"u8)), new PartyId(2), 200_000, 200_000, 200_000, 0, 1, null, 0, false, 1_772_366_400, Keccak256.Hash("transaction"u8));

    internal static ChainEvent ExampleEvent { get; } = new("Receivables", "Issued", Keccak256.Hash("transaction"u8), 1042, 4, 1_772_366_400);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/receivables/{id}", HandleAsync)
        .WithName("ShowReceivable").WithTags("Receivables").WithSummary("One receivable: who owes, who owns, and the order, match, hand-offs and goods behind it")
        .Needs(ApiScope.Query).Answers(Example()).Refuses("sign-in-required", "not-a-party", "malformed-hex", "not-found", "not-indexed-yet");

    private static ReceivableDetail Example()
    {
        var handOff = HandOffId.Write(Keccak256.Hash("transaction"u8), 1);
        return new ReceivableDetail(ExampleReceivable, [ExampleNote], new ReceivableEvidence(
            ExampleEvent,
            new OrderEvidence(new OrderId(Keccak256.Hash("order"u8)), new PartyId(3), new PartyId(2), 1_000_000, 500, Keccak256.Hash("terms"u8), EvidenceReader.Link($"/orders/{Keccak256.Hash("order"u8)}")),
            new MatchEvidence(Keccak256.Hash("delivery"u8), 0, 500, 200_000, 200_000, 200_000, ExampleEvent with { Contract = "Orders", Name = "Matched", LogIndex = 3 }),
            [new HandOffEvidence(new PartyId(2), new PartyId(4), 1, ExampleEvent with { Contract = "Goods", Name = "CustodyMoved", LogIndex = 1 }, EvidenceReader.Link($"/handoffs/{handOff}"), EvidenceReader.Link($"/handoffs/{handOff}/proof"))],
            [new UnitEvidence(new UnitId(Keccak256.Hash("unit"u8)), "urn:epc:id:sgtin:9506000.013435.ABC", Condition.Sound, new PartyId(4), EvidenceReader.Link("/epcis/v2/events?MATCH_anyEPC=urn%3Aepc%3Aid%3Asgtin%3A9506000.013435.ABC"))],
            Keccak256.Hash("delivery"u8)), Head.Example);
    }

    private static async Task<Ok<ReceivableDetail>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await ReceivableAccess.RequireAsync(connection, asked, caller);
        var notes = await connection.QueryAsync<NoteRow>(
            $"""
            select {NoteRow.Columns} from projection.receivable_note n where n.receivable = @asked and n.status = 1
            order by case when n.owner = @party then 0 else 1 end, n.depth, n.block, n.log_index limit {MostNotes}
            """, new { asked, party = (long)caller.Party.Value });
        return TypedResults.Ok(new ReceivableDetail(
            row.ToRecord(asOf.Time), [.. notes.Select(note => note.ToRecord(row))], await EvidenceReader.ReadAsync(connection, row), asOf));
    }
}
