using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Tests.Invoices;

public sealed class InvoiceCsvTests
{
    private const string Header = "number,debtor,seller,amount,currency,issued,due,order\n";

    private static readonly InvoiceTerms Terms = new(Unix("2026-03-01"), Unix("2027-03-01"), "EUR");

    [Fact]
    public void An_invoice_written_is_the_invoice_read()
    {
        var invoices =
            from number in Gen.Choose(1, 1_000_000)
            from amount in ArbMap.Default.ArbFor<ulong>().Generator
            from currency in Gen.Elements("EUR", "JPY", "KWD", "CLF")
            from days in Gen.Choose(0, 2000)
            from order in Gen.Elements<string?>(null, "PO 7", "a,\"b\"", "é;x", "x'")
            from debtor in Gen.Elements("7", "gln:4012345000009")
            from hasNullifier in Gen.Elements(true, false)
            select new ApprovedInvoice(
                $"R/{number}", Party(debtor), Party("8"), Math.Max(1, amount), currency, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1).AddDays(days), order,
                hasNullifier ? Keccak256.Hash("n"u8) : null);
        Prop.ForAll(invoices.ListOf().ToArbitrary(), list =>
        {
            var text = new StringWriter(CultureInfo.InvariantCulture);
            var csv = new CsvWriter(text);
            InvoiceCsv.WriteHeader(csv);
            foreach (var invoice in list) InvoiceCsv.Write(csv, invoice);
            Assert.Equal(list, Read(text.ToString(), InvoiceTerms.None).Select(row => row.Invoice!));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Headers_may_be_called_as_others_call_them()
    {
        var row = Assert.Single(Read("Invoice No.;Customer;Supplier;Gross;CCY;Invoice Date;Due-Date;Cost centre\nR1;2;gln:4012345000009;10.00;EUR;2026-02-01;2026-04-01;x\n"));
        Assert.Equal(new ApprovedInvoice("R1", Party("2"), Party("4012345000009"), 1000, "EUR", new DateOnly(2026, 2, 1), new DateOnly(2026, 4, 1)), row.Invoice);
        Assert.Equal(Unix("2026-04-02") - 1, row.Invoice!.DueTime);
    }

    [Theory]
    [InlineData("", "debtor", "missing", ",,3,1.00,EUR,2026-02-01,2026-04-01,")]
    [InlineData("0", "amount", "amount-zero", "R1,2,3,0,EUR,2026-02-01,2026-04-01,")]
    [InlineData("-1", "amount", "amount-negative", "R1,2,3,-1,EUR,2026-02-01,2026-04-01,")]
    [InlineData("1.005", "amount", "amount-decimals", "R1,2,3,1.005,EUR,2026-02-01,2026-04-01,")]
    [InlineData("99999999999999999999", "amount", "amount-overflow", "R1,2,3,99999999999999999999,EUR,2026-02-01,2026-04-01,")]
    [InlineData("1.000.000", "amount", "amount-malformed", "R1,2,3,1.000.000,EUR,2026-02-01,2026-04-01,")]
    [InlineData("USD", "currency", "currency-mismatch", "R1,2,3,1.00,USD,2026-02-01,2026-04-01,")]
    [InlineData("EUX", "currency", "unknown-currency", "R1,2,3,1.00,EUX,2026-02-01,2026-04-01,")]
    [InlineData("01.04.2026", "due", "date-malformed", "R1,2,3,1.00,EUR,2026-02-01,01.04.2026,")]
    [InlineData("2026-02-30", "issued", "date-malformed", "R1,2,3,1.00,EUR,2026-02-30,2026-04-01,")]
    [InlineData("2026-02-28", "due", "due-in-past", "R1,2,3,1.00,EUR,2026-02-01,2026-02-28,")]
    [InlineData("2027-03-02", "due", "tenor-above-cap", "R1,2,3,1.00,EUR,2026-02-01,2027-03-02,")]
    [InlineData("2026-03-30", "due", "due-before-issue", "R1,2,3,1.00,EUR,2026-03-31,2026-03-30,")]
    [InlineData("2", "debtor", "own-debt", "R1,2,2,1.00,EUR,2026-02-01,2026-04-01,")]
    [InlineData("4012345000008", "seller", "party-malformed", "R1,2,4012345000008,1.00,EUR,2026-02-01,2026-04-01,")]
    [InlineData("=cmd|'/c calc'!A1", "number", "formula", "=cmd|'/c calc'!A1,2,3,1.00,EUR,2026-02-01,2026-04-01,")]
    [InlineData("@x", "order", "formula", "R1,2,3,1.00,EUR,2026-02-01,2026-04-01,@x")]
    public void A_wrong_value_is_told_with_row_column_and_value(string value, string column, string code, string row)
    {
        var read = Assert.Single(Read(Header + row + "\n"));
        Assert.Null(read.Invoice);
        Assert.Equal((2, 2), (read.Row, read.Line));
        Assert.Contains(read.Problems, problem => problem.Column == column && problem.Code == code && (problem.Value ?? "") == value);
    }

    [Fact]
    public void A_wrong_row_does_not_hide_the_others()
    {
        var rows = Read(Header + "R1,2,3,1.00,EUR,2026-02-01,2026-04-01,\nR2,2,3\nR3,2,3,1.00,EUR,2026-02-01,2026-04-01,\n");
        Assert.Equal([true, false, true], rows.Select(row => row.Invoice is not null));
        Assert.Equal("row-malformed", Assert.Single(rows[1].Problems).Code);
    }

    [Fact]
    public void A_long_value_is_shown_by_its_beginning()
    {
        var read = Assert.Single(Read(Header + new string('x', 500) + ",2,3,1.00,EUR,2026-02-01,2026-04-01,\n"));
        Assert.Equal(40, Assert.Single(read.Problems).Value!.Length);
    }

    [Theory]
    [InlineData("number,debtor\n", "Line 1: The first row lacks seller, amount, currency, issued, due.")]
    [InlineData("number,invoice,debtor,seller,amount,currency,issued,due\n", "Line 1: The column number stands there twice.")]
    [InlineData("", "The file is empty.")]
    public void A_file_without_its_columns_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidFileException>(() => Read(text)).Message);

    internal static ulong Unix(string date) => (ulong)DateTimeOffset.Parse(date + "T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private static List<InvoiceRow> Read(string text, InvoiceTerms? terms = null) => [.. InvoiceCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), terms ?? Terms)];

    private static PartyReference Party(string text) => PartyReference.TryParse(text, out var party) ? party : throw new ArgumentException(text);
}
