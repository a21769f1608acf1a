namespace Ledger.Sdk.Invoices;

/// <summary>The columns of a CSV file of approved invoices, by the names in its first row.</summary>
/// <remarks>Case, blanks, underscores, points and hyphens do not count. Columns that are not known are told in <see cref="Ignored"/>.</remarks>
public sealed class InvoiceColumns
{
    /// <summary>The columns: the name first, then what else is taken for it.</summary>
    public static IReadOnlyList<(string Name, bool Required, string[] Aliases)> Known { get; } =
    [
        ("number", true, ["invoice", "invoicenumber", "invoiceno", "invoiceid", "documentnumber"]),
        ("debtor", true, ["buyer", "customer", "payer"]),
        ("seller", true, ["supplier", "creditor", "vendor"]),
        ("amount", true, ["face", "payable", "payableamount", "total", "gross"]),
        ("currency", true, ["ccy", "currencycode"]),
        ("issued", true, ["issuedate", "invoicedate", "date"]),
        ("due", true, ["duedate", "maturity", "paymentduedate"]),
        ("order", false, ["orderreference", "ordernumber", "purchaseorder", "po", "ponumber"]),
        ("nullifier", false, []),
    ];

    private readonly int[] fields = [.. Enumerable.Repeat(-1, Known.Count)];

    private InvoiceColumns(int count, IReadOnlyList<string> ignored) => (Count, Ignored) = (count, ignored);

    /// <summary>Fields that every row must have.</summary>
    public int Count { get; }

    /// <summary>Names that are not known, as they stand in the file.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Reads the first row.</summary>
    /// <exception cref="InvalidFileException">file-malformed: a column is missing or stands there twice.</exception>
    public static InvoiceColumns Read(CsvReader csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        if (!csv.Read()) throw new InvalidFileException("file-malformed", "The file is empty.", Hint);
        var ignored = new List<string>();
        var columns = new InvoiceColumns(csv.Count, ignored);
        for (var field = 0; field < csv.Count; field++)
        {
            var text = csv.Text(field);
            var at = IndexOf(text);
            if (at < 0) ignored.Add(FileText.Shorten(text));
            else if (columns.fields[at] >= 0) throw new InvalidFileException("file-malformed", $"The column {Known[at].Name} stands there twice.", Hint, csv.Line);
            else columns.fields[at] = field;
        }
        var missing = Known.Where((known, i) => known.Required && columns.fields[i] < 0).Select(known => known.Name).ToList();
        return missing.Count == 0 ? columns : throw new InvalidFileException("file-malformed", $"The first row lacks {string.Join(", ", missing)}.", Hint, csv.Line);
    }

    /// <summary>The text of a column in the current row; null where the file has no such column, or it is empty.</summary>
    public string? Text(CsvReader csv, string column)
    {
        ArgumentNullException.ThrowIfNull(csv);
        for (var i = 0; i < Known.Count; i++)
            if (Known[i].Name == column)
                return fields[i] < 0 || csv[fields[i]].IsEmpty ? null : CsvWriter.Unguard(csv.Text(fields[i]).Trim()) is { Length: > 0 } text ? text : null;
        throw new ArgumentException($"There is no column {column}.", nameof(column));
    }

    private static string Hint => $"Its columns are {string.Join(", ", Known.Select(known => known.Name))}; {string.Join(" and ", Known.Where(known => !known.Required).Select(known => known.Name))} may be left out.";

    private static int IndexOf(string text)
    {
        var name = string.Concat(text.Where(character => character is not (' ' or '_' or '-' or '.'))).ToLowerInvariant();
        for (var i = 0; i < Known.Count; i++)
            if (Known[i].Name == name || Known[i].Aliases.Contains(name)) return i;
        return -1;
    }
}
