using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Ledger.Api.Http;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Imports;

/// <summary>Imports a credit note: about an invoice that was imported, for the holder of its receivable to sign.</summary>
internal sealed class CreditNoteImport(Database database, FileDrafts drafts, TimeProvider time)
{
    private sealed record Invoice(string Key, ulong Amount, Hash32 Document, long Due);

    /// <summary>Looks at a credit note, and stores it unless it is a preview.</summary>
    public async Task<ImportReport> RunAsync(DbConnection reading, Caller caller, Hash32 file, UblInvoice document, bool isPreview, AsOf asOf, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        var parties = new PartyBook(reading);
        var debtor = InvoiceFile.Best(document.Buyer, parties, "AccountingCustomerParty", problems);
        var seller = InvoiceFile.Best(document.Seller, parties, "AccountingSupplierParty", problems);
        if (problems.Count > 0) return Refused(file, isPreview, asOf, problems);
        var note = new CreditNote(
            document.Number, document.Invoices.Count == 1 ? document.Invoices[0] : "", PartyId.Parse(debtor.Value), PartyId.Parse(seller.Value), document.Payable, document.Currency, document.Issued);
        var invoice = await JudgeAsync(reading, caller, note, document.Invoices.Count, problems);
        if (invoice is null || problems.Count > 0) return Refused(file, isPreview, asOf, problems);
        var row = RowOf(note, invoice, file);
        if (!isPreview) await StoreAsync(caller, note, invoice, row, cancellationToken);
        var shown = await (row with { Receivable = await ReceivableAsync(reading, note, invoice) }).ToResourceAsync(reading, drafts, asOf.Time);
        return new ImportReport(file, isPreview, 1, 1, 0, isPreview ? 0 : 1, [], [], [], [], asOf, shown);
    }

    private static async Task<Invoice?> JudgeAsync(DbConnection reading, Caller caller, CreditNote note, int invoices, List<RowProblem> problems)
    {
        if (caller.Party != note.Debtor && caller.Party != note.Seller)
            problems.Add(new RowProblem(null, "not-yours", $"Party {caller.Party}, which is signed in, is neither debtor nor seller."));
        if (invoices != 1)
        {
            problems.Add(new RowProblem("BillingReference", "credit-note-invoices", $"A credit note is about one invoice (BT-25), and this one names {invoices}."));
            return null;
        }
        var key = InvoiceJudge.KeyOf(note.Debtor, note.Seller, note.Number);
        if (await reading.ExecuteScalarAsync<long>("select count(*) from captured.credit_note where key = @key", new { key }) > 0)
            problems.Add(new RowProblem("ID", "duplicate-credit-note", "This credit note of the two was imported before.", note.Number));
        var invoice = await reading.QuerySingleOrDefaultAsync<Invoice>(
            $"select i.key, i.amount, i.document, i.due from captured.approved_invoice i where i.key = @of and {StagedImport.Counts}", new { of = InvoiceJudge.KeyOf(note.Debtor, note.Seller, note.Invoice) });
        if (invoice is null) problems.Add(new RowProblem("BillingReference", "unknown-invoice", "No imported invoice of the two has this number.", note.Invoice));
        else if (note.Amount > invoice.Amount) problems.Add(new RowProblem("LegalMonetaryTotal/PayableAmount", "amount-above-invoice", $"The invoice is of {invoice.Amount} minor units, the credit note of {note.Amount}."));
        return invoice;
    }

    private static StoredCreditNote RowOf(CreditNote note, Invoice invoice, Hash32 file)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new StoredCreditNote
        {
            File = file,
            Debtor = (long)note.Debtor.Value,
            Seller = (long)note.Seller.Value,
            Number = note.Number,
            Invoice = note.Invoice,
            Amount = note.Amount,
            Currency = note.Currency,
            Issued = note.Issued.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
            Salt = salt,
            Document = note.Commit(salt),
        };
    }

    private async Task StoreAsync(Caller caller, CreditNote note, Invoice invoice, StoredCreditNote row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(Access.Captured, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var added = await connection.ExecuteAsync("""
            insert into captured.credit_note (key, party, file, debtor, seller, number, invoice, invoice_number, invoice_document, invoice_due, amount, currency, issued, salt, document, created)
            values (@key, @party, @File, @Debtor, @Seller, @Number, @of, @Invoice, @invoiceDocument, @Due, @Amount, @Currency, @Issued, @Salt, @Document, @now) on conflict do nothing
            """, new
        {
            key = InvoiceJudge.KeyOf(note.Debtor, note.Seller, note.Number),
            party = (long)caller.Party.Value,
            row.File,
            row.Debtor,
            row.Seller,
            row.Number,
            of = invoice.Key,
            row.Invoice,
            invoiceDocument = invoice.Document,
            invoice.Due,
            row.Amount,
            row.Currency,
            row.Issued,
            row.Salt,
            row.Document,
            now,
        });
        if (added == 0) throw StagedImport.Overtaken(null);
        await InvoiceStore.MarkAsync(connection, caller.Party, row.File, InvoiceStore.Kind, now, 1, 1);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<Hash32?> ReceivableAsync(DbConnection reading, CreditNote note, Invoice invoice) => reading.QueryFirstOrDefaultAsync<Hash32?>(
        "select id from projection.receivable where debtor = @debtor and due = @Due and document = @Document", new { debtor = (long)note.Debtor.Value, invoice.Due, invoice.Document });

    private static ImportReport Refused(Hash32 file, bool isPreview, AsOf asOf, List<RowProblem> problems) =>
        new(file, isPreview, 1, 0, 1, 0, [], [], [], [new RowReport(1, 1, problems)], asOf);
}
