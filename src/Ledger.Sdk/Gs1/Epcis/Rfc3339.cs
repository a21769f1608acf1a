namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Date and time with offset: RFC 3339 section 5.6, read from UTF-8.</summary>
internal static class Rfc3339
{
    private const int ShortestLength = 20;

    /// <summary>
    /// Reads a time; <paramref name="seconds"/> are Unix seconds, <paramref name="fraction"/> the digits behind the point.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds, out ReadOnlySpan<byte> fraction)
    {
        seconds = 0;
        fraction = default;
        if (text.Length < ShortestLength || text[4] != '-' || text[7] != '-' || (text[10] | 32) != 't' || text[13] != ':'
            || text[16] != ':')
            return false;
        if (!Digits(text[..4], out var year) || !Digits(text.Slice(5, 2), out var month) || !Digits(text.Slice(8, 2), out var day)
            || !Digits(text.Slice(11, 2), out var hour) || !Digits(text.Slice(14, 2), out var minute)
            || !Digits(text.Slice(17, 2), out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59
            || second > 60)
            return false;
        var rest = text[19..];
        if (rest[0] == '.')
        {
            var length = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (length < 1) return false;
            fraction = rest.Slice(1, length);
            rest = rest[(length + 1)..];
        }
        if (!Offset(rest, out var offset)) return false;
        var days = (new DateTime(year, month, day).Ticks / TimeSpan.TicksPerDay) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);
        seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60;
        // A leap second is only ever the last of a UTC day (it counts as the first of the next).
        return second < 60 || seconds % 86_400 == 0;
    }

    /// <summary>The time as UTC; digits beyond 100 ns are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (!TryParse(text, out var seconds, out var fraction)) return false;
        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return false;
        long ticks = 0;
        for (var i = 0; i < 7; i++) ticks = ticks * 10 + (i < fraction.Length ? fraction[i] - '0' : 0);
        time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(ticks);
        return true;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1) return (text[0] | 32) == 'z';
        if (text.Length != 6 || text[3] != ':' || text[0] is not ((byte)'+' or (byte)'-')) return false;
        if (!Digits(text.Slice(1, 2), out var hours) || !Digits(text.Slice(4, 2), out var rest) || hours > 23 || rest > 59) return false;
        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }
}
