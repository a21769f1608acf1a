namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>When a subscription's query runs: at every second of UTC whose parts match every field given (EPCIS 2.0, 8.2.5.3).</summary>
/// <remarks>
/// A field left out matches every value, but for <see cref="Second"/>, which is then 0: the REST binding runs <c>{"hour":"1","minute":"5"}</c> once a day, at
/// 1:05, and not in each of that minute's seconds.
/// </remarks>
public sealed class QuerySchedule
{
    /// <summary>The longest wait of a schedule that ever matches is 40 years: 29 February on one day of the week, across a century without a leap day.</summary>
    private const int Horizon = 41 * 366;

    private readonly ScheduleField second;
    private readonly ScheduleField minute;
    private readonly ScheduleField hour;
    private readonly ScheduleField dayOfMonth;
    private readonly ScheduleField month;
    private readonly ScheduleField dayOfWeek;

    /// <summary>Checks the fields.</summary>
    /// <exception cref="LedgerException"><c>subscription-invalid</c>: a field is malformed, none is given, or no day ever matches.</exception>
    public QuerySchedule(string? second = null, string? minute = null, string? hour = null, string? dayOfMonth = null, string? month = null, string? dayOfWeek = null)
    {
        (Second, Minute, Hour, DayOfMonth, Month, DayOfWeek) = (second, minute, hour, dayOfMonth, month, dayOfWeek);
        if (second is null && minute is null && hour is null && dayOfMonth is null && month is null && dayOfWeek is null)
            throw new LedgerException("subscription-invalid", "schedule: no field is given.", "Give at least one of second, minute, hour, dayOfMonth, month, dayOfWeek.");
        this.second = ScheduleField.Parse("second", second ?? "0", 0, 59);
        this.minute = ScheduleField.Parse("minute", minute ?? "[0-59]", 0, 59);
        this.hour = ScheduleField.Parse("hour", hour ?? "[0-23]", 0, 23);
        this.dayOfMonth = ScheduleField.Parse("dayOfMonth", dayOfMonth ?? "[1-31]", 1, 31);
        this.month = ScheduleField.Parse("month", month ?? "[1-12]", 1, 12);
        this.dayOfWeek = ScheduleField.Parse("dayOfWeek", dayOfWeek ?? "[1-7]", 1, 7);
        if (Next(DateTimeOffset.UnixEpoch) == DateTimeOffset.MaxValue)
            throw new LedgerException("subscription-invalid", $"schedule.dayOfMonth: no month of '{month}' has a day '{dayOfMonth}'.");
    }

    /// <summary>0 to 59; 0 where absent.</summary>
    public string? Second { get; }

    /// <summary>0 to 59.</summary>
    public string? Minute { get; }

    /// <summary>0 to 23.</summary>
    public string? Hour { get; }

    /// <summary>1 to 31.</summary>
    public string? DayOfMonth { get; }

    /// <summary>1 to 12.</summary>
    public string? Month { get; }

    /// <summary>1 (Monday) to 7 (Sunday).</summary>
    public string? DayOfWeek { get; }

    /// <summary>The first matching second after a moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var start = after.UtcDateTime.AddTicks(-(after.UtcTicks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        var day = start.Date;
        for (var i = 0; i < Horizon; i++, day = day.AddDays(1))
            if (MatchesDay(day) && FirstOf(day, i == 0 ? start.TimeOfDay : TimeSpan.Zero) is { } found)
                return new DateTimeOffset(DateTime.SpecifyKind(found, DateTimeKind.Utc));
        return DateTimeOffset.MaxValue;
    }

    private bool MatchesDay(DateTime day) =>
        month.Matches(day.Month) && dayOfMonth.Matches(day.Day) && dayOfWeek.Matches(day.DayOfWeek == System.DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek);

    private DateTime? FirstOf(DateTime day, TimeSpan from)
    {
        for (var h = from.Hours; h < 24; h++)
        {
            if (!hour.Matches(h)) continue;
            for (var m = h == from.Hours ? from.Minutes : 0; m < 60; m++)
            {
                if (!minute.Matches(m)) continue;
                for (var s = h == from.Hours && m == from.Minutes ? from.Seconds : 0; s < 60; s++)
                    if (second.Matches(s)) return day + new TimeSpan(h, m, s);
            }
        }
        return null;
    }
}
