namespace Ledger.Sdk.Financing;

/// <summary>What an offer costs the one who gives the receivable, and by which it is compared with others.</summary>
/// <remarks>
/// The supplier gets <see cref="Received"/> now. The debtor pays the receivable at its due date, in full. Until then the parts add up; together
/// they are what the supplier would have had without the offer, less what it has with it. The annual rate is simple, on a year of 365 days:
/// cost ÷ received × 365 days ÷ time to the due date, where less than a day counts as one. With two payments only, one now and one then, this
/// ranks offers for the same receivable as a compound rate (XIRR) would, and it is exact: an integer in 10⁻¹⁰, rounded up.
/// </remarks>
/// <param name="Received">What the supplier gets now, in minor units.</param>
/// <param name="Fee">The loan's fee.</param>
/// <param name="Interest">The loan's interest to the day on which the receivable is due.</param>
/// <param name="Late">Late interest, where the loan is due before the receivable.</param>
/// <param name="Discount">What a buyer keeps of the amount for good; negative where it pays more than the amount.</param>
/// <param name="Forgiven">What the collateral does not bring and the supplier does not owe: a loan without recourse.</param>
/// <param name="Seconds">Time to the receivable's due date; at least a day.</param>
public sealed record OfferCost(ulong Received, ulong Fee, ulong Interest, ulong Late, Int128 Discount, ulong Forgiven, ulong Seconds)
{
    private const ulong Year = 365 * Waterfall.Day;
    private const ulong LongestTime = 1UL << 40;

    /// <summary>1, in the units of <see cref="AnnualRate"/>.</summary>
    public const ulong RateUnit = 10_000_000_000;

    /// <summary>All parts together: what the supplier gives up for the money now.</summary>
    public Int128 Total => (Int128)Fee + Interest + Late + Discount - Forgiven;

    /// <summary>The all-in annual rate in 10⁻¹⁰, rounded up; null where nothing is received.</summary>
    public Int128? AnnualRate => Received == 0 ? null : Ceiling(Total * RateUnit * Year, (Int128)Received * Seconds);

    /// <summary>The all-in annual rate in 1/10,000, rounded up: for people.</summary>
    public long? AnnualBasisPoints => AnnualRate is { } rate ? (long)Int128.Clamp(Ceiling(rate, RateUnit / 10_000), long.MinValue, long.MaxValue) : null;

    /// <summary>The cost of selling a note, or a part of it.</summary>
    /// <param name="price">What the buyer pays now.</param>
    /// <param name="amount">What it gets of the note.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="due">When the receivable is due.</param>
    public static OfferCost OfSale(ulong price, ulong amount, ulong now, ulong due) =>
        new(price, 0, 0, 0, (Int128)amount - price, 0, Time(now, due));

    /// <summary>The cost of a loan against a note, or a part of it.</summary>
    /// <param name="terms">The price of the loan.</param>
    /// <param name="amount">What the facility holds of the note.</param>
    /// <param name="recourse">Whether the borrower owes what the note does not bring.</param>
    /// <param name="residualToBorrower">Whether what is left of the note comes back to the borrower, or is the lender's.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="due">When the receivable is due, and the loan collected.</param>
    public static OfferCost OfLoan(LoanTerms terms, ulong amount, bool recourse, bool residualToBorrower, ulong now, ulong due)
    {
        var time = Time(now, due);
        var owed = LoanAccount.Open(terms, now).OwedAt(Waterfall.Clip((UInt128)now + time));
        var all = (Int128)owed.Fee + owed.Interest + owed.Late + owed.Principal;
        var residual = amount > all ? amount - all : 0;
        var forgiven = recourse || amount >= all ? 0 : Waterfall.Clip((UInt128)(all - amount));
        return new OfferCost(terms.Principal, owed.Fee, owed.Interest, owed.Late, residualToBorrower ? 0 : residual, forgiven, time);
    }

    private static ulong Time(ulong now, ulong due) => due > now ? Math.Clamp(due - now, Waterfall.Day, LongestTime) : Waterfall.Day;

    private static Int128 Ceiling(Int128 value, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(value, divisor);
        return rest > 0 ? quotient + 1 : quotient;
    }
}
