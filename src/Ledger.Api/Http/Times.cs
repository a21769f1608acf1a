using System.Globalization;
using Ledger.Sdk;

namespace Ledger.Api.Http;

/// <summary>Times in queries: ISO 8601 with a zone, or whole Unix seconds.</summary>
public static class Times
{
    /// <summary>The time in Unix seconds.</summary>
    /// <exception cref="LedgerException"><c>malformed-time</c>.</exception>
    public static ulong Parse(string text)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return seconds;
        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        if (hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.ToUnixTimeSeconds() >= 0)
            return (ulong)time.ToUnixTimeSeconds();
        throw new LedgerException("malformed-time", $"'{text}' is no time.", "Write 2026-03-01T12:00:00Z, or Unix seconds.");
    }
}
