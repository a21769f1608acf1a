using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ledger.Sdk.Provenance;

/// <summary>One way to write each value, so that no byte of a bundle can change without its meaning changing.</summary>
/// <remarks>Strings as RFC 8785 section 3.2.2.2 writes them, which is what JSON.stringify does; properties in the order of the
/// format.</remarks>
internal static class CanonicalJson
{
    /// <summary>A string in quotes, with the fewest escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 16).Append('"');
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture),
                _ => letter.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    /// <summary>Where two JSON texts differ other than in whitespace, as a path such as <c>block.hash</c>; null where they agree.</summary>
    public static string? Difference(ReadOnlySpan<byte> given, ReadOnlySpan<byte> canonical)
    {
        var (g, c, inString) = (0, 0, false);
        while (true)
        {
            if (!inString)
            {
                while (g < given.Length && IsWhitespace(given[g])) g++;
                while (c < canonical.Length && IsWhitespace(canonical[c])) c++;
            }
            if (g == given.Length || c == canonical.Length) return g == given.Length && c == canonical.Length ? null : PathAt(given, g);
            if (given[g] != canonical[c]) return PathAt(given, g);
            if (inString && given[g] == '\\')
            {
                g++;
                c++;
                if (g == given.Length || c == canonical.Length || given[g] != canonical[c]) return PathAt(given, g);
            }
            else if (given[g] == '"') inString = !inString;
            g++;
            c++;
        }
    }

    private static bool IsWhitespace(byte letter) => letter is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>The path of the value at a position, by the names that stand open before it.</summary>
    private static string PathAt(ReadOnlySpan<byte> json, int position)
    {
        var reader = new Utf8JsonReader(json);
        var names = new Stack<string>();
        var name = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString()!;
                if (reader.BytesConsumed > position) break;
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) names.Push(name);
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) name = names.Pop();
            }
        }
        catch (JsonException)
        {
            // What was read so far names the place well enough.
        }
        var path = string.Join('.', names.Reverse().Append(name).Where(part => part.Length > 0).Distinct());
        return path.Length > 0 ? path : "the document";
    }
}
