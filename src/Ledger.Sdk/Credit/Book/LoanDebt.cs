using Ledger.Sdk.Financing;

namespace Ledger.Sdk.Credit.Book;

/// <summary>What is owed of a loan at any time, by the arithmetic of the contract (Waterfall.sol): simple interest by the second, rounded up.</summary>
public sealed class LoanDebt
{
    private const ulong Whole = 10_000;
    private const ulong Day = 86_400;

    /// <summary>The rate a year, in 1/10,000.</summary>
    public ulong Rate { get; init; }

    /// <summary>On top of it after the due date.</summary>
    public ulong LateRate { get; init; }

    /// <summary>Days of a year.</summary>
    public ulong Basis { get; init; }

    /// <summary>Unix seconds.</summary>
    public ulong Due { get; init; }

    /// <summary>From when on interest runs.</summary>
    public ulong Since { get; set; }

    /// <summary>The fee that is left.</summary>
    public ulong Fee { get; set; }

    /// <summary>Late interest that was counted and is left.</summary>
    public ulong Late { get; set; }

    /// <summary>Interest that was counted and is left.</summary>
    public ulong Interest { get; set; }

    /// <summary>The principal that is left.</summary>
    public ulong Principal { get; set; }

    /// <summary>All that is owed at a time.</summary>
    public ulong OwedAt(ulong time)
    {
        var (late, interest) = GrownAt(time);
        return Clip((UInt128)Fee + late + interest + Principal);
    }

    /// <summary>Takes what a payment was divided into.</summary>
    public void Pay(ulong time, LoanParts paid)
    {
        var (late, interest) = GrownAt(time);
        (Fee, Late) = (Less(Fee, paid.Fee), Less(late, paid.Late));
        (Interest, Principal) = (Less(interest, paid.Interest), Less(Principal, paid.Principal));
        Since = time;
    }

    private (ulong Late, ulong Interest) GrownAt(ulong time)
    {
        var lateFrom = Math.Max(Due, Since);
        return (Clip((UInt128)Late + Grow(LateRate, Less(time, lateFrom))), Clip((UInt128)Interest + Grow(Rate, Less(time, Since))));
    }

    private UInt128 Grow(ulong rate, ulong seconds)
    {
        if (rate == 0 || seconds == 0 || Basis == 0) return 0;
        // Rates go to 10,000 and times to the age of the chain: the product stays far below 2^128.
        var divisor = (UInt128)Whole * Basis * Day;
        return ((UInt128)Principal * rate * seconds + divisor - 1) / divisor;
    }

    private static ulong Less(ulong from, ulong what) => from > what ? from - what : 0;

    private static ulong Clip(UInt128 value) => value > ulong.MaxValue ? ulong.MaxValue : (ulong)value;
}
