using System.Text;
using System.Xml.Linq;
using Ledger.Sdk.Banking;

namespace Ledger.Sdk.Tests.Banking;

public sealed class Pain001Tests
{
    private static readonly XNamespace Pain = Pain001Writer.Namespace;

    private static readonly PaymentInitiation Payment = new(
        "LEDGER-20260301", DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), new DateOnly(2026, 3, 2), new PaymentAccount("Bank für Güter", "DE02120300000000202051", "BYLADEM1001"), "EUR",
        [
            new CreditTransfer("P-2", 1, new PaymentAccount("Æther & Søn", "1234567890"), "Auszahlung №7"),
            new CreditTransfer("P-1", 123_456, new PaymentAccount("Farm", "FR1420041010050500013M02606")),
        ]);

    [Fact]
    public void Sums_and_order_are_those_of_the_schema()
    {
        var root = XDocument.Parse(Write(Payment)).Root!.Element(Pain + "CstmrCdtTrfInitn")!;
        Assert.Equal(["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"], Names(root.Element(Pain + "GrpHdr")!));
        var instruction = root.Element(Pain + "PmtInf")!;
        Assert.Equal(
            ["PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "ReqdExctnDt", "Dbtr", "DbtrAcct", "DbtrAgt", "ChrgBr", "CdtTrfTxInf", "CdtTrfTxInf"], Names(instruction));
        Assert.Equal(["2", "2"], root.Descendants(Pain + "NbOfTxs").Select(element => element.Value));
        Assert.Equal(["1234.57", "1234.57"], root.Descendants(Pain + "CtrlSum").Select(element => element.Value));
        Assert.Equal(["P-1", "P-2"], root.Descendants(Pain + "EndToEndId").Select(element => element.Value));
        Assert.Equal("2026-03-02", instruction.Element(Pain + "ReqdExctnDt")!.Element(Pain + "Dt")!.Value);
        var last = instruction.Elements(Pain + "CdtTrfTxInf").Last();
        Assert.Equal(["PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf"], Names(last));
        Assert.Equal("0.01", last.Element(Pain + "Amt")!.Element(Pain + "InstdAmt")!.Value);
        Assert.Equal("1234567890", last.Element(Pain + "CdtrAcct")!.Element(Pain + "Id")!.Element(Pain + "Othr")!.Element(Pain + "Id")!.Value);
    }

    [Fact]
    public void Names_are_written_in_the_characters_that_banks_take()
    {
        var text = Write(Payment);
        Assert.Contains("<Nm>Bank fur Guter</Nm>", text, StringComparison.Ordinal);
        Assert.Contains("<Nm>AEther + Son</Nm>", text, StringComparison.Ordinal);
        Assert.Contains("<Ustrd>Auszahlung .7</Ustrd>", text, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(text));
    }

    [Fact]
    public void The_same_orders_make_the_same_bytes() =>
        Assert.Equal(Write(Payment), Write(Payment with { Transfers = [.. Payment.Transfers.Reverse()] }));

    public static TheoryData<PaymentInitiation, string> Wrong => new()
    {
        { Payment with { MessageId = new string('x', 36) }, "is no id of a message" },
        { Payment with { MessageId = "/x" }, "is no id of a message" },
        { Payment with { Transfers = [] }, "nothing to pay" },
        { With(one => one with { EndToEndId = "a//b" }), "is no EndToEndId" },
        { With(one => one with { EndToEndId = "Zürich" }), "is no EndToEndId" },
        { With(one => one with { EndToEndId = "P-1" }), "stands there twice" },
        { With(one => one with { Amount = 0 }), "is not zero" },
        { With(one => one with { Amount = ulong.MaxValue }), "1 to 18 digits" },
        { With(one => one with { Creditor = new PaymentAccount("x", "FR1420041010050500013M02607") }), "check digits of the IBAN" },
        { With(one => one with { Creditor = new PaymentAccount("x", new string('1', 35)) }), "is no id of an account" },
        { With(one => one with { Creditor = new PaymentAccount(" ", "1") }), "a name is missing" },
        { With(one => one with { Creditor = new PaymentAccount("x", "1", "NOBIC") }), "is no BIC" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_no_bank_would_take_is_refused(PaymentInitiation payment, string message)
    {
        var error = Assert.Throws<LedgerException>(() => Write(payment));
        Assert.Equal("payment-invalid", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static PaymentInitiation With(Func<CreditTransfer, CreditTransfer> change) => Payment with { Transfers = [change(Payment.Transfers[0]), Payment.Transfers[1]] };

    private static IEnumerable<string> Names(XElement element) => element.Elements().Select(child => child.Name.LocalName);

    private static string Write(PaymentInitiation payment)
    {
        using var stream = new MemoryStream();
        Pain001Writer.Write(stream, payment);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
