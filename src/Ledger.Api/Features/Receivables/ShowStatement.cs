using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Receivables;

/// <summary><c>GET /receivables/{id}/statement</c>: everything that happened to a receivable, oldest first.</summary>
public static class ShowStatement
{
    private static readonly ReceivableStep Example = new(
        ReceivableStepType.Sold, 200_000, 200_000, ShowReceivable.ExampleNote.Id, null, new PartyId(2), new PartyId(5), 195_500, null, 1_772_366_500, 1050, 2,
        Keccak256.Hash("sale"u8));

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/receivables/{id}/statement", HandleAsync)
        .WithName("ShowStatement").WithTags("Receivables").WithSummary("Everything that happened to a receivable, oldest first, with what is outstanding after it")
        .Needs(ApiScope.Query).Answers(new Page<ReceivableStep>([Example], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "malformed-hex", "invalid-cursor", "not-found", "not-indexed-yet");

    private static async Task<Ok<Page<ReceivableStep>>> HandleAsync(
        string id, Caller caller, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        var scope = $"statement {asked}";
        var (block, log) = cursors.Read(scope, cursor) is { } position ? Concern.Position(position) : (-1, 0);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        await ReceivableAccess.RequireAsync(connection, asked, caller);
        var rows = (await connection.QueryAsync<EntryRow>(
            $"""
            select {EntryRow.Columns} from projection.receivable_entry e
            where e.receivable = @asked and (e.block > @block or (e.block = @block and e.log_index > @log))
            order by e.block, e.log_index limit {Concern.PageSize + 1}
            """, new { asked, block, log })).AsList();
        var last = rows.Count > Concern.PageSize ? rows[Concern.PageSize - 1] : null;
        var next = last is null ? null : cursors.Write(scope, Concern.Position(last.Block, last.LogIndex));
        return TypedResults.Ok(new Page<ReceivableStep>([.. rows.Take(Concern.PageSize).Select(row => row.ToRecord())], next, asOf));
    }
}

internal sealed record EntryRow(
    long Kind, ulong Amount, ulong Outstanding, Hash32? Note, Hash32? Other, ulong? FromParty, ulong? ToParty, ulong? Price, Hash32? Document, ulong Time,
    ulong Block, ulong LogIndex, Hash32 TxHash)
{
    public const string Columns =
        "e.kind, e.amount, e.outstanding, e.note, e.other, e.from_party as FromParty, e.to_party as ToParty, e.price, e.document, e.time, e.block, e.log_index as LogIndex, e.tx_hash as TxHash";

    public ReceivableStep ToRecord() => new(
        (ReceivableStepType)Kind, Amount, Outstanding, Note is { } note ? new NoteId(note) : null, Other is { } part ? new NoteId(part) : null, Party(FromParty),
        Party(ToParty), Price, Document, Time, Block, LogIndex, TxHash);

    private static PartyId? Party(ulong? number) => number is { } party ? new PartyId(party) : null;
}
