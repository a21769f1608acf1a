using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Documents;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Lots;

/// <summary><c>GET /titles</c>: the title notes that the caller owns, by their ids.</summary>
public static class ListTitles
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/titles", HandleAsync)
        .WithName("ListTitles").WithTags("Lots").WithSummary("The title notes that the caller owns: goods, whoever holds them")
        .WithDescription("?lot= for those of one lot. Regulators see those of ?party=.")
        .Needs(ApiScope.Query)
        .Answers(new Page<TitleRecord>([new TitleRecord(new NoteId(Keccak256.Hash("lot"u8)), new LotId(Keccak256.Hash("lot"u8)), new PartyId(2), 20_000, 1, null)], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "role-required", "invalid-identifier", "identifier-malformed", "identifier-check-digit", "identifier-content", "malformed-hex",
            "invalid-cursor", "not-indexed-yet");

    private static async Task<Ok<Page<TitleRecord>>> HandleAsync(
        Caller caller, string? party, string? lot, string? cursor, Database database, Cursors cursors, CancellationToken cancellationToken)
    {
        var of = caller.Subject(party);
        var wanted = lot is null ? (Hash32?)null : EpcPath.Parse(lot).Id;
        var scope = $"titles {of} {wanted}";
        var after = cursors.Read(scope, cursor) is { } position ? Hash32.Parse(position).ToArray() : [];
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var rows = (await connection.QueryAsync<Row>($"""
            select n.id, n.lot, n.owner, n.amount, n.seq, n.parent from projection.note n
            where n.owner = @of and n.amount > 0 and n.id > @after {(wanted is null ? "" : "and n.lot = @wanted")} order by n.id limit {Concern.PageSize + 1}
            """, new { of = (long)of.Value, after, wanted })).AsList();
        var next = rows.Count > Concern.PageSize ? cursors.Write(scope, rows[Concern.PageSize - 1].Id.ToString()) : null;
        return TypedResults.Ok(new Page<TitleRecord>([.. rows.Take(Concern.PageSize).Select(row => row.ToRecord())], next, asOf));
    }

    private sealed record Row
    {
        public Hash32 Id { get; init; }
        public Hash32 Lot { get; init; }
        public ulong Owner { get; init; }
        public ulong Amount { get; init; }
        public long Seq { get; init; }
        public Hash32? Parent { get; init; }

        public TitleRecord ToRecord() => new(
            new NoteId(Id), new LotId(Lot), new PartyId(Owner), Amount, (uint)Seq, Parent is { } parent ? new NoteId(parent) : null);
    }
}
