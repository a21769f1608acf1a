using FsCheck;
using FsCheck.Fluent;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Tests.Financing;

public sealed class EarlyPaymentTests
{
    private const ulong Now = 1_790_000_000;

    [Fact]
    public void Every_division_keeps_the_cash_pays_no_one_less_than_asked_leaves_no_better_ask_and_does_not_see_the_order() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var offer = new EarlyPaymentOffer(
            (ulong)random.Next(0, 200_000), (ulong)random.Next(0, 3) * 200, (EarlyPaymentPricing)random.Next(3), random.Next(2) == 0 ? 360UL : 365, Now);
        var asks = Enumerable.Range(0, random.Next(40)).Select(i => Ask(random, i)).ToArray();
        var awards = EarlyPayment.Allocate(offer, asks);
        return awards.SequenceEqual(EarlyPayment.Allocate(offer, [.. asks.OrderBy(_ => random.Next())]))
            && awards.Aggregate(UInt128.Zero, (sum, award) => sum + award.Price) <= offer.Cash
            && awards.All(award => award.Ask.Rate >= award.Rate && award.Rate >= offer.MinRate && award.Price >= EarlyPayment.Price(offer, award.Ask, award.Ask.Rate))
            && asks.Where(ask => awards.All(award => award.Ask != ask)).All(ask => HasNoRoom(offer, awards, ask));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Each_gets_its_own_rate_or_all_the_lowest_that_was_taken_or_all_the_debtors()
    {
        EarlyPaymentAsk[] asks = [Ask(1, 1_000_000, 800), Ask(2, 1_000_000, 600), Ask(3, 1_000_000, 400), Ask(4, 1_000_000, 900)];
        var own = EarlyPayment.Allocate(new EarlyPaymentOffer(2_988_000, 0, EarlyPaymentPricing.AsAsked, 360, Now), asks);
        Assert.Equal([900, 800, 600], own.Select(award => award.Rate));
        Assert.Equal([992_500, 993_334, 995_000], own.Select(award => award.Price));
        var all = EarlyPayment.Allocate(new EarlyPaymentOffer(2_988_000, 0, EarlyPaymentPricing.Uniform, 360, Now), asks);
        Assert.Equal([600, 600, 600], all.Select(award => award.Rate));
        Assert.All(all, award => Assert.Equal(995_000UL, award.Price));
        var one = EarlyPayment.Allocate(new EarlyPaymentOffer(2_988_000, 600, EarlyPaymentPricing.Fixed, 360, Now), asks);
        Assert.Equal([(900UL, 600UL, 995_000UL), (800, 600, 995_000), (600, 600, 995_000)], one.Select(award => (award.Ask.Rate, award.Rate, award.Price)));
    }

    [Fact]
    public void A_target_rate_leaves_out_those_who_give_up_less_and_so_does_a_due_date_that_is_past()
    {
        EarlyPaymentAsk[] asks = [Ask(1, 1_000, 800), Ask(2, 1_000, 799), Ask(3, 1_000, 800) with { Due = Now }, Ask(4, 0, 900), Ask(5, 1_000, 10_001)];
        var award = Assert.Single(EarlyPayment.Allocate(new EarlyPaymentOffer(ulong.MaxValue, 800, EarlyPaymentPricing.AsAsked, 365, Now), asks));
        Assert.Equal(asks[0], award.Ask);
    }

    [Fact]
    public void The_largest_amounts_are_served_or_not_and_nothing_overflows()
    {
        var ask = Ask(1, ulong.MaxValue, 10_000) with { Due = ulong.MaxValue };
        Assert.Equal(0UL, Assert.Single(EarlyPayment.Allocate(new EarlyPaymentOffer(0, 0, EarlyPaymentPricing.Uniform, 360, Now), [ask])).Price);
        Assert.Empty(EarlyPayment.Allocate(new EarlyPaymentOffer(ulong.MaxValue - 1, 0, EarlyPaymentPricing.AsAsked, 360, Now), [ask with { Rate = 0 }]));
        Assert.Single(EarlyPayment.Allocate(new EarlyPaymentOffer(ulong.MaxValue, 0, EarlyPaymentPricing.Uniform, 360, Now), [ask with { Rate = 0 }, Ask(2, 1, 0)]));
    }

    /// <summary>Those that are served before it, and it, at the rate that would count then, cost more than there is; or it is none to serve.</summary>
    private static bool HasNoRoom(EarlyPaymentOffer offer, IReadOnlyList<EarlyPaymentAward> awards, EarlyPaymentAsk ask)
    {
        if (ask.Amount == 0 || ask.Due <= offer.PayAt || ask.Rate < offer.MinRate) return true;
        UInt128 sum = EarlyPayment.Price(offer, ask, RateOf(offer, ask, ask));
        foreach (var before in awards.Select(award => award.Ask).Where(other => other.Rate > ask.Rate || (other.Rate == ask.Rate && other.Id.CompareTo(ask.Id) < 0)))
            sum += EarlyPayment.Price(offer, before, RateOf(offer, before, ask));
        return sum > offer.Cash;
    }

    /// <summary>The rate of one, if the last one were served.</summary>
    private static ulong RateOf(EarlyPaymentOffer offer, EarlyPaymentAsk one, EarlyPaymentAsk last) => offer.Pricing switch
    {
        EarlyPaymentPricing.Uniform => last.Rate,
        EarlyPaymentPricing.Fixed => offer.MinRate,
        _ => one.Rate,
    };

    private static EarlyPaymentAsk Ask(Random random, int i) =>
        Ask(i, (ulong)random.Next(0, 60_000), (ulong)random.Next(0, 8) * 150) with { Due = Now + (ulong)random.Next(0, 90) * Waterfall.Day };

    private static EarlyPaymentAsk Ask(int id, ulong amount, ulong rate) =>
        new(Keccak256.Hash(BitConverter.GetBytes(id)), amount, rate, Now + 30 * Waterfall.Day);
}
