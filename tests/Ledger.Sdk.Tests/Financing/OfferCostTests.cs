using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Tests.Financing;

public sealed class OfferCostTests
{
    private const ulong Now = 1_790_000_000;
    private const ulong Due = Now + 90 * Waterfall.Day;

    [Fact]
    public void A_sale_costs_its_discount_and_the_rate_is_simple_on_365_days()
    {
        var cost = OfferCost.OfSale(9_850_000, 10_000_000, Now, Due);
        Assert.Equal(150_000, cost.Total);
        // 150,000 / 9,850,000 × 365 / 90 = 6.17597… %
        Assert.Equal(617_597_293, cost.AnnualRate);
        Assert.Equal(618, cost.AnnualBasisPoints);
    }

    [Fact]
    public void A_loan_costs_fee_and_interest_to_the_due_date_of_the_receivable_and_late_interest_where_it_is_due_before()
    {
        var terms = new LoanTerms(8_000_000, 10_000, 500, 300, 360, Due - 30 * Waterfall.Day);
        var cost = OfferCost.OfLoan(terms, 10_000_000, recourse: true, residualToBorrower: true, Now, Due);
        Assert.Equal((10_000UL, 100_000UL, 20_000UL), (cost.Fee, cost.Interest, cost.Late));
        Assert.Equal(130_000, cost.Total);
        var kept = OfferCost.OfLoan(terms, 10_000_000, recourse: true, residualToBorrower: false, Now, Due);
        Assert.Equal(10_000_000 - 8_000_000, kept.Total);
    }

    [Fact]
    public void Without_recourse_the_supplier_does_not_owe_what_the_note_does_not_bring()
    {
        var terms = new LoanTerms(1_000_000, 0, 1_000, 0, 360, Due);
        Assert.Equal(25_000, OfferCost.OfLoan(terms, 1_000_000, true, true, Now, Due).Total);
        Assert.Equal(0, OfferCost.OfLoan(terms, 1_000_000, false, true, Now, Due).Total);
        Assert.Equal(0, OfferCost.OfLoan(terms, 1_000_000, false, true, Now, Due).AnnualRate);
    }

    [Theory]
    [InlineData(0UL, 0UL, Now)]
    [InlineData(1UL, 0UL, Now)]
    [InlineData(0UL, 1UL, Now)]
    [InlineData(1UL, ulong.MaxValue, Now + 1)]
    [InlineData(ulong.MaxValue, 1UL, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(1UL, ulong.MaxValue, 0UL)]
    public void The_ends_of_the_numbers_have_a_cost_too(ulong price, ulong amount, ulong due)
    {
        var cost = OfferCost.OfSale(price, amount, Now, due);
        Assert.Equal((Int128)amount - price, cost.Total);
        Assert.Equal(price == 0, cost.AnnualRate is null);
        var terms = new LoanTerms(price, price, 10_000, 10_000, 360, Now + 1);
        Assert.Equal(price == 0, OfferCost.OfLoan(terms, amount, false, false, Now, due).AnnualBasisPoints is null);
    }

    [Fact]
    public void The_rate_is_that_of_big_integers_rounded_up() => Prop.ForAll<ulong, ulong, uint>((price, amount, seconds) =>
    {
        var cost = OfferCost.OfSale(price, amount, Now, Now + seconds);
        if (price == 0) return cost.AnnualRate is null;
        var value = ((BigInteger)amount - price) * OfferCost.RateUnit * 365 * 86_400;
        var divisor = (BigInteger)price * Math.Max(seconds, 86_400);
        return cost.AnnualRate == (Int128)BigInteger.Divide(value + (value.Sign > 0 ? divisor - 1 : 0), divisor);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Ranks_are_a_total_order_and_a_tie_goes_to_more_money_then_no_recourse_then_time_then_id()
    {
        OfferRank Sale(ulong price, ulong amount, ulong deadline = Now, bool recourse = false, byte id = 0) =>
            new(OfferCost.OfSale(price, amount, Now, Due), recourse, deadline, Keccak256.Hash([id]));
        OfferRank[] order =
        [
            Sale(101, 100), Sale(1_000, 1_000), Sale(100, 100, Now + 1), Sale(100, 100), Sale(100, 100, Now + 1, recourse: true),
            Sale(99, 100), Sale(98, 100), Sale(0, 100),
        ];
        var random = new Random(1);
        for (var i = 0; i < 50; i++) Assert.Equal(order, order.OrderBy(_ => random.Next()).Order());
        OfferRank[] tied = [.. Enumerable.Range(0, 9).Select(id => Sale(99, 100, id: (byte)id))];
        Assert.Equal(tied.OrderBy(rank => rank.Id), tied.Order());
        Assert.True(order[0] < order[1] && order[1] > order[0] && order[0] <= tied[0] && tied[0] >= order[0]);
    }

    [Fact]
    public void A_sale_and_a_loan_of_the_same_receivable_compare_by_what_the_money_costs()
    {
        var sale = OfferCost.OfSale(9_875_000, 10_000_000, Now, Due);
        var dear = OfferCost.OfLoan(new LoanTerms(8_000_000, 0, 510, 0, 360, Due), 10_000_000, true, true, Now, Due);
        var cheap = OfferCost.OfLoan(new LoanTerms(8_000_000, 0, 500, 0, 360, Due), 10_000_000, true, true, Now, Due);
        Assert.True(new OfferRank(cheap, true, 0, default) < new OfferRank(sale, false, 0, default));
        Assert.True(new OfferRank(sale, false, 0, default) < new OfferRank(dear, true, 0, default));
    }
}
