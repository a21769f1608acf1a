using Ledger.Sdk;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

namespace Ledger.Api.Imports;

/// <summary>Counts the rows of a file.</summary>
internal sealed class ImportTally
{
    private readonly SortedDictionary<string, (long Count, UInt128 Sum)> totals = new(StringComparer.Ordinal);
    private readonly List<ApprovedInvoiceRow> first = [];
    private readonly List<RowReport> problems = [];

    /// <summary>Rows that are right and new.</summary>
    public long Accepted { get; private set; }

    /// <summary>The others.</summary>
    public long Refused { get; private set; }

    /// <summary>All.</summary>
    public long Rows => Accepted + Refused;

    /// <summary>Counts a row.</summary>
    public void Count(JudgedRow row)
    {
        if (row.Invoice is not { } invoice)
        {
            if (++Refused <= ImportReport.MostProblems) problems.Add(new RowReport(row.Row.Row, row.Row.Line, row.Problems));
            return;
        }
        var (count, sum) = totals.GetValueOrDefault(invoice.Currency);
        totals[invoice.Currency] = (count + 1, sum + invoice.Amount);
        if (++Accepted <= ImportReport.MostShown)
            first.Add(new ApprovedInvoiceRow(row.Row.Row, invoice.Number, row.Debtor, row.Seller, invoice.Amount, invoice.Currency, invoice.Issued, invoice.Due, invoice.Order));
    }

    /// <summary>The report.</summary>
    public ImportReport ToReport(Hash32 file, bool isPreview, long stored, IReadOnlyList<string> ignored, AsOf asOf) => new(
        file, isPreview, Rows, Accepted, Refused, stored,
        [.. totals.Select(total => new CurrencyTotal(
            total.Key, total.Value.Count, total.Value.Sum.ToString(System.Globalization.CultureInfo.InvariantCulture), MinorUnits.Format((Int128)total.Value.Sum, Iso4217.ExponentOf(total.Key))))],
        ignored, first, problems, asOf);
}
