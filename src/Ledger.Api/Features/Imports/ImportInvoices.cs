using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>POST /imports/invoices</c>: approved invoices as CSV, or one as UBL 2.1. Every row is judged; all are stored or none.</summary>
public static class ImportInvoices
{
    private const string Path = "/imports/invoices";

    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options) => routes.MapPost(Path, HandleAsync)
        .WithName("ImportInvoices").WithTags("Imports").WithSummary("Imports approved invoices: CSV, or UBL 2.1; ?preview=true stores nothing, ?proceed=true stores the right rows although others are refused")
        .WithDescription($"CSV has a row of names and the columns {string.Join(", ", InvoiceColumns.Known.Select(column => column.Required ? column.Name : $"{column.Name} (may be left out)"))}; "
            + "UTF-8, separated by comma, semicolon or tab. Parties are numbers of the registry, or GLN or LEI of an identity that was opened. Amounts are decimal text with a point, dates 2026-03-31. The caller is debtor or seller of each. "
            + "While it runs, GET /imports/{SHA-256 of the file} says how far it is.")
        .Accepts<string>("text/csv", "application/xml", "text/xml").Limit(options.ImportLimit)
        .Answers(ExampleFile, Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "unsupported-media-type", "body-too-large", "malformed-request", "not-indexed-yet", "import-running", "duplicate-invoice",
            "file-encoding", "file-malformed", "file-oversized");

    internal static ImportReport Example { get; } = new(
        Keccak256.Hash("file"u8), true, 1, 1, 0, 0, [new CurrencyTotal("CNY", 1, "1250000", "12500.00")], [],
        [new ApprovedInvoiceRow(2, "R-2026-0017", new PartyId(3), new PartyId(2), 1_250_000, "CNY", new DateOnly(2026, 3, 1), new DateOnly(2026, 5, 30), "PO-9")], [], Head.Example);

    private const string ExampleFile = "number,debtor,seller,amount,currency,issued,due,order\r\nR-2026-0017,3,2,12500.00,CNY,2026-03-01,2026-05-30,PO-9\r\n";

    private static async Task<Ok<ImportReport>> HandleAsync(bool? preview, bool? proceed, Caller caller, HttpContext context, InvoiceImport import)
    {
        caller.Require();
        var isXml = InvoiceFile.IsXml(context.Request.ContentType);
        var body = await SpooledBody.ReadAsync(context);
        return TypedResults.Ok(await import.RunAsync(caller, body, isXml, preview is true, proceed is true, context.RequestAborted));
    }
}
