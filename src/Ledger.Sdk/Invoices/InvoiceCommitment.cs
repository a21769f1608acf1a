using System.Globalization;
using System.Text;
using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Invoices;

/// <summary>What a receivable carries of its invoice: who has the invoice and the salt can show that it is this one, and nobody can try
/// invoices out.</summary>
public static class InvoiceCommitment
{
    /// <summary>keccak256(salt ‖ keccak256(row)): the row is the invoice as <see cref="InvoiceCsv"/> writes it in UTF-8, without a nullifier.</summary>
    /// <param name="invoice">The invoice, both parties by their numbers.</param>
    /// <param name="salt">16 random bytes.</param>
    public static Hash32 Of(ApprovedInvoice invoice, ReadOnlySpan<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        InvoiceCsv.Write(new CsvWriter(text), invoice with { Nullifier = null });
        return Keccak256.Hash([.. salt, .. Keccak256.Hash(Encoding.UTF8.GetBytes(text.ToString())).Span]);
    }
}
