using System.Text;

namespace Ledger.Sdk.Gs1;

/// <summary>Percent-encoding of values in a Digital Link: RFC 3986 section 2, and + for a blank in queries.</summary>
public static class Percent
{
    /// <summary>Writes everything but A-Z a-z 0-9 - . _ ~ as %XX of its UTF-8 bytes, with upper-case digits.</summary>
    public static string Encode(string value, bool inQuery = false)
    {
        if (!value.AsSpan().ContainsAnyExcept(Unreserved)) return value;
        var text = new StringBuilder(value.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsAscii && Unreserved.Contains((char)rune.Value)) text.Append((char)rune.Value);
            else if (rune.Value == ' ' && inQuery) text.Append('+');
            else
                for (int i = 0, n = rune.EncodeToUtf8(bytes); i < n; i++)
                    text.Append('%').Append(Upper(bytes[i] >> 4)).Append(Upper(bytes[i] & 15));
        }
        return text.ToString();
    }

    /// <summary>Replaces each %XX by the character of that number; what is no such sequence stays as it is.</summary>
    public static string Decode(string text, bool inQuery = false)
    {
        if (text.AsSpan().IndexOfAny('%', '+') < 0) return text;
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                value.Append((char)Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else value.Append(inQuery && text[i] == '+' ? ' ' : text[i]);
        }
        return value.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Unreserved =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private static char Upper(int nibble) => "0123456789ABCDEF"[nibble];
}
