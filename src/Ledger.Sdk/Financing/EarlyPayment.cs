using Ledger.Sdk.Ethereum;

namespace Ledger.Sdk.Financing;

/// <summary>Whose rate the suppliers get.</summary>
public enum EarlyPaymentPricing
{
    /// <summary>Each its own.</summary>
    AsAsked,

    /// <summary>All the lowest that was taken: nobody gives up more than the last one does.</summary>
    Uniform,

    /// <summary>All the debtor's: who would give up more is served first.</summary>
    Fixed,
}

/// <summary>What a debtor puts up to pay early.</summary>
/// <param name="Cash">Minor units; never exceeded.</param>
/// <param name="MinRate">The least that its money is to earn, a year in 1/10,000; 0: it takes what is asked. Under fixed pricing, the
/// rate.</param>
/// <param name="Pricing">Whose rate counts.</param>
/// <param name="Basis">Days of a year: 360 or 365.</param>
/// <param name="PayAt">Unix seconds: when it pays.</param>
public sealed record EarlyPaymentOffer(ulong Cash, ulong MinRate, EarlyPaymentPricing Pricing, ulong Basis, ulong PayAt);

/// <summary>What a supplier asks: to be paid now, giving up so much.</summary>
/// <param name="Id">Different for each: of equal rates, the smaller id is served first.</param>
/// <param name="Amount">What is still to come of its note.</param>
/// <param name="Rate">What it gives up at most, a year in 1/10,000.</param>
/// <param name="Due">When it would be paid, Unix seconds.</param>
public sealed record EarlyPaymentAsk(Hash32 Id, ulong Amount, ulong Rate, ulong Due);

/// <summary>An ask that is served.</summary>
/// <param name="Ask">The ask.</param>
/// <param name="Rate">The rate that counts: its own, or lower.</param>
/// <param name="Price">What is paid for the amount.</param>
public sealed record EarlyPaymentAward(EarlyPaymentAsk Ask, ulong Rate, ulong Price);

/// <summary>Early payment: the debtor's cash goes to the suppliers who give up most for it.</summary>
/// <remarks>
/// Asks are served by falling rate, then by id. One is served where the prices of all that are served, itself included, do not exceed the
/// cash; where it does not fit, smaller ones behind it may. The price is the amount less amount × rate × time ÷ (10,000 × the year), by the
/// second as in the contracts, the discount rounded down. Under uniform pricing all prices follow from the rate of the last one served, so
/// that an ask also has to leave room for what it adds to the prices of the others.
/// </remarks>
public static class EarlyPayment
{
    /// <summary>Divides the cash.</summary>
    public static IReadOnlyList<EarlyPaymentAward> Allocate(EarlyPaymentOffer offer, IReadOnlyList<EarlyPaymentAsk> asks)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(asks);
        var taken = new List<EarlyPaymentAsk>();
        var (rate, spent) = (ulong.MaxValue, UInt128.Zero);
        var eligible = asks.Where(ask => ask.Amount > 0 && ask.Due > offer.PayAt && ask.Rate >= offer.MinRate && ask.Rate <= Waterfall.Whole);
        foreach (var ask in eligible.OrderByDescending(ask => ask.Rate).ThenBy(ask => ask.Id))
        {
            if (offer.Pricing == EarlyPaymentPricing.Uniform && ask.Rate != rate)
            {
                var repriced = Sum(offer, taken, ask.Rate);
                if (repriced > offer.Cash) break;
                (rate, spent) = (ask.Rate, repriced);
            }
            var price = Price(offer, ask, offer.Pricing == EarlyPaymentPricing.Fixed ? offer.MinRate : ask.Rate);
            if (spent + price > offer.Cash) continue;
            spent += price;
            taken.Add(ask);
        }
        var last = taken.Count == 0 ? 0 : taken[^1].Rate;
        return [.. taken.Select(ask => Served(offer, ask, offer.Pricing switch
        {
            EarlyPaymentPricing.Uniform => last,
            EarlyPaymentPricing.Fixed => offer.MinRate,
            _ => ask.Rate,
        }))];
    }

    /// <summary>What is paid now for an amount that is due later.</summary>
    public static ulong Price(EarlyPaymentOffer offer, EarlyPaymentAsk ask, ulong rate)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(ask);
        return ask.Amount - Math.Min(ask.Amount, Waterfall.Discount(ask.Amount, rate, ask.Due - offer.PayAt, offer.Basis));
    }

    private static EarlyPaymentAward Served(EarlyPaymentOffer offer, EarlyPaymentAsk ask, ulong rate) => new(ask, rate, Price(offer, ask, rate));

    private static UInt128 Sum(EarlyPaymentOffer offer, List<EarlyPaymentAsk> asks, ulong rate) =>
        asks.Aggregate(UInt128.Zero, (sum, ask) => sum + Price(offer, ask, rate));
}
