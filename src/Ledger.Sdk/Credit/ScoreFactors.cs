using System.Globalization;

namespace Ledger.Sdk.Credit;

/// <summary>The factors of scorecard 1. Each is a table of steps; what is good counts as far as the amounts behind it go.</summary>
internal static class ScoreFactors
{
    private static readonly (ulong AtLeast, int Points)[] PaidInTime = [(9_900, 150), (9_500, 100), (9_000, 50), (8_000, 0), (7_000, -75), (5_000, -150), (0, -250)];
    private static readonly (ulong AtMost, int Points)[] DaysLate = [(50, 0), (500, -10), (1_500, -30), (3_000, -60), (ulong.MaxValue, -100)];
    private static readonly (ulong AtMost, int Points)[] OverdueShare = [(0, 0), (500, -30), (2_000, -80), (ulong.MaxValue, -150)];
    private static readonly (ulong AtLeast, int Points)[] DeliveredInTime = [(9_800, 80), (9_500, 50), (9_000, 20), (8_000, 0), (6_000, -50), (0, -100)];
    private static readonly (ulong AtMost, int Points)[] Dilution = [(100, 30), (300, 0), (1_000, -50), (ulong.MaxValue, -100)];
    private static readonly (ulong AtMost, int Points)[] Disputes = [(100, 20), (500, 0), (1_500, -40), (ulong.MaxValue, -80)];
    private static readonly (ulong AtMost, int Points)[] DisputesBuying = [(1_000, 0), (ulong.MaxValue, -40)];
    private static readonly (ulong AtMost, int Points)[] Excursions = [(0, 0), (50, -10), (200, -30), (ulong.MaxValue, -60)];
    private static readonly (ulong AtLeast, int Points)[] Tenure = [(1_095, 60), (365, 40), (180, 20), (0, 0)];
    private static readonly (ulong AtLeast, int Points)[] Volume = [(11, 60), (10, 50), (9, 40), (8, 20), (0, 0)];
    private static readonly (ulong AtLeast, int Points)[] Spread = [(1_000, 40), (500, 20), (300, 0), (0, -30)];

    public static IEnumerable<ScoreReason> All(CreditFeatures f) =>
    [
        Kept("payments", PaidInTime, f.Paying, -250, 150, "paid by the day they were due"),
        Low("days-late", DaysLate, f.Paying.Kept + (UInt128)f.Paying.Late == 0 ? null : f.Paying.LateDays, -100, 0, rate => $"payments came {Hundredths(rate)} days late on average, by amount"),
        Low("overdue", OverdueShare, Part(f.Overdue, (UInt128)f.Open + f.Overdue), -150, 0, rate => $"{Percent(rate)} of what it owes is overdue, by {Hundredths(f.OverdueDays)} days on average"),
        Defaults(f),
        Kept("deliveries", DeliveredInTime, f.Delivering, -100, 80, "delivered by the day the orders name"),
        Low("dilution", Dilution, f.DilutionRate, -100, 30, rate => $"{Percent(rate)} of what it earned on credit was given up by credit notes", f.Delivering),
        Low("disputes", Disputes, f.DisputeRate, -80, 20, rate => $"{Percent(rate)} of what it sold was disputed", f.Delivering),
        Low("disputes-buying", DisputesBuying, f.DisputedBuying, -40, 0, rate => $"{Percent(rate)} of what it bought was disputed"),
        Low("excursions", Excursions, Part(f.Excursions, f.Received), -60, 0, rate => $"devices attested {f.Excursions} bad conditions of {f.Received} units in its custody ({Percent(rate)})"),
        new("tenure", At(Tenure, f.TenureDays), 0, 60, $"{f.TenureDays} days on the ledger"),
        VolumeOf(f),
        Concentration(f),
        new("status", f.Frozen ? -200 : 0, -200, 0, f.Frozen ? "it is frozen or retired" : "it is active"),
    ];

    private static ScoreReason Kept(string factor, (ulong AtLeast, int Points)[] steps, SideFeatures side, int least, int most, string what)
    {
        if (side.InTime is not { } rate) return None(factor, least, most);
        var points = At(steps, rate);
        return new ScoreReason(factor, Weigh(points, side), least, most,
            $"{Percent(rate)} of what counts was {what}: {side.Counted} counted of {side.Kept}, against {side.Late} late{Weight(points, side)}");
    }

    private static ScoreReason Low(string factor, (ulong AtMost, int Points)[] steps, ulong? rate, int least, int most, Func<ulong, string> what, SideFeatures? side = null)
    {
        if (rate is not { } given) return None(factor, least, most);
        var points = steps.First(step => given <= step.AtMost).Points;
        return side is null ? new ScoreReason(factor, points, least, most, what(given)) : new ScoreReason(factor, Weigh(points, side), least, most, what(given) + Weight(points, side));
    }

    private static ScoreReason Defaults(CreditFeatures f)
    {
        var (points, reason) = f.Defaulted > f.Recovered ? (-300, $"loans defaulted with {f.Defaulted} owed, of which {f.Recovered} came in")
            : f.Defaulted > 0 ? (-150, $"loans defaulted with {f.Defaulted} owed, which came in afterwards")
            : f.Impaired > 0 ? (-80, $"lenders impaired loans with {f.Impaired} owed")
            : (0, "no loan of its own was impaired or defaulted");
        return new ScoreReason("defaults", points, -300, 0, reason);
    }

    private static ScoreReason VolumeOf(CreditFeatures f)
    {
        var evidence = Math.Max(f.Paying.Counted, f.Delivering.Counted);
        return new ScoreReason("volume", At(Volume, (ulong)StateFile.Digits(evidence)), 0, 60, $"{evidence} minor units, spread over counterparties, stand behind its record");
    }

    private static ScoreReason Concentration(CreditFeatures f)
    {
        var effective = Math.Max(f.Paying.Effective, f.Delivering.Effective);
        return effective == 0 ? None("concentration", -30, 40)
            : new ScoreReason("concentration", At(Spread, effective), -30, 40, $"its business counts as that of {Hundredths(effective)} equal and independent counterparties");
    }

    private static ScoreReason None(string factor, int least, int most) => new(factor, 0, least, most, "nothing is known");

    private static int At((ulong AtLeast, int Points)[] steps, ulong value) => steps.First(step => value >= step.AtLeast).Points;

    /// <summary>Good points in quarters: none below 100,000 minor units or three effective counterparties, all from 100 million on. Bad points are never weighed.</summary>
    private static int Weigh(int points, SideFeatures side) => points <= 0 ? points : points * Quarters(side) / 4;

    private static int Quarters(SideFeatures side) => side.Effective < Scorecard.LeastEffective ? 0 : Math.Clamp(StateFile.Digits(side.Counted) - 5, 0, 4);

    private static string Weight(int points, SideFeatures side) => points <= 0 || Quarters(side) == 4 ? ""
        : $"; {Quarters(side)} of 4 quarters of {points} points, as {side.Counted} minor units with {Hundredths(side.Effective)} effective counterparties stand behind it";

    private static ulong? Part(ulong part, UInt128 whole) => whole == 0 ? null : (ulong)UInt128.Min((UInt128)part * 10_000 / whole, ulong.MaxValue);

    private static string Percent(ulong rate) => $"{rate / 100}.{rate % 100:00} %";

    private static string Hundredths(ulong value) => string.Create(CultureInfo.InvariantCulture, $"{value / 100}.{value % 100:00}");
}
