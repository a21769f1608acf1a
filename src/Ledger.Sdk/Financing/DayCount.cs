namespace Ledger.Sdk.Financing;

/// <summary>How the days between two dates become a part of a year: 2006 ISDA Definitions, section 4.16.</summary>
/// <remarks>30E/360 (ISDA), paragraph (h), needs the termination date of the agreement and is not among them.</remarks>
public enum DayCount
{
    /// <summary>ACT/360, paragraph (e): the actual days over 360. What Facility charges on a basis of 360.</summary>
    Actual360,

    /// <summary>ACT/365 (Fixed), paragraph (d): the actual days over 365. What Facility charges on a basis of 365.</summary>
    Actual365Fixed,

    /// <summary>30/360 or bond basis, paragraph (f): a first day 31 counts as 30; a last day 31 does where the first is 30 or 31.</summary>
    BondBasis,

    /// <summary>30E/360 or eurobond basis, paragraph (g): both days 31 count as 30.</summary>
    EurobondBasis,
}

/// <summary>The arithmetic of <see cref="DayCount"/>.</summary>
public static class DayCounts
{
    /// <summary>The days from one date, included, to another, excluded; negative where they are in the other order.</summary>
    public static int Days(this DayCount convention, DateOnly from, DateOnly to) => convention switch
    {
        DayCount.Actual360 or DayCount.Actual365Fixed => to.DayNumber - from.DayNumber,
        DayCount.BondBasis => Thirty(from, to, Math.Min(from.Day, 30), to.Day == 31 && from.Day >= 30 ? 30 : to.Day),
        DayCount.EurobondBasis => Thirty(from, to, Math.Min(from.Day, 30), Math.Min(to.Day, 30)),
        _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, null),
    };

    /// <summary>The days of a year: 360 or 365.</summary>
    public static ulong Basis(this DayCount convention) => convention switch
    {
        DayCount.Actual365Fixed => 365,
        DayCount.Actual360 or DayCount.BondBasis or DayCount.EurobondBasis => 360,
        _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, null),
    };

    /// <summary>Simple interest for the days between two dates, rounded up to a unit.</summary>
    /// <param name="convention">The convention.</param>
    /// <param name="principal">Minor units.</param>
    /// <param name="rate">A year, in 1/10,000.</param>
    /// <param name="from">The first day that counts.</param>
    /// <param name="to">The first day that no longer does; no earlier than <paramref name="from"/>.</param>
    public static ulong Interest(this DayCount convention, ulong principal, ulong rate, DateOnly from, DateOnly to)
    {
        var days = convention.Days(from, to);
        ArgumentOutOfRangeException.ThrowIfNegative(days, nameof(to));
        return Waterfall.Interest(principal, rate, (ulong)days * Waterfall.Day, convention.Basis());
    }

    private static int Thirty(DateOnly from, DateOnly to, int first, int last) =>
        360 * (to.Year - from.Year) + 30 * (to.Month - from.Month) + last - first;
}
