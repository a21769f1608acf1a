using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Tests.Invoices;

public sealed class CsvTests
{
    private static readonly string[] Pieces = ["=", "+", "-", "@", "\t", "\r", "\n", "'", "\"", ",", ";", " ", "a", "é", "語", "😀", "1", "''"];

    private static Gen<string> Texts => Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));

    [Fact]
    public void What_was_written_is_read_again_whatever_it_holds() => Prop.ForAll(
        Texts.ListOf(3).ListOf().Where(rows => rows.Count > 0).ToArbitrary(),
        rows =>
        {
            var text = string.Concat(rows.Select(row => CsvWriter.Row([.. row.Prepend("x")])));
            var read = Rows(Encoding.UTF8.GetBytes(text)).Select(row => row.Select(CsvWriter.Unguard).ToArray()).ToList();
            Assert.Equal(rows.Select(row => row.Prepend("x").ToArray()), read);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bare_carriage_return_or_quote_never_survives_unquoted() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var row = CsvWriter.Row(text, "end");
        if (CsvWriter.StartsFormula(text)) Assert.StartsWith("\"'", row, StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n")]
    [InlineData("+1", "\"'+1\"\r\n")]
    [InlineData("-2+3", "\"'-2+3\"\r\n")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"\r\n")]
    [InlineData("\tx", "\"'\tx\"\r\n")]
    [InlineData("\rx", "\"'\rx\"\r\n")]
    [InlineData("'=x", "\"''=x\"\r\n")]
    [InlineData("O'Neill", "O'Neill\r\n")]
    public void A_formula_is_written_as_text(string text, string expected) => Assert.Equal(expected, CsvWriter.Row(text));

    [Fact]
    public void Numbers_stay_numbers_below_zero_too()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        new CsvWriter(text).Amount(-1250, 2).Number(-7).Amount(5, 3).Amount(-1, 0).End();
        Assert.Equal("-12.50,-7,0.005,-1\r\n", text.ToString());
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n", ',')]
    [InlineData("a;b\n1;2", ';')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("\"a,x\";b\n\"1\n\";2\n", ';')]
    public void The_delimiter_is_found_and_lines_end_either_way(string text, char delimiter)
    {
        var csv = new CsvReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(delimiter, csv.Delimiter);
        Assert.True(csv.Read() && csv.Count == 2 && csv.Read() && csv.Count == 2 && !csv.Read());
    }

    [Fact]
    public void A_byte_order_mark_and_empty_lines_are_skipped_and_rows_know_their_lines()
    {
        var csv = new CsvReader(new MemoryStream([0xef, 0xbb, 0xbf, .. "a,b\r\n\r\n\"1\n2\",3\n4,5"u8]));
        var seen = new List<string>();
        while (csv.Read()) seen.Add($"{csv.Row}@{csv.Line} {csv.Text(0)}|{csv.Text(1)}");
        Assert.Equal(["1@1 a|b", "2@3 1\n2|3", "3@5 4|5"], seen);
    }

    [Fact]
    public void Text_that_is_no_utf8_is_refused_by_the_byte() =>
        Assert.Equal("Line 2: The byte 0xFC at offset 5 is no UTF-8.", Refused("file-encoding", [.. "a,b\nM"u8, 0xfc, .. "ller,1\n"u8]));

    [Fact]
    public void Utf16_is_refused_by_name_with_and_without_a_mark()
    {
        Assert.Equal("The file is UTF-16.", Refused("file-encoding", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a,b\n")]));
        Assert.Equal("The file is UTF-16.", Refused("file-encoding", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes("a,b\n")]));
        Assert.Equal("Line 1: The byte 0x00 at offset 1 is no text.", Refused("file-encoding", Encoding.Unicode.GetBytes("a,b\n")));
    }

    [Theory]
    [InlineData("a,b\nx\"y,1\n", "Line 2: A quote stands inside of a field that is not quoted.")]
    [InlineData("a,b\n\"x\"y,1\n", "Line 2: Text follows behind a closing quote.")]
    [InlineData("a,b\n1,\"x\ny", "Line 2: A quote is opened and not closed.")]
    [InlineData("a,b\rc,d\r", "Line 1: A carriage return stands alone.")]
    public void What_rfc_4180_does_not_allow_is_refused_with_its_line(string text, string message) => Assert.Equal(message, Refused("file-malformed", Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Fields_and_rows_have_limits()
    {
        Assert.Equal("Line 1: A row has at most 256 fields.", Refused("file-oversized", Encoding.UTF8.GetBytes(new string(',', 300))));
        Assert.Equal("Line 2: A row is longer than 65536 bytes.", Refused("file-oversized", Encoding.UTF8.GetBytes("a,b\n\"" + new string('x', 70_000))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Blocks_may_end_anywhere_in_a_character(int offset)
    {
        var name = new string('語', 60_000 / 3);
        var text = string.Concat(Enumerable.Range(0, 12).Select(i => $"{new string('x', offset)}{i},{name}\r\n"));
        var rows = Rows(Encoding.UTF8.GetBytes(text));
        Assert.All(rows, row => Assert.Equal(name, row[1]));
        Assert.Equal(12, rows.Count);
    }

    private static List<string[]> Rows(byte[] bytes)
    {
        var csv = new CsvReader(new MemoryStream(bytes));
        var rows = new List<string[]>();
        while (csv.Read()) rows.Add([.. Enumerable.Range(0, csv.Count).Select(csv.Text)]);
        return rows;
    }

    private static string Refused(string code, byte[] bytes)
    {
        var error = Assert.Throws<InvalidFileException>(() => Rows(bytes));
        Assert.Equal(code, error.Code);
        return error.Message;
    }
}
