using System.Globalization;

namespace Ledger.Cli.Terminal;

/// <summary>Unix seconds as people read them.</summary>
internal static class Times
{
    /// <summary>Date and time in UTC, or the number itself where no calendar reaches.</summary>
    public static string Show(ulong seconds) => seconds <= 253_402_300_799
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        : seconds.ToString(CultureInfo.InvariantCulture);
}
