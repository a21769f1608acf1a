using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>GET /invoices</c>: imported invoices of the caller, as debtor or seller, in the order of import, each with the draft that both sign.</summary>
public static class ListInvoices
{
    private const int PageSize = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/invoices", HandleAsync)
        .WithName("ListInvoices").WithTags("Imports").WithSummary("Imported invoices of the caller with their drafts; ?file= of one import, ?open=true those without a receivable")
        .Needs(ApiScope.Query).Answers(new Page<ImportedInvoice>([StoredInvoice.Example], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "insufficient-scope", "malformed-hex", "invalid-cursor", "not-indexed-yet");

    private static Task<Ok<Page<ImportedInvoice>>> HandleAsync(
        string? file, bool? open, string? cursor, Caller caller, FileDrafts drafts, FileLists lists, CancellationToken cancellationToken)
    {
        var of = file is null ? (Hash32?)null : Hash32.TryParse(file, out var id) ? id : throw new LedgerException("malformed-hex", "file is 0x and 64 hexadecimal digits.");
        var narrow = (of is null ? "" : " and i.file = @of") + (open is true ? " and not exists (select 1 from projection.receivable r where r.debtor = i.debtor and r.due = i.due and r.document = i.document)" : "");
        string Side(string column) =>
            $"select {StoredInvoice.Names} from ({StoredInvoice.Select} where i.{column} = @party and i.id > @after and {StagedImport.Counts}{narrow} order by i.id limit @limit) {column}s";
        return lists.PageAsync<StoredInvoice, ImportedInvoice>(
            $"invoices {caller.Party} {of} {open}", cursor, PageSize,
            (connection, position, limit) => connection.QueryAsync<StoredInvoice>(
                $"{Side("debtor")} union all {Side("seller")} order by 1 limit @limit", new { party = (long)caller.Party.Value, after = FileLists.After(position), of, limit }),
            row => FileLists.Position(row.Id),
            async (connection, rows, now) =>
            {
                var signers = await FileDrafts.SignersAsync(connection, rows.SelectMany(row => new[] { row.Debtor, row.Seller }));
                return [.. rows.Select(row => row.ToResource(drafts.Issue(row, signers, now)))];
            }, cancellationToken);
    }
}
