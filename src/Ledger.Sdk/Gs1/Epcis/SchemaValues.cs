using System.Buffers;
using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>Checks one node and reports what is wrong with it.</summary>
internal delegate void SchemaCheck(SchemaReport report, int node);

/// <summary>The kinds of single values in EPCIS 2.0's JSON schema.</summary>
internal static class SchemaValues
{
    private static readonly SearchValues<byte> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"u8);

    private static readonly SearchValues<byte> AddressCharacters = SearchValues.Create("0123456789ABCDEFabcdef:."u8);

    public static void Any(SchemaReport report, int node)
    {
    }

    public static void Text(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.String) report.Add(node, "A string belongs here.");
    }

    public static void Number(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.Number) report.Add(node, "A number belongs here.");
        else if (report.Tape.Text(node).IndexOfAny((byte)'e', (byte)'E') >= 0 && !ExactDecimal.TryParse(report.Tape.String(node), out _))
            report.Add(node, "The exponent is beyond all measure.");
    }

    public static void Boolean(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind is not (JsonKind.True or JsonKind.False)) report.Add(node, "true or false belongs here.");
    }

    public static void Time(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.String || !Rfc3339.TryParse(report.Tape.Text(node), out _))
            report.Add(node, "A date and time with offset belongs here, such as 2026-03-01T08:30:00.000+01:00.");
    }

    public static void Uri(SchemaReport report, int node)
    {
        if (report.Tape[node].Kind != JsonKind.String || !IsUri(report.Tape.Text(node))) report.Add(node, "A URI belongs here.");
    }

    /// <summary>±hh:mm, at most 14 hours.</summary>
    public static void ZoneOffset(SchemaReport report, int node)
    {
        var text = report.Tape[node].Kind == JsonKind.String ? report.Tape.Text(node) : default;
        var right = text.Length == 6 && text[0] is (byte)'+' or (byte)'-' && text[3] == ':' && IsDigits(text.Slice(1, 2))
            && IsDigits(text[4..])
            && text[4] <= '5' && (text[1] == '0' || (text[1] == '1' && text[2] <= '3') || text[1..].SequenceEqual("14:00"u8));
        if (!right) report.Add(node, "An offset from UTC belongs here, such as +01:00.");
    }

    /// <summary>Numbers divided by dots.</summary>
    public static void Version(SchemaReport report, int node)
    {
        var text = report.Tape[node].Kind == JsonKind.String ? report.Tape.String(node) : "";
        if (text.Length == 0 || Array.Exists(text.Split('.'), p => p.Length == 0 || p.AsSpan().ContainsAnyExceptInRange('0', '9')))
            report.Add(node, "A version belongs here, such as 2.0.");
    }

    /// <summary>Two or three capitals or digits: UN/ECE Recommendation 20.</summary>
    public static void UnitOfMeasure(SchemaReport report, int node)
    {
        var text = report.Tape[node].Kind == JsonKind.String ? report.Tape.Text(node) : default;
        var right = text.Length is 2 or 3;
        foreach (var c in text) right &= c is >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z';
        if (!right) report.Add(node, "A unit of measure of UN/ECE Recommendation 20 belongs here, such as KGM.");
    }

    public static void Hexadecimal(SchemaReport report, int node)
    {
        var text = report.Tape[node].Kind == JsonKind.String ? report.Tape.Text(node) : default;
        var right = !text.IsEmpty;
        foreach (var c in text) right &= char.IsAsciiHexDigit((char)c);
        if (!right) report.Add(node, "Hexadecimal digits belong here.");
    }

    /// <summary>One of the words.</summary>
    public static SchemaCheck Word(string words) => Word(words, _ => false);

    /// <summary>One of the words, or a URI that is not of the given vocabulary.</summary>
    public static SchemaCheck WordOrUri(string words, Func<string, bool> isOwnVocabulary) =>
        Word(words, text => IsUri(System.Text.Encoding.UTF8.GetBytes(text)) && !isOwnVocabulary(text));

    /// <summary>The vocabulary's words stand bare in JSON, not as URN or URI.</summary>
    public static bool IsCbv(string uri) => uri.StartsWith("urn:epcglobal:cbv", StringComparison.Ordinal)
        || uri.StartsWith("https://ns.gs1.org/cbv/", StringComparison.Ordinal)
            || uri.StartsWith("http://ns.gs1.org/cbv/", StringComparison.Ordinal);

    /// <inheritdoc cref="IsCbv"/>
    public static bool IsGs1Voc(string uri) => Array.Exists(["://gs1.org/voc/", "://www.gs1.org/voc/"], s =>
        uri.StartsWith("https" + s, StringComparison.Ordinal) || uri.StartsWith("http" + s, StringComparison.Ordinal));

    /// <summary>A URI by RFC 3986; as JSON Schema's validators, with a path or an authority behind the colon.</summary>
    public static bool IsUri(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || !char.IsAsciiLetter((char)text[0])) return false;
        foreach (var c in text[1..colon])
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'+' or (byte)'-' or (byte)'.')) return false;
        var rest = text[(colon + 1)..];
        if (rest.IsEmpty || rest[0] is (byte)'?' or (byte)'#' || rest.ContainsAnyExcept(UriCharacters)) return false;
        var fragment = rest.IndexOf((byte)'#');
        if (fragment >= 0 && rest[(fragment + 1)..].Contains((byte)'#')) return false;
        for (var at = rest.IndexOf((byte)'%'); at >= 0;)
        {
            if (at + 2 >= rest.Length || !char.IsAsciiHexDigit((char)rest[at + 1]) || !char.IsAsciiHexDigit((char)rest[at + 2]))
                return false;
            var next = rest[(at + 1)..].IndexOf((byte)'%');
            at = next < 0 ? -1 : at + 1 + next;
        }
        if (!rest.StartsWith("//"u8)) return rest.IndexOfAny((byte)'[', (byte)']') < 0;
        var end = rest[2..].IndexOfAny("/?#"u8);
        return IsAuthority(end < 0 ? rest[2..] : rest.Slice(2, end)) && (end < 0 || rest[(2 + end)..].IndexOfAny((byte)'[', (byte)']') < 0);
    }

    /// <summary>Whoever it is, at the host, and digits for a port: RFC 3986, section 3.2.</summary>
    private static bool IsAuthority(ReadOnlySpan<byte> text)
    {
        var host = text[(text.IndexOf((byte)'@') + 1)..];
        if (host.Contains((byte)'@') || text[..(text.Length - host.Length)].IndexOfAny((byte)'[', (byte)']') >= 0) return false;
        var close = host.IsEmpty || host[0] != '[' ? -1 : host.IndexOf((byte)']');
        if (close >= 0 && (close == 1 || host[1..close].ContainsAnyExcept(AddressCharacters))) return false;
        var behind = host[(close + 1)..];
        if (behind.IndexOfAny((byte)'[', (byte)']') >= 0 || (close >= 0 && !behind.IsEmpty && behind[0] != ':')) return false;
        var port = behind.IndexOf((byte)':');
        return port < 0 || IsDigits(behind[(port + 1)..]);
    }

    private static SchemaCheck Word(string words, Func<string, bool> isOther)
    {
        var set = words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
        var lookup = set.GetAlternateLookup<ReadOnlySpan<char>>();
        var longest = set.Max(w => w.Length);
        return (report, node) =>
        {
            var isText = report.Tape[node].Kind == JsonKind.String;
            Span<char> word = stackalloc char[64];
            if (isText && report.Tape.Text(node) is var utf8 && utf8.Length <= longest
                && System.Text.Encoding.UTF8.TryGetChars(utf8, word, out var length) && lookup.Contains(word[..length])) return;
            if (!isText || !isOther(report.Tape.String(node)))
                report.Add(node, $"'{(isText ? report.Tape.String(node) : report.Tape[node].Kind)}' is none of the values allowed here: {Shortened(words)}.");
        };
    }

    private static string Shortened(string words) => words.Length <= 120 ? words.Replace(" ", ", ", StringComparison.Ordinal)
        : words[..words.LastIndexOf(' ', 120)].Replace(" ", ", ", StringComparison.Ordinal) + " …, or a URI of your own";

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
