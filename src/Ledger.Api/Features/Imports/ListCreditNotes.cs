using Dapper;
using Ledger.Api.Authentication;
using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Sdk;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>GET /credit-notes</c>: imported credit notes of the caller, as debtor, seller, or owner of a note of the receivable, each with the dilution that the holder signs.</summary>
public static class ListCreditNotes
{
    private const int PageSize = 100;

    private const string Own = """
        where c.id > @after and (c.debtor = @party or c.seller = @party or c.invoice_document in (
          select r.document from projection.receivable_note n join projection.receivable r on r.id = n.receivable where n.owner = @party and n.status = 1))
        order by c.id limit @limit
        """;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/credit-notes", HandleAsync)
        .WithName("ListCreditNotes").WithTags("Imports").WithSummary("Imported credit notes with the dilution that the holder signs, in the order of import")
        .Needs(ApiScope.Query).Answers(new Page<ImportedCreditNote>([StoredCreditNote.Example], null, Head.Example))
        .Refuses("sign-in-required", "not-a-party", "insufficient-scope", "invalid-cursor", "not-indexed-yet");

    private static Task<Ok<Page<ImportedCreditNote>>> HandleAsync(string? cursor, Caller caller, FileDrafts drafts, FileLists lists, CancellationToken cancellationToken) =>
        lists.PageAsync<StoredCreditNote, ImportedCreditNote>(
            $"credit-notes {caller.Party}", cursor, PageSize,
            (connection, position, limit) => connection.QueryAsync<StoredCreditNote>(
                $"{StoredCreditNote.Select} {Own} {StoredCreditNote.End}", new { party = (long)caller.Party.Value, after = FileLists.After(position), limit }),
            row => FileLists.Position(row.Id),
            async (connection, rows, now) =>
            {
                var shown = new List<ImportedCreditNote>();
                foreach (var row in rows) shown.Add(await row.ToResourceAsync(connection, drafts, now));
                return shown;
            }, cancellationToken);
}
