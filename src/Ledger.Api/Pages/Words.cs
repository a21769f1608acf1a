using System.Globalization;

namespace Ledger.Api.Pages;

/// <summary>Times and numbers as people read them.</summary>
public static class Words
{
    /// <summary>Such as <c>1 March 2026, 12:00</c>, in UTC.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Such as <c>1 March 2026</c>.</summary>
    public static string Day(ulong seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds).UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>ISO 8601, for programs.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 document</c>, <c>2 documents</c>.</summary>
    public static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : string.Create(CultureInfo.InvariantCulture, $"{number} {thing}s");

    /// <summary>An integer with decimal places as a decimal number.</summary>
    public static string Amount(ulong amount, byte decimals)
    {
        var digits = amount.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0');
        return digits[..^decimals] + (fraction.Length > 0 ? "." + fraction : "");
    }
}
