using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Tests.Invoices;

public sealed class MinorUnitsTests
{
    [Theory]
    [InlineData("1234.5", 2, 123450UL)]
    [InlineData("0", 2, 0UL)]
    [InlineData("007", 0, 7UL)]
    [InlineData("0.001", 3, 1UL)]
    [InlineData("184467440737095516.15", 2, ulong.MaxValue)]
    public void Decimal_text_is_read_exactly(string text, int exponent, ulong amount)
    {
        Assert.Equal(AmountFault.None, MinorUnits.Parse(text, exponent, out var read));
        Assert.Equal(amount, read);
    }

    [Theory]
    [InlineData("", AmountFault.Malformed)]
    [InlineData("1,234.50", AmountFault.Malformed)]
    [InlineData("1.234,50", AmountFault.Malformed)]
    [InlineData("1e3", AmountFault.Malformed)]
    [InlineData(".5", AmountFault.Malformed)]
    [InlineData("5.", AmountFault.Malformed)]
    [InlineData("+5", AmountFault.Malformed)]
    [InlineData("１２", AmountFault.Malformed)]
    [InlineData("-0.01", AmountFault.Negative)]
    [InlineData("0.001", AmountFault.TooManyDecimals)]
    [InlineData("10.500", AmountFault.TooManyDecimals)]
    [InlineData("184467440737095516.16", AmountFault.TooLarge)]
    [InlineData("999999999999999999999999999999999999999999999999999999999999", AmountFault.TooLarge)]
    public void What_could_be_misread_is_refused(string text, AmountFault fault) => Assert.Equal(fault, MinorUnits.Parse(text, 2, out _));

    [Fact]
    public void Machines_may_write_zeros_behind_the_decimals()
    {
        Assert.Equal(AmountFault.None, MinorUnits.Parse("10.50000", 2, out var amount, takesZeros: true));
        Assert.Equal(1050UL, amount);
        Assert.Equal(AmountFault.TooManyDecimals, MinorUnits.Parse("10.50001", 2, out _, takesZeros: true));
    }

    [Fact]
    public void An_amount_written_is_the_amount_read() => Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(), Gen.Choose(0, 4).ToArbitrary(), (amount, exponent) =>
        {
            Assert.Equal(AmountFault.None, MinorUnits.Parse(MinorUnits.Format(amount, exponent), exponent, out var read));
            Assert.Equal(amount, read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    public void Currencies_have_their_decimals(string code, int exponent) => Assert.Equal(exponent, Iso4217.ExponentOf(code));

    [Theory]
    [InlineData("eur")]
    [InlineData("XAU")]
    [InlineData("DEM")]
    public void What_is_no_currency_of_today_is_refused(string code) =>
        Assert.Equal("unknown-currency", Assert.Throws<LedgerException>(() => Iso4217.ExponentOf(code)).Code);
}
