using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ledger.Sdk.Invoices;

/// <summary>Writes CSV (RFC 4180) in UTF-8, CRLF behind each row, safe to open in a spreadsheet.</summary>
/// <remarks>
/// Spreadsheets run a cell as a formula that begins with = + - @, tab, CR or LF (OWASP, CSV injection). Text like that gets an apostrophe
/// before it and is quoted; <see cref="Unguard"/> takes it away again, so that every text comes back as it was. Numbers are written by
/// methods of their own from integers: they hold nothing but digits, a sign and a point, and stay numbers, below zero too.
/// </remarks>
public sealed class CsvWriter(TextWriter writer, char delimiter = ',')
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\"\r\n,;\t");

    private bool isFirst = true;

    /// <summary>Adds a text; null is an empty field.</summary>
    public CsvWriter Text(string? text)
    {
        Separate();
        if (string.IsNullOrEmpty(text)) return this;
        var isGuarded = StartsFormula(text);
        if (!isGuarded && !text.AsSpan().ContainsAny(Quoted) && text[0] != ' ' && text[^1] != ' ') writer.Write(text);
        else
        {
            writer.Write('"');
            if (isGuarded) writer.Write('\'');
            writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public CsvWriter Number(Int128 number)
    {
        Separate();
        writer.Write(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Adds an amount of minor units as decimal text, such as <c>-12.50</c>.</summary>
    public CsvWriter Amount(Int128 amount, int exponent)
    {
        Separate();
        writer.Write(MinorUnits.Format(amount, exponent));
        return this;
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        writer.Write("\r\n");
        isFirst = true;
    }

    /// <summary>Takes away the apostrophe that <see cref="Text"/> put before a text that would be run as a formula.</summary>
    public static string Unguard(string text) => text.StartsWith('\'') && StartsFormula(text) ? text[1..] : text;

    /// <summary>Whether a spreadsheet would run it, with or without apostrophes before it.</summary>
    public static bool StartsFormula(string text) => text.AsSpan().TrimStart('\'') is [('=' or '+' or '-' or '@' or '\t' or '\r' or '\n'), ..];

    /// <summary>The text of one row, for tests and small answers.</summary>
    public static string Row(params string?[] fields)
    {
        var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture);
        var csv = new CsvWriter(text);
        foreach (var field in fields) csv.Text(field);
        csv.End();
        return text.ToString();
    }

    private void Separate()
    {
        if (!isFirst) writer.Write(delimiter);
        isFirst = false;
    }
}
