using System.Text;
using System.Text.Json;
using System.Xml;

namespace Ledger.Sdk.Gs1.Epcis.Xml;

/// <summary>Texts as XML can hold them.</summary>
internal static class XmlText
{
    /// <summary>The text of a string, number or truth value; null for anything else. Numbers are written without exponent.</summary>
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Clean(String(value)),
        JsonValueKind.Number => ExactDecimal.TryParse(value.GetRawText(), out var number) ? number.Text : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The text, if XML can hold each character of it.</summary>
    /// <exception cref="InvalidEpcisException">It has one that XML 1.0 does not have.</exception>
    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsAllowed(text, i)) throw new InvalidEpcisException([new EpcisProblem("", $"XML has no character U+{(int)text[i]:X4}, which is in a text of this document; it can only be had in JSON.")]);
        return text;
    }

    /// <summary>Without the blanks of XML at both ends, as the event hash trims.</summary>
    public static string TrimXml(this string text) => text.Trim(' ', '\t', '\r', '\n');

    /// <summary>A time as the XML schema wants it: capital letters, and in UTC where the offset is beyond 14 hours.</summary>
    public static string Time(string text)
    {
        text = text.Trim().ToUpperInvariant();
        var isFar = text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-' && string.CompareOrdinal(text, text.Length - 5, "14:00", 0, 5) > 0;
        var isLeap = text.Length > 18 && text.AsSpan(17, 2) is "60";
        return (isFar || isLeap) && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var time)
            ? time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", System.Globalization.CultureInfo.InvariantCulture) : text;
    }

    /// <summary>Half a surrogate pair is no text.</summary>
    private static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidEpcisException([new EpcisProblem("", "A string holds half a surrogate pair.")]);
        }
    }

    private static bool IsAllowed(string text, int at) => XmlConvert.IsXmlChar(text[at])
        || (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));
}
