using Ledger.Api.Http;
using Ledger.Api.Imports;
using Ledger.Sdk;
using Ledger.Sdk.Banking;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ledger.Api.Features.Imports;

/// <summary><c>POST /imports/statements</c>: what a bank's own account saw, as camt.053 or camt.054. Credits become money to issue, debits pay payouts; each reference counts once.</summary>
public static class ImportStatements
{
    private const string Path = "/imports/statements";

    public static void Map(IEndpointRouteBuilder routes, LedgerApiOptions options) => routes.MapPost(Path, HandleAsync)
        .WithName("ImportStatements").WithTags("Imports").WithSummary("Reconciles a bank's statement (camt.053) or notification (camt.054); ?preview=true stores nothing")
        .WithDescription("For banks. The statement must add up. A credit whose payer gave a party's deposit reference (ISO 11649, such as RF84LEDGER2) is to be issued to it: GET /bank-movements has the Mint to sign. "
            + "A debit whose EndToEndId is a payout's id pays it. The same or an overlapping statement again takes nothing twice; a reference that comes with another amount refuses the file.")
        .Accepts<string>("application/xml", "text/xml").Limit(options.ImportLimit)
        .Answers("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">…</Document>", Example)
        .Refuses("sign-in-required", "not-a-party", "party-not-active", "role-required", "unsupported-media-type", "body-too-large", "malformed-request", "import-running",
            "file-encoding", "file-malformed", "file-oversized", "currency-mismatch", "statement-unbalanced", "statement-repeated", "reference-replayed");

    private static StatementReport Example { get; } = new(
        Keccak256.Hash("file"u8), false, [new StatementSummary("2026-03-01", "DE02120300000000202051", "CNY", "1000.00", "1230.50", 2)], 2, 2, 1, 0, 0,
        [new UnmatchedMovement("2026-03-01", 2, "REF-2", 1_950, false, "No payout has its EndToEndId.")]);

    private static async Task<Ok<StatementReport>> HandleAsync(bool? preview, Caller caller, HttpContext context, StatementImport import)
    {
        caller.Require(PartyRoles.Bank);
        if (!InvoiceFile.IsXml(context.Request.ContentType))
            throw new LedgerException("unsupported-media-type", "A statement is XML: camt.053 or camt.054.", "Send application/xml.");
        return TypedResults.Ok(await import.RunAsync(caller, await SpooledBody.ReadAsync(context), preview is true, context.RequestAborted));
    }
}
