using System.Text;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Tests.Invoices;

public sealed class UblTests
{
    private static readonly InvoiceTerms Terms = new(InvoiceCsvTests.Unix("2026-03-01"), InvoiceCsvTests.Unix("2027-03-01"), "EUR");

    [Fact]
    public void An_invoice_is_read_with_its_parties_and_sums()
    {
        var reading = Read(UblSample.Invoice());
        Assert.Empty(reading.Problems);
        var invoice = reading.Document!;
        Assert.Equal((UblKind.Invoice, "INV-77", "EUR", "PO-9", 2), (invoice.Kind, invoice.Number, invoice.Currency, invoice.Order, invoice.Lines));
        Assert.Equal(("Halm Mühle", "Bäcker"), (invoice.Seller.Name, invoice.Buyer.Name));
        Assert.Equal("gln:4012345000009", Assert.Single(invoice.Seller.References).ToString());
        Assert.Equal("lei:529900T8BM49AURSDO55", Assert.Single(invoice.Buyer.References).ToString());
        Assert.Equal((Int128)1985, invoice.TaxAmount);
        Assert.Equal(11_934UL, invoice.Payable);
        Assert.Equal(new DateOnly(2026, 4, 30), invoice.Due);
    }

    [Fact]
    public void A_credit_note_names_the_invoice_that_it_is_about()
    {
        var reading = Read(UblSample.CreditNote());
        Assert.Empty(reading.Problems);
        Assert.Equal(UblKind.CreditNote, reading.Document!.Kind);
        Assert.Equal("INV-77", Assert.Single(reading.Document.Invoices));
    }

    [Theory]
    [InlineData("BR-CO-10", "<cbc:LineExtensionAmount currencyID=\"EUR\">99.50</cbc:LineExtensionAmount><cbc:TaxExclusive", "<cbc:LineExtensionAmount currencyID=\"EUR\">99.49</cbc:LineExtensionAmount><cbc:TaxExclusive")]
    [InlineData("BR-CO-11", ">1.00</cbc:AllowanceTotalAmount>", ">1.01</cbc:AllowanceTotalAmount>")]
    [InlineData("BR-CO-12", ">0.75</cbc:ChargeTotalAmount>", ">0.74</cbc:ChargeTotalAmount>")]
    [InlineData("BR-CO-13", ">99.25</cbc:TaxExclusiveAmount>", ">99.26</cbc:TaxExclusiveAmount>")]
    [InlineData("BR-CO-14", "<cbc:TaxAmount currencyID=\"EUR\">19.85</cbc:TaxAmount><cac:TaxSubtotal>", "<cbc:TaxAmount currencyID=\"EUR\">19.84</cbc:TaxAmount><cac:TaxSubtotal>")]
    [InlineData("BR-CO-15", ">119.10</cbc:TaxInclusiveAmount>", ">119.11</cbc:TaxInclusiveAmount>")]
    [InlineData("BR-CO-16", ">119.34</cbc:PayableAmount>", ">119.35</cbc:PayableAmount>")]
    public void A_sum_that_is_wrong_is_refused_by_the_rule_that_it_breaks(string rule, string right, string wrong)
    {
        var sample = UblSample.Invoice();
        Assert.Contains(right, sample, StringComparison.Ordinal);
        var reading = Read(sample.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Null(reading.Document);
        Assert.Contains(reading.Problems, problem => problem.Code == rule);
    }

    [Theory]
    [InlineData("currency-mismatch", "currencyID=\"EUR\">119.34", "currencyID=\"USD\">119.34")]
    [InlineData("amount-malformed", ">119.34</cbc:PayableAmount>", ">119,34</cbc:PayableAmount>")]
    [InlineData("amount-decimals", ">119.34</cbc:PayableAmount>", ">119.345</cbc:PayableAmount>")]
    [InlineData("amount-negative", ">119.34</cbc:PayableAmount>", ">-119.34</cbc:PayableAmount>")]
    [InlineData("missing", "<cbc:DueDate>2026-04-30</cbc:DueDate>", "")]
    [InlineData("due-in-past", "2026-04-30", "2026-02-20")]
    [InlineData("tenor-above-cap", "2026-04-30", "2027-03-30")]
    [InlineData("formula", "INV-77", "=1+1")]
    [InlineData("currency-mismatch", "<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>CHF")]
    public void A_wrong_value_is_told(string code, string right, string wrong)
    {
        var sample = UblSample.Invoice();
        Assert.Contains(right, sample, StringComparison.Ordinal);
        Assert.Contains(Read(sample.Replace(right, wrong, StringComparison.Ordinal)).Problems, problem => problem.Code == code);
    }

    [Fact]
    public void Entities_are_never_expanded()
    {
        var laughs = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">"));
        var error = Refused($"<!DOCTYPE x [<!ENTITY a0 \"ha\">{laughs}]>" + UblSample.Invoice().Replace("INV-77", "&a9;", StringComparison.Ordinal));
        Assert.Equal("file-malformed", error.Code);
        Assert.Contains("no entity is ever expanded", error.Message, StringComparison.Ordinal);
        Assert.Contains("document type", Refused("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + UblSample.Invoice()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_depth_bomb_is_refused_before_it_is_held()
    {
        var bomb = UblSample.Invoice().Replace("<cbc:Note/>", string.Concat(Enumerable.Repeat("<cac:X>", 100_000)), StringComparison.Ordinal);
        Assert.Contains("nested more than 48 deep", Refused(bomb).Message, StringComparison.Ordinal);
        var foreign = UblSample.Invoice().Replace("<cbc:Note/>", string.Concat(Enumerable.Repeat("<x xmlns='y'>", 100_000)), StringComparison.Ordinal);
        Assert.Contains("nested more than 48 deep", Refused(foreign).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_documents_and_wrong_encodings_are_refused()
    {
        Assert.Contains("no invoice or credit note", Refused("<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>").Message, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidFileException>(() => UblReader.Read(new MemoryStream(Encoding.Latin1.GetBytes(UblSample.Invoice())), Terms));
        Assert.Equal("file-encoding", error.Code);
        Assert.Equal("file-malformed", Refused(UblSample.Invoice()[..^20]).Code);
    }

    [Fact]
    public void Extensions_of_other_namespaces_do_not_count()
    {
        var sample = UblSample.Invoice().Replace("<cbc:Note/>", "<x:A xmlns:x=\"urn:x\"><x:B><cbc:ID>other</cbc:ID></x:B><x:C/></x:A>", StringComparison.Ordinal);
        Assert.Equal("INV-77", Read(sample).Document!.Number);
    }

    private static UblReading Read(string xml) => UblReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)), Terms);

    private static InvalidFileException Refused(string xml) => Assert.Throws<InvalidFileException>(() => Read(xml));
}
