namespace Ledger.Sdk.Financing;

/// <summary>The price of a loan, as its message says it.</summary>
/// <param name="Principal">What the lender pays out, in minor units.</param>
/// <param name="Fee">Due with the first money that comes in.</param>
/// <param name="Rate">A year, in 1/10,000.</param>
/// <param name="LateRate">A year, in 1/10,000, on top of the rate after the due date.</param>
/// <param name="Basis">Days of a year: 360 or 365.</param>
/// <param name="Due">Unix seconds.</param>
public readonly record struct LoanTerms(ulong Principal, ulong Fee, ulong Rate, ulong LateRate, ulong Basis, ulong Due);

/// <summary>What a borrower owes, as Facility keeps it: the same rounding at the same moments, so the same to the unit.</summary>
/// <remarks>Interest runs by the second on the principal that is left and is rounded up each time that money comes in; Facility does not
/// compound it.</remarks>
/// <param name="Terms">The price.</param>
/// <param name="Since">Unix seconds of the last payment, or of the opening: the block's time.</param>
/// <param name="Parts">What was owed then.</param>
public readonly record struct LoanAccount(LoanTerms Terms, ulong Since, LoanParts Parts)
{
    /// <summary>The account of a loan that a block of this time opens.</summary>
    public static LoanAccount Open(LoanTerms terms, ulong time) => new(terms, time, new LoanParts(terms.Fee, 0, 0, terms.Principal, 0));

    /// <summary>What is owed in a block of this time, which is no earlier than the last.</summary>
    public LoanParts OwedAt(ulong time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Since);
        var lateFrom = Math.Max(Terms.Due, Since);
        var late = time > lateFrom ? time - lateFrom : 0;
        var interest = Waterfall.Interest(Parts.Principal, Terms.Rate, time - Since, Terms.Basis);
        var lateInterest = Waterfall.Interest(Parts.Principal, Terms.LateRate, late, Terms.Basis);
        return Parts with
        {
            Interest = Waterfall.Clip((UInt128)Parts.Interest + interest),
            Late = Waterfall.Clip((UInt128)Parts.Late + lateInterest),
        };
    }

    /// <summary>The account after money came in, and what the money paid.</summary>
    public LoanAccount Pay(ulong amount, ulong time, out LoanParts paid)
    {
        var owed = OwedAt(time);
        paid = Waterfall.Divide(amount, owed);
        return this with
        {
            Since = time,
            Parts = new LoanParts(owed.Fee - paid.Fee, owed.Late - paid.Late, owed.Interest - paid.Interest, owed.Principal - paid.Principal, 0),
        };
    }
}
