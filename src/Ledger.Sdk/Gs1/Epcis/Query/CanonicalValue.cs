using System.Buffers;
using System.Globalization;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>
/// One text for all notations of a value beyond the standard's fields: numbers in shortest form, times in UTC, GS1 identifiers as canonical
/// Digital Link, anything else as it is. Digits with leading zeros are identifiers, not numbers: lot 007 is not lot 7.
/// </summary>
internal static class CanonicalValue
{
    private const int LongestNumber = 64;
    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    public static string Of(string text)
    {
        if (text.Length == 0 || text.Length > 512) return text;
        if (IsPlainNumber(text) && ExactDecimal.TryParse(text, out var number)) return number.Text;
        if (char.IsAsciiDigit(text[0]) && QueryParameter.TryTime(text, out var time)) return OfTime(time);
        return text.Contains(':', StringComparison.Ordinal) ? Epc.IdentityOrText(text) : text;
    }

    /// <summary>Of a JSON number, which may have an exponent.</summary>
    public static string OfNumber(string text) => ExactDecimal.TryParse(text, out var number) ? number.Text : text;

    /// <summary>Of a node of an event; null for objects, arrays and null.</summary>
    public static string? Of(JsonTape tape, int node) => tape[node].Kind switch
    {
        JsonKind.String => Of(tape.String(node)),
        JsonKind.Number => OfNumber(tape.String(node)),
        JsonKind.True => "true",
        JsonKind.False => "false",
        JsonKind.Object => Named(tape, node) is >= 0 and var value ? Of(tape, value) : null,
        _ => null,
    };

    /// <summary>The member that holds an object's own value: of JSON-LD, or of an XML element with attributes.</summary>
    public static int Named(JsonTape tape, int node)
    {
        for (var child = node + 1; child < tape[node].End; child = tape[child].End)
            if (tape.Name(child) is var name && (name.SequenceEqual("#text"u8) || name.SequenceEqual("@value"u8) || name.SequenceEqual("@id"u8))
                && tape[child].Kind is not (JsonKind.Object or JsonKind.Array)) return child;
        return -1;
    }

    private static string OfTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    private static bool IsPlainNumber(string text)
    {
        var digits = text.AsSpan(text[0] == '-' ? 1 : 0);
        if (digits.IsEmpty || digits.Length > LongestNumber || !char.IsAsciiDigit(digits[0])) return false;
        if (digits.Length > 1 && digits[0] == '0' && digits[1] != '.') return false;
        var point = digits.IndexOf('.');
        return !digits.ContainsAnyExcept(DigitsAndPoint) && (point < 0 || (point == digits.LastIndexOf('.') && point < digits.Length - 1));
    }
}
