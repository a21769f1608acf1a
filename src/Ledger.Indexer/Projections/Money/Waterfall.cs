using Ledger.Sdk.Financing;

namespace Ledger.Indexer.Projections;

/// <summary>What a loan owes at a time, as Facility computes it: simple interest by the second, rounded up, and clipped to 64 bits.</summary>
internal static class Waterfall
{
    private const ulong Whole = 10_000;
    private const ulong Day = 86_400;

    /// <summary>ceil(principal × rate × seconds ÷ (10,000 × basis days)).</summary>
    public static ulong Interest(ulong principal, ulong rate, ulong seconds, ulong basis)
    {
        var divisor = (UInt128)Whole * Math.Max(basis, 1) * Day;
        var product = (UInt128)principal * rate * Math.Min(seconds, uint.MaxValue * 4UL);
        return Clip((product + divisor - 1) / divisor);
    }

    /// <summary>What is owed at a time, of what was owed at <paramref name="since"/>.</summary>
    public static LoanParts Owed(Loan loan, LoanParts atSince, ulong since, ulong time)
    {
        var interest = Interest(atSince.Principal, loan.Rate, time > since ? time - since : 0, loan.Basis);
        var lateFrom = Math.Max(loan.Due, since);
        var late = Interest(atSince.Principal, loan.LateRate, time > lateFrom ? time - lateFrom : 0, loan.Basis);
        return atSince with { Interest = Clip((UInt128)atSince.Interest + interest), Late = Clip((UInt128)atSince.Late + late) };
    }

    /// <summary>All parts together.</summary>
    public static ulong Total(LoanParts owed) => Clip((UInt128)owed.Fee + owed.Late + owed.Interest + owed.Principal);

    private static ulong Clip(UInt128 value) => value > ulong.MaxValue ? ulong.MaxValue : (ulong)value;
}
