namespace Ledger.Sdk.Financing;

/// <summary>The arithmetic of the contracts' library of the same name, to the unit: what Facility will charge, computed before.</summary>
public static class Waterfall
{
    /// <summary>The seconds of a day.</summary>
    public const ulong Day = 86_400;

    /// <summary>A whole, in 1/10,000.</summary>
    public const ulong Whole = 10_000;

    /// <summary>Simple interest by the second, rounded up; at the end of 64 bits where it is more.</summary>
    /// <param name="principal">Minor units.</param>
    /// <param name="rate">A year, in 1/10,000.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="basis">Days of a year: 360 or 365.</param>
    public static ulong Interest(ulong principal, ulong rate, ulong seconds, ulong basis)
    {
        var (whole, rest) = Quotient(principal, rate, seconds, basis);
        return Clip(rest ? whole + 1 : whole);
    }

    /// <summary>As <see cref="Interest"/>, rounded down: what someone who is paid early gives up at most.</summary>
    public static ulong Discount(ulong amount, ulong rate, ulong seconds, ulong basis) => Clip(Quotient(amount, rate, seconds, basis).Whole);

    /// <summary>Divides a payment: fee first, then late interest, interest, principal; what is left is the residual.</summary>
    public static LoanParts Divide(ulong amount, LoanParts owed)
    {
        ArgumentNullException.ThrowIfNull(owed);
        ulong Take(ulong part)
        {
            var taken = Math.Min(amount, part);
            amount -= taken;
            return taken;
        }
        return new LoanParts(Take(owed.Fee), Take(owed.Late), Take(owed.Interest), Take(owed.Principal), amount);
    }

    /// <summary>All that is owed together; at the end of 64 bits where it is more.</summary>
    public static ulong Owed(this LoanParts owed)
    {
        ArgumentNullException.ThrowIfNull(owed);
        return Clip((UInt128)owed.Fee + owed.Late + owed.Interest + owed.Principal);
    }

    internal static ulong Clip(UInt128 value) => value > ulong.MaxValue ? ulong.MaxValue : (ulong)value;

    private static (UInt128 Whole, bool Remains) Quotient(ulong principal, ulong rate, ulong seconds, ulong basis)
    {
        if (basis is not (360 or 365)) throw new ArgumentOutOfRangeException(nameof(basis), basis, "A year has 360 or 365 days.");
        var yearly = (UInt128)principal * rate;
        // A product of more than 128 bits over a divisor of 39 has more than 64.
        if (seconds != 0 && yearly > UInt128.MaxValue / seconds) return (ulong.MaxValue, false);
        var (whole, rest) = UInt128.DivRem(yearly * seconds, (UInt128)(Whole * Day * basis));
        return (whole, rest != 0);
    }
}
