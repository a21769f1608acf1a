using Dapper;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>GET /imports/{file}</c>: how far an import of the caller is, or what it stored.</summary>
public static class ShowImport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/imports/{file}", HandleAsync)
        .WithName("ShowImport").WithTags("Imports").WithSummary("How far an import is, by the SHA-256 of the file")
        .Answers(new ImportStatus(Keccak256.Hash("file"u8), "running", "checking", 92_000_000, 41_000_000, 446_000)).Refuses("sign-in-required", "not-a-party", "malformed-hex", "not-found");

    private static async Task<Ok<ImportStatus>> HandleAsync(string file, Caller caller, ImportRuns runs, Database database, CancellationToken cancellationToken)
    {
        if (!Hash32.TryParse(file, out var id)) throw new LedgerException("malformed-hex", "A file is named by its SHA-256: 0x and 64 hexadecimal digits.");
        if (runs.Find(caller.Party, id) is { } run) return TypedResults.Ok(new ImportStatus(id, "running", run.Phase, run.Bytes, run.BytesRead, run.Rows));
        await using var connection = await database.OpenAsync(cancellationToken: cancellationToken);
        var found = await connection.QueryFirstOrDefaultAsync<(long Rows, long Stored, long Created)?>(
            "select rows_read, rows_stored, created from captured.file_import where party = @party and file = @id", new { party = (long)caller.Party.Value, id })
            ?? throw new LedgerException("not-found", "This file was not imported by the party that is signed in.", "An import that refused rows, or a preview, stores nothing.");
        return TypedResults.Ok(new ImportStatus(id, "stored", Rows: found.Rows, Stored: found.Stored, Created: DateTimeOffset.FromUnixTimeSeconds(found.Created)));
    }
}
