using System.Globalization;

namespace Ledger.Sdk.Invoices;

/// <summary>Reads the values of one invoice and collects what is wrong with them.</summary>
internal sealed class InvoiceCheck(InvoiceTerms terms)
{
    private List<RowProblem>? problems;

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<RowProblem> Problems => problems ?? (IReadOnlyList<RowProblem>)[];

    public void Add(string? column, string code, string message, string? value = null) =>
        (problems ??= []).Add(new RowProblem(column, code, message, value is null ? null : FileText.Shorten(value)));

    /// <summary>An identifier: no control characters, and nothing that a spreadsheet would run.</summary>
    public string? Word(string? text, string column, bool isRequired)
    {
        if (string.IsNullOrEmpty(text))
        {
            if (isRequired) Add(column, "missing", "A value is missing.");
            return null;
        }
        if (text.Length > ApprovedInvoice.LongestText) Add(column, "too-long", $"At most {ApprovedInvoice.LongestText} characters are taken.", text);
        else if (CsvWriter.StartsFormula(text)) Add(column, "formula", "It begins with a character for which spreadsheets run it as a formula.", text);
        else if (text.Any(char.IsControl)) Add(column, "control-character", "It holds a control character.", text);
        return text;
    }

    public PartyReference Party(string? text, string column)
    {
        if (string.IsNullOrEmpty(text)) Add(column, "missing", "A value is missing.");
        else if (PartyReference.TryParse(text, out var party)) return party;
        else Add(column, "party-malformed", "A party is its number in the registry, a GLN or an LEI with the right check digits.", text);
        return default;
    }

    public string? Currency(string? text, string column)
    {
        if (text is null) Add(column, "missing", "A value is missing.");
        else if (!Iso4217.TryExponent(text, out _)) Add(column, "unknown-currency", "It is no currency of ISO 4217, such as EUR.", text);
        else if (terms.Currency is { } only && text != only) Add(column, "currency-mismatch", $"The ledger's cash is {only}.", text);
        else return text;
        return null;
    }

    public ulong Amount(string? text, string? currency, string column, bool takesZeros = false)
    {
        if (text is null) Add(column, "missing", "A value is missing.");
        if (text is null || currency is null) return 0;
        var exponent = Iso4217.ExponentOf(currency);
        var fault = MinorUnits.Parse(text, exponent, out var amount, takesZeros);
        if (fault != AmountFault.None) Add(column, CodeOf(fault), MinorUnits.Explain(fault, currency, exponent), text);
        else if (amount == 0) Add(column, "amount-zero", "An amount is at least one minor unit.", text);
        return amount;
    }

    public DateOnly Date(string? text, string column)
    {
        if (text is null) Add(column, "missing", "A value is missing.");
        else if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1970 and < 9999) return date;
        else Add(column, "date-malformed", "A date is written as 2026-03-31.", text);
        return default;
    }

    /// <summary>What the values must keep to together; looked at once each for itself is right.</summary>
    public void Whole(ApprovedInvoice invoice, string dueColumn, string debtorColumn)
    {
        if (problems is not null) return;
        var due = invoice.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (invoice.Debtor == invoice.Seller) Add(debtorColumn, "own-debt", "A party owes nothing to itself.", invoice.Debtor.ToString());
        if (invoice.Due < invoice.Issued) Add(dueColumn, "due-before-issue", "It is due before it was issued.", due);
        if (invoice.DueTime <= terms.Now) Add(dueColumn, "due-in-past", "The due date is past.", due);
        if (invoice.DueTime > terms.LatestDue)
            Add(dueColumn, "tenor-above-cap", $"The contract takes none that is due after {DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(terms.LatestDue, 253_402_300_799)):yyyy-MM-dd}.", due);
    }

    private static string CodeOf(AmountFault fault) => fault switch
    {
        AmountFault.Negative => "amount-negative",
        AmountFault.TooManyDecimals => "amount-decimals",
        AmountFault.TooLarge => "amount-overflow",
        _ => "amount-malformed",
    };
}
