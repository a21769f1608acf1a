using System.Globalization;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Invoices;

/// <summary>Approved invoices as CSV: one row each, read and written row by row.</summary>
public static class InvoiceCsv
{
    /// <summary>Reads every row behind the header; a wrong one says all that is wrong with it and does not stop the others.</summary>
    /// <exception cref="InvalidFileException">The file itself can't be read: encoding, quoting, header.</exception>
    public static IEnumerable<InvoiceRow> Read(Stream stream, InvoiceTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var csv = new CsvReader(stream);
        return Read(csv, InvoiceColumns.Read(csv), terms);
    }

    /// <summary>As the other overload, behind a header that was read already.</summary>
    public static IEnumerable<InvoiceRow> Read(CsvReader csv, InvoiceColumns columns, InvoiceTerms terms)
    {
        ArgumentNullException.ThrowIfNull(csv);
        while (csv.Read()) yield return ReadRow(csv, columns, terms);
    }

    /// <summary>Writes the header.</summary>
    public static void WriteHeader(CsvWriter csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        foreach (var (name, _, _) in InvoiceColumns.Known) csv.Text(name);
        csv.End();
    }

    /// <summary>Writes an invoice as <see cref="Read(Stream, InvoiceTerms)"/> reads it.</summary>
    public static void Write(CsvWriter csv, ApprovedInvoice invoice)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentNullException.ThrowIfNull(invoice);
        csv.Text(invoice.Number).Text(invoice.Debtor.ToString()).Text(invoice.Seller.ToString())
            .Amount(invoice.Amount, Iso4217.ExponentOf(invoice.Currency)).Text(invoice.Currency)
            .Text(Date(invoice.Issued)).Text(Date(invoice.Due)).Text(invoice.Order).Text(invoice.Nullifier?.ToString());
        csv.End();
    }

    private static InvoiceRow ReadRow(CsvReader csv, InvoiceColumns columns, InvoiceTerms terms)
    {
        if (csv.Count != columns.Count)
            return new InvoiceRow(csv.Row, csv.Line, null, [new RowProblem(null, "row-malformed", $"The row has {csv.Count} fields, the header {columns.Count}.")]);
        var check = new InvoiceCheck(terms);
        var currency = check.Currency(columns.Text(csv, "currency"), "currency");
        var invoice = new ApprovedInvoice(
            check.Word(columns.Text(csv, "number"), "number", isRequired: true) ?? "", check.Party(columns.Text(csv, "debtor"), "debtor"),
            check.Party(columns.Text(csv, "seller"), "seller"), check.Amount(columns.Text(csv, "amount"), currency, "amount"), currency ?? "",
            check.Date(columns.Text(csv, "issued"), "issued"), check.Date(columns.Text(csv, "due"), "due"), check.Word(columns.Text(csv, "order"), "order", isRequired: false),
            Nullifier(check, columns.Text(csv, "nullifier")));
        check.Whole(invoice, "due", "debtor");
        return new InvoiceRow(csv.Row, csv.Line, check.Problems.Count == 0 ? invoice : null, check.Problems);
    }

    private static Hash32? Nullifier(InvoiceCheck check, string? text)
    {
        if (text is null) return null;
        if (Hash32.TryParse(text, out var nullifier)) return nullifier;
        check.Add("nullifier", "malformed-hex", "A nullifier is 0x and 64 hexadecimal digits.", text);
        return null;
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
