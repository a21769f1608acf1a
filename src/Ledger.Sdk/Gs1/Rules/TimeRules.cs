namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Dates and times of day, in digits without separators.</summary>
internal static class TimeRules
{
    public static LintFault? Hour(ReadOnlySpan<char> value) => Two(value, 23, "HOUR_TOO_SHORT", "HOUR_TOO_LONG", "ILLEGAL_HOUR");

    public static LintFault? Minute(ReadOnlySpan<char> value) => Two(value, 59, "MINUTE_TOO_SHORT", "MINUTE_TOO_LONG", "ILLEGAL_MINUTE");

    public static LintFault? Second(ReadOnlySpan<char> value) => Two(value, 59, "SECOND_TOO_SHORT", "SECOND_TOO_LONG", "ILLEGAL_SECOND");

    public static LintFault? HourMinute(ReadOnlySpan<char> value)
    {
        if (Length(value, 4, "HOUR_WITH_MINUTE_TOO_SHORT", "HOUR_WITH_MINUTE_TOO_LONG") is { } fault) return fault;
        if (Number(value[..2]) > 23) return new LintFault("ILLEGAL_HOUR", 0, 2);
        return Number(value[2..]) > 59 ? new LintFault("ILLEGAL_MINUTE", 2, 2) : null;
    }

    public static LintFault? ShortDate(ReadOnlySpan<char> value) => Calendar(value, 2, false);

    public static LintFault? ShortDateOptionalDay(ReadOnlySpan<char> value) => Calendar(value, 2, true);

    public static LintFault? Date(ReadOnlySpan<char> value) => Calendar(value, 4, false);

    public static LintFault? DateOptionalDay(ReadOnlySpan<char> value) => Calendar(value, 4, true);

    /// <remarks>
    /// The century of a two-digit year slides with the current year (General Specifications section 7.12); it decides only whether
    /// the year 00 is a leap year, which it is, as 2000, until 2050.
    /// </remarks>
    private static LintFault? Calendar(ReadOnlySpan<char> value, int yearDigits, bool dayMayBeZero)
    {
        if (Length(value, yearDigits + 4, "DATE_TOO_SHORT", "DATE_TOO_LONG") is { } fault) return fault;
        var year = Number(value[..yearDigits]) + (yearDigits == 2 ? 2000 : 0);
        var month = Number(value.Slice(yearDigits, 2));
        if (month is < 1 or > 12) return new LintFault("ILLEGAL_MONTH", yearDigits, 2);
        var day = Number(value[(yearDigits + 2)..]);
        var last = DateTime.DaysInMonth(Math.Max(year, 1), month);
        return day > last || (day == 0 && !dayMayBeZero) ? new LintFault("ILLEGAL_DAY", yearDigits + 2, 2) : null;
    }

    private static LintFault? Two(ReadOnlySpan<char> value, int highest, string tooShort, string tooLong, string illegal) =>
        Length(value, 2, tooShort, tooLong) ?? (Number(value) > highest ? new LintFault(illegal, 0, 2) : null);

    private static LintFault? Length(ReadOnlySpan<char> value, int length, string tooShort, string tooLong)
    {
        if (value.Length < length) return new LintFault(tooShort, 0, value.Length);
        return value.Length > length ? new LintFault(tooLong, 0, value.Length) : CharacterRules.Numeric(value);
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
