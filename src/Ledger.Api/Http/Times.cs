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
        return TryIso(text, out var time) ? (ulong)time.ToUnixTimeSeconds()
            : throw new LedgerException("malformed-time", $"'{text}' is no time.", "Write 2026-03-01T12:00:00Z, or Unix seconds.");
    }

    /// <summary>Reads ISO 8601 with a zone, from 1970 on. A blank before the zone is a plus sign that a form decoded.</summary>
    public static bool TryIso(string text, out DateTimeOffset time)
    {
        if (text.Length > 6 && text[^6] == ' ') text = $"{text[..^6]}+{text[^5..]}";
        var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time)
            && hasZone && text.Contains('T', StringComparison.Ordinal) && time.ToUnixTimeSeconds() >= 0;
    }
}
