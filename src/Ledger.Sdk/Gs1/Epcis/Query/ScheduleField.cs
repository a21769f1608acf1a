using System.Globalization;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>One field of a <see cref="QuerySchedule"/>: the set of values that it matches, one bit each.</summary>
internal readonly record struct ScheduleField(ulong Bits)
{
    /// <summary>Whether a value matches.</summary>
    public bool Matches(int value) => (Bits >> value & 1) == 1;

    /// <summary>
    /// Reads <c>Element ("," Element)*</c> where an element is a number or <c>[low-high]</c> (EPCIS 2.0, 8.2.5.3), or, as the REST binding's example has it,
    /// <c>start/step</c>.
    /// </summary>
    /// <exception cref="LedgerException"><c>subscription-invalid</c>; the message names the field.</exception>
    public static ScheduleField Parse(string name, string text, int lowest, int highest)
    {
        var bits = 0UL;
        foreach (var element in text.Split(','))
        {
            var (first, last, step) = Element(element, highest) ?? throw Refused(name, $"'{element}' is neither a number nor a range.");
            if (first < lowest || last > highest) throw Refused(name, $"'{element}' leaves {lowest} to {highest}.");
            if (first > last) throw Refused(name, $"'{element}' is a range that ends before it starts.");
            for (var value = first; value <= last; value += step) bits |= 1UL << value;
        }
        return new ScheduleField(bits);
    }

    private static (int First, int Last, int Step)? Element(string text, int highest)
    {
        if (Number(text) is { } one) return (one, one, 1);
        if (text is ['[', .. var range, ']'] && range.Split('-') is [var low, var high] && Number(low) is { } first && Number(high) is { } last) return (first, last, 1);
        if (text.Split('/') is [var start, var every] && Number(start) is { } from && Number(every) is > 0 and var step) return (from, highest, step);
        return null;
    }

    private static int? Number(string text) =>
        text.Length is > 0 and < 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static LedgerException Refused(string name, string why) =>
        new("subscription-invalid", $"schedule.{name}: {why}", "A field is a list of numbers and ranges, such as 0,30 or [9-17]; leave it out to match every value.");
}
