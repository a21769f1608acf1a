using System.Data.Common;
using Ledger.Api.Http;
using Ledger.Sdk;
using Ledger.Sdk.Invoices;
using Microsoft.Net.Http.Headers;

namespace Ledger.Api.Imports;

/// <summary>A file of invoices that can be read again and again.</summary>
internal sealed class InvoiceFile(Stream content, bool isXml)
{
    private const int MostRows = 1_000_000;

    /// <summary>Columns that are not known; once rows were read.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; private set; } = [];

    /// <summary>Whether a content type is XML rather than CSV.</summary>
    /// <exception cref="LedgerException"><c>unsupported-media-type</c>.</exception>
    public static bool IsXml(string? contentType)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type) && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            switch (type.MediaType.Value?.ToLowerInvariant())
            {
                case "text/csv": return false;
                case "application/xml" or "text/xml": return true;
            }
        throw new LedgerException("unsupported-media-type", $"The content type '{contentType ?? "(none)"}' is not taken.", "Send text/csv, or application/xml for UBL, in UTF-8.");
    }

    /// <summary>The rows; bytes read are told to the run.</summary>
    /// <exception cref="InvalidFileException">The file can't be read.</exception>
    public IEnumerable<InvoiceRow> Read(InvoiceTerms terms, ImportRun run, PartyBook parties)
    {
        content.Position = 0;
        return isXml ? ReadDocument(terms, parties) : ReadRows(terms, run);
    }

    private IEnumerable<InvoiceRow> ReadRows(InvoiceTerms terms, ImportRun run)
    {
        var csv = new CsvReader(content);
        var columns = InvoiceColumns.Read(csv);
        IgnoredColumns = columns.Ignored;
        foreach (var row in InvoiceCsv.Read(csv, columns, terms))
        {
            if (row.Row > MostRows + 1) throw new InvalidFileException("file-oversized", $"The file has more than {MostRows} rows.", "Send several files.");
            if (row.Row % InvoiceJudge.Batch == 0) run.Reach(csv.Position, row.Row);
            yield return row;
        }
    }

    private IEnumerable<InvoiceRow> ReadDocument(InvoiceTerms terms, PartyBook parties)
    {
        var reading = UblReader.Read(content, terms);
        if (reading.Document is not { } document) yield return new InvoiceRow(1, 1, null, reading.Problems);
        else
        {
            var problems = new List<RowProblem>();
            var debtor = Best(document.Buyer, parties, "AccountingCustomerParty", problems);
            var seller = Best(document.Seller, parties, "AccountingSupplierParty", problems);
            yield return problems.Count > 0 ? new InvoiceRow(1, 1, null, problems) : new InvoiceRow(1, 1, UblReader.ToInvoice(document, debtor, seller), []);
        }
    }

    /// <summary>The party of a document, by its number.</summary>
    /// <remarks>A document is one row, so that looking its parties up here keeps nobody waiting.</remarks>
    internal static PartyReference Best(UblParty party, PartyBook parties, string element, List<RowProblem> problems)
    {
        foreach (var reference in party.References)
            if (parties.FindAsync(reference).GetAwaiter().GetResult().Party is { } id) return PartyReference.Of(id);
        problems.Add(new RowProblem(
            element, "unknown-party", "The party is known by none of its identifiers: EndpointID or PartyIdentification with the scheme 0088 (GLN), 0199 (LEI) or LEDGER (its number).",
            party.References.Count > 0 ? party.References[0].ToString() : party.Name));
        return default;
    }
}
