using System.Numerics;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit;

/// <summary>Computes features from conduct. Divisions round down; sums beyond 64 bits end at their largest number.</summary>
internal static class FeatureMaker
{
    private const ulong Whole = 10_000;
    private const ulong Day = 86_400;

    /// <summary>No counterparty stands for more than one part in so many.</summary>
    private const ulong Shares = 4;

    public static CreditFeatures Make(PartyConduct conduct, ChainMoment at)
    {
        var tally = conduct.Tally;
        TradeSide[] buying = [.. conduct.Buying.Where(side => !side.IsInstrument)], selling = [.. conduct.Selling.Where(side => !side.IsInstrument)];
        var (open, overdue, overdueDays) = OpenAt(tally, (uint)Math.Min(at.Time / Day, uint.MaxValue));
        return new CreditFeatures(
            TenureDays: at.Time > tally.Admitted ? (at.Time - tally.Admitted) / Day : 0,
            Frozen: tally.Status is PartyStatus.Frozen or PartyStatus.Retired,
            Paying: Side(buying, trade => (trade.PaidOnTime, trade.PaidLate, trade.LateDays)),
            open, overdue, overdueDays,
            DisputedBuying: Share(buying, trade => trade.Disputed, Volume),
            Delivering: Side(selling, trade => (trade.DeliveredOnTime, trade.DeliveredLate, trade.DeliveryLateDays)),
            Sold: Clip(Total(selling, trade => trade.Face + trade.Prepaid)),
            DilutionRate: Share(selling, trade => trade.Diluted, trade => trade.Face),
            DisputeRate: Share(selling, trade => trade.Disputed, Volume),
            Clip(tally.Received), Clip(tally.Excursions), Clip(tally.Borrowed), Clip(tally.Repaid), Clip(tally.Impaired), Clip(tally.Defaulted),
            Clip(tally.Recovered), Clip(tally.Recourses));
    }

    private static SideFeatures Side(TradeSide[] sides, Func<Trade, (UInt128 Kept, UInt128 Late, UInt128 Days)> of)
    {
        UInt128 late = 0, days = 0, excluded = 0, captive = 0;
        List<UInt128> kept = [];
        var counterparties = 0UL;
        foreach (var side in sides)
        {
            var (good, bad, lateDays) = of(side.Trade);
            (late, days) = (late + bad, days + lateDays);
            var net = side.IsKin || good <= side.Trade.CashBack ? UInt128.Zero : good - side.Trade.CashBack;
            excluded += good - net;
            if (side.IsKin) continue;
            counterparties++;
            // Parties that trade with this one alone prove as much as one.
            if (side.IsCaptive) captive += net;
            else if (net > 0) kept.Add(net);
        }
        if (captive > 0) kept.Add(captive);
        var total = Total(kept);
        var cap = total / Shares;
        var counted = Total(kept.Select(amount => amount < cap ? amount : cap));
        var index = Index(kept, total);
        return new SideFeatures(
            counterparties, Clip(total), Clip(counted), Clip(late), total + late == 0 ? 0 : Clip(days * 100 / (total + late)),
            Rate(counted, counted + late), index, index == 0 ? 0 : 100 * Whole / index, Clip(excluded));
    }

    /// <summary>Σ share², in 1/10,000, rounded up, so that dust adds no counterparty.</summary>
    private static ulong Index(List<UInt128> amounts, UInt128 total)
    {
        if (total == 0) return 0;
        var (squares, whole) = (BigInteger.Zero, (BigInteger)total * total);
        foreach (var amount in amounts) squares += (BigInteger)amount * amount;
        return (ulong)((squares * Whole + whole - 1) / whole);
    }

    private static (ulong Open, ulong Overdue, ulong Days) OpenAt(PartyTally tally, uint today)
    {
        UInt128 open = 0, overdue = 0, days = 0;
        foreach (var (due, amount) in tally.Open)
        {
            if (due >= today) open += amount;
            else (overdue, days) = (overdue + amount, days + amount * (today - due));
        }
        return (Clip(open), Clip(overdue), overdue == 0 ? 0 : Clip(days * 100 / overdue));
    }

    /// <summary>What was ordered shows when it is delivered or paid for; receivables of orders are among what was delivered.</summary>
    private static UInt128 Volume(Trade trade) => UInt128.Max(trade.Face + trade.Prepaid, trade.DeliveredOnTime + trade.DeliveredLate) + trade.Disputed;

    /// <summary>A share of all that is bad in what was done with strangers: business among kin makes nothing look better.</summary>
    private static ulong? Share(TradeSide[] sides, Func<Trade, UInt128> bad, Func<Trade, UInt128> of)
    {
        var (part, whole) = (Total(sides, bad), Total([.. sides.Where(side => !side.IsKin)], of));
        return whole == 0 && part > 0 ? Whole : Rate(part, whole);
    }

    private static UInt128 Total(TradeSide[] sides, Func<Trade, UInt128> of) => Total(sides.Select(side => of(side.Trade)));

    private static UInt128 Total(IEnumerable<UInt128> amounts)
    {
        var sum = UInt128.Zero;
        foreach (var amount in amounts) sum += amount;
        return sum;
    }

    private static ulong? Rate(UInt128 part, UInt128 whole) => whole == 0 ? null : (ulong)((BigInteger)part * Whole / (BigInteger)whole);

    private static ulong Clip(UInt128 value) => value > ulong.MaxValue ? ulong.MaxValue : (ulong)value;
}
