using System.Data;
using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Receivables;

/// <summary><c>GET /receivables/{id}/provenance</c>: the tree of notes, from the first one to every part that was split off.</summary>
public static class ShowProvenance
{
    private const int Most = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/receivables/{id}/provenance", HandleAsync)
        .WithName("ShowProvenance").WithTags("Receivables").WithSummary("The tree of a receivable's notes: which part came of which, ended ones included")
        .Needs(ApiScope.Query)
        .Answers(new Provenance(ShowReceivable.ExampleReceivable.Id, new NoteTree(ShowReceivable.ExampleNote, []), 1, true, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "malformed-hex", "not-found", "not-indexed-yet");

    private static async Task<Ok<Provenance>> HandleAsync(string id, Caller caller, Database database, CancellationToken cancellationToken)
    {
        var asked = Concern.Id(id);
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var asOf = await Head.RequireAsync(connection);
        var row = await ReceivableAccess.RequireAsync(connection, asked, caller);
        // Parents come before their parts, so that no part of what is shown hangs in the air.
        var notes = (await connection.QueryAsync<NoteRow>(
            $"select {NoteRow.Columns} from projection.receivable_note n where n.receivable = @asked order by n.depth, n.block, n.log_index limit {Most + 1}", new { asked })).AsList();
        var parts = notes.Take(Most).Where(note => note.Parent is not null).ToLookup(note => note.Parent!.Value);
        var count = notes.Count <= Most ? (ulong)notes.Count
            : await connection.ExecuteScalarAsync<ulong>("select count(*) from projection.receivable_note where receivable = @asked", new { asked });
        return TypedResults.Ok(new Provenance(new ReceivableId(asked), Tree(notes[0], parts, row), count, notes.Count <= Most, asOf));
    }

    private static NoteTree Tree(NoteRow note, ILookup<Hash32, NoteRow> parts, ReceivableRow of) =>
        new(note.ToRecord(of), [.. parts[note.Id].Select(part => Tree(part, parts, of))]);
}
