using System.Globalization;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Tests.Financing;

public sealed class DayCountTests
{
    /// <summary>The date pairs of ISDA's sheet on the 30/360 conventions (30-360-2006ISDADefs.xls, sheet Comparison): actual days, paragraph (f), paragraph (g).</summary>
    [Theory]
    [InlineData("2007-01-15", "2007-01-30", 15, 15, 15)]
    [InlineData("2007-01-15", "2007-02-15", 31, 30, 30)]
    [InlineData("2007-01-15", "2007-07-15", 181, 180, 180)]
    [InlineData("2007-09-30", "2008-03-31", 183, 180, 180)]
    [InlineData("2007-09-30", "2007-10-31", 31, 30, 30)]
    [InlineData("2007-09-30", "2008-09-30", 366, 360, 360)]
    [InlineData("2007-01-15", "2007-01-31", 16, 16, 15)]
    [InlineData("2007-01-31", "2007-02-28", 28, 28, 28)]
    [InlineData("2007-02-28", "2007-03-31", 31, 33, 32)]
    [InlineData("2006-08-31", "2007-02-28", 181, 178, 178)]
    [InlineData("2007-02-28", "2007-08-31", 184, 183, 182)]
    [InlineData("2007-02-14", "2007-02-28", 14, 14, 14)]
    [InlineData("2007-02-26", "2008-02-29", 368, 363, 363)]
    [InlineData("2008-02-29", "2009-02-28", 365, 359, 359)]
    [InlineData("2008-02-29", "2008-03-30", 30, 31, 31)]
    [InlineData("2008-02-29", "2008-03-31", 31, 32, 31)]
    [InlineData("2007-02-28", "2007-03-05", 5, 7, 7)]
    [InlineData("2007-10-31", "2007-11-28", 28, 28, 28)]
    [InlineData("2007-08-31", "2008-02-29", 182, 179, 179)]
    [InlineData("2008-02-29", "2008-08-31", 184, 182, 181)]
    [InlineData("2008-08-31", "2009-02-28", 181, 178, 178)]
    [InlineData("2009-02-28", "2009-08-31", 184, 183, 182)]
    public void Days_are_those_of_the_published_examples(string from, string to, int actual, int bond, int eurobond)
    {
        var (start, end) = (Date(from), Date(to));
        Assert.Equal(actual, DayCount.Actual360.Days(start, end));
        Assert.Equal(actual, DayCount.Actual365Fixed.Days(start, end));
        Assert.Equal(bond, DayCount.BondBasis.Days(start, end));
        Assert.Equal(eurobond, DayCount.EurobondBasis.Days(start, end));
    }

    [Fact]
    public void A_year_of_bond_basis_may_have_361_days_in_its_halves_as_ISDA_notes() =>
        Assert.Equal(361, DayCount.BondBasis.Days(Date("2006-08-31"), Date("2007-02-28")) + DayCount.BondBasis.Days(Date("2007-02-28"), Date("2007-08-31")));

    [Theory]
    [InlineData(DayCount.Actual360, 5_084)]
    [InlineData(DayCount.Actual365Fixed, 5_014)]
    [InlineData(DayCount.BondBasis, 5_000)]
    [InlineData(DayCount.EurobondBasis, 5_000)]
    public void Interest_is_rounded_up_to_a_unit(DayCount convention, ulong interest) =>
        Assert.Equal(interest, convention.Interest(100_000, 500, Date("2007-09-30"), Date("2008-09-30")));

    [Fact]
    public void Dates_in_the_wrong_order_are_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DayCount.Actual360.Interest(1, 1, Date("2026-01-02"), Date("2026-01-01")));

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
