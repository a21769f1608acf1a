namespace Ledger.Sdk.Financing;

/// <summary>One payment of a plan.</summary>
/// <param name="Due">The day.</param>
/// <param name="Principal">Minor units of the principal.</param>
/// <param name="Interest">Interest since the payment before, rounded up.</param>
public readonly record struct Instalment(DateOnly Due, ulong Principal, ulong Interest)
{
    /// <summary>Both together.</summary>
    public ulong Total => checked(Principal + Interest);
}

/// <summary>Payments over time: dates by the calendar, amounts that sum exactly.</summary>
public static class PaymentSchedule
{
    /// <summary>Equal dates months apart, counted from the first one each, so that a short month moves none but its own.</summary>
    /// <param name="first">The first date.</param>
    /// <param name="count">How many.</param>
    /// <param name="months">Months between two.</param>
    /// <param name="endOfMonth">Whether all are last days of their months where the first is one: after 28 February, 31 March.</param>
    public static IReadOnlyList<DateOnly> Dates(DateOnly first, int count, int months = 1, bool endOfMonth = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        var last = endOfMonth && IsLastOfMonth(first);
        return [.. Enumerable.Range(0, count).Select(i => first.AddMonths(checked(i * months))).Select(date => last ? LastOfMonth(date) : date)];
    }

    /// <summary>Divides an amount into parts that differ by one unit at most and sum to it.</summary>
    public static IReadOnlyList<ulong> Split(ulong total, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Split(total, [.. Enumerable.Repeat(1UL, count)]);
    }

    /// <summary>Divides an amount by weights: each part is within a unit of its share, and they sum to the whole.</summary>
    /// <param name="total">Minor units.</param>
    /// <param name="weights">Such as 20 and 80; at least one is not 0.</param>
    public static IReadOnlyList<ulong> Split(ulong total, IReadOnlyList<ulong> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        UInt128 all = 0;
        foreach (var weight in weights) all += weight;
        if (all == 0 || all > ulong.MaxValue) throw new ArgumentException("The weights sum to 1 to 2^64 - 1.", nameof(weights));
        var parts = new ulong[weights.Count];
        UInt128 upTo = 0;
        ulong given = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            upTo += weights[i];
            var share = (ulong)(total * upTo / all);
            (parts[i], given) = (share - given, share);
        }
        return parts;
    }

    /// <summary>Equal parts of the principal, each with the interest on what was left of it since the payment before.</summary>
    public static IReadOnlyList<Instalment> EqualPrincipal(
        ulong principal, ulong rate, DayCount convention, DateOnly start, IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        var parts = Split(principal, dates.Count);
        var plan = new List<Instalment>(dates.Count);
        var (left, from) = (principal, start);
        for (var i = 0; i < dates.Count; i++)
        {
            plan.Add(new Instalment(dates[i], parts[i], convention.Interest(left, rate, from, dates[i])));
            (left, from) = (left - parts[i], dates[i]);
        }
        return plan;
    }

    private static bool IsLastOfMonth(DateOnly date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    private static DateOnly LastOfMonth(DateOnly date) => new(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));
}
