using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>
/// What a scanner sends for a symbol: a symbology identifier of ISO/IEC 15424, then the data with FNC1 as group separator; GS1 General
/// Specifications section 5.1.3.
/// </summary>
public static class ScanData
{
    private const char Fnc1 = '^';
    private const char GroupSeparator = '\u001d';

    /// <summary>The symbologies, as <see cref="TryGenerate"/> takes them, without regard to case.</summary>
    public static IReadOnlyList<string> Symbologies { get; } =
    [
        "QR", "DM", "DotCode", "GS1_128_CCA", "GS1_128_CCC", "DataBarExpanded", "DataBarOmni", "DataBarTruncated", "DataBarStacked",
        "DataBarStackedOmni", "DataBarLimited", "UPCA", "UPCE", "EAN13", "EAN8",
    ];

    /// <summary>The scan of a symbol that carries these data.</summary>
    /// <param name="symbology">One of <see cref="Symbologies"/>.</param>
    /// <param name="data">
    /// Element strings with ^ as FNC1; the GTIN of a linear symbol, also without its check digit; behind | those of a composite component;
    /// for matrix symbols any text, where a literal ^ at the start is written \^.
    /// </param>
    /// <exception cref="InvalidIdentifierException">The symbology is unknown or can't carry the data.</exception>
    public static string Generate(string symbology, string data) =>
        TryGenerate(symbology, data, out var scan, out var error) ? scan! : throw error!;

    /// <summary>As <see cref="Generate"/>, with the error as a result.</summary>
    public static bool TryGenerate(string symbology, string data, out string? scan, out InvalidIdentifierException? error)
    {
        ArgumentNullException.ThrowIfNull(data);
        error = null;
        scan = Symbologies.FirstOrDefault(s => s.Equals(symbology, StringComparison.OrdinalIgnoreCase)) switch
        {
            null => null,
            "QR" => Matrix("]Q1", "]Q3", data, ref error),
            "DM" => Matrix("]d1", "]d2", data, ref error),
            "DotCode" => Matrix("]J0", "]J1", data, ref error),
            "GS1_128_CCA" or "GS1_128_CCC" => Linear("]C1", data, ref error),
            "DataBarExpanded" => Linear("]e0", data, ref error),
            "UPCA" => Retail("]E0", 12, false, data, ref error),
            "UPCE" => Retail("]E0", 12, true, data, ref error),
            "EAN13" => Retail("]E0", 13, false, data, ref error),
            "EAN8" => Retail("]E4", 8, false, data, ref error),
            "DataBarLimited" => DataBar(data, isLimited: true, ref error),
            _ => DataBar(data, isLimited: false, ref error),
        };
        if (scan is null) error ??= Refused($"There is no symbology '{symbology}': {string.Join(", ", Symbologies)}.");
        return scan is not null;
    }

    private static string? Matrix(string plain, string gs1, string data, ref InvalidIdentifierException? error)
    {
        if (data.Length == 0) error = Refused("There are no data.");
        if (data.StartsWith(Fnc1)) return Elements(data, ref error) is { } elements ? gs1 + elements : null;
        if (error is not null) return null;
        // One backslash before a leading caret says that it is a character, not FNC1; one of several is taken away.
        return plain + (data[0] == '\\' && data.TrimStart('\\').StartsWith(Fnc1) ? data[1..] : data);
    }

    private static string? Linear(string identifier, string data, ref InvalidIdentifierException? error)
    {
        var (linear, composite) = Split(data);
        if (Elements(linear, ref error) is not { } text) return null;
        if (composite is null) return identifier + text;
        if (Elements(composite, ref error) is not { } component) return null;
        var last = ElementString.Parse(linear).Elements[^1];
        return "]e0" + text + (last.Ai.NeedsSeparator ? GroupSeparator : "") + component;
    }

    private static string? DataBar(string data, bool isLimited, ref InvalidIdentifierException? error)
    {
        var (linear, composite) = Split(data);
        var gtin = Gtin(linear, 14, ref error);
        if (gtin is not null && isLimited && gtin[0] > '1') error = Refused("GS1 DataBar Limited carries a GTIN with indicator 0 or 1.");
        var component = composite is null ? "" : Elements(composite, ref error);
        return error is null ? $"]e001{gtin}{component}" : null;
    }

    private static string? Retail(string identifier, int length, bool isSuppressed, string data, ref InvalidIdentifierException? error)
    {
        var (linear, composite) = Split(data);
        var gtin = Gtin(linear, length, ref error);
        if (gtin is not null && isSuppressed && !CanSuppress(gtin)) error = Refused("UPC-E carries only a GTIN-12 whose zeros can be left out.");
        var component = composite is null ? "" : "|]e0" + Elements(composite, ref error);
        return error is null ? $"{identifier}{(length == 12 ? "0" : "")}{gtin}{component}" : null;
    }

    /// <summary>GS1 General Specifications section 5.2.2.4.2.</summary>
    private static bool CanSuppress(string gtin) => gtin[0] == '0'
        && ((gtin[3] <= '2' && gtin.AsSpan(4, 4) is "0000") || gtin.AsSpan(4, 5) is "00000" || gtin.AsSpan(5, 5) is "00000"
            || (gtin.AsSpan(6, 4) is "0000" && gtin[10] >= '5'));

    /// <summary>A GTIN of this many digits, out of (01), in digits alone, or without its check digit.</summary>
    private static string? Gtin(string text, int length, ref InvalidIdentifierException? error)
    {
        if (text.StartsWith("^01", StringComparison.Ordinal) && text.Length == 17 && text.AsSpan(3, 14 - length).Trim('0').IsEmpty)
            text = text[(17 - length)..];
        var isWhole = text.Length == length;
        if ((!isWhole && text.Length != length - 1) || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
            error ??= Refused($"A GTIN of {length} digits belongs here.");
        else if (!isWhole) return text + CheckDigit.Of(text);
        else if (CheckDigit.Of(text.AsSpan()[..^1]) != text[^1])
            error ??= Refused($"The check digit of {text} is {CheckDigit.Of(text.AsSpan()[..^1])}, not {text[^1]}.");
        return error is null ? text : null;
    }

    private static string? Elements(string text, ref InvalidIdentifierException? error)
    {
        if (error is not null) return null;
        if (!text.StartsWith(Fnc1)) error = Refused("Element strings start with ^, for FNC1.");
        else if (ElementString.TryParse(text, null, out _, out error)) return text[1..].Replace(Fnc1, GroupSeparator);
        return null;
    }

    private static (string Linear, string? Composite) Split(string data)
    {
        var bar = data.IndexOf("|^", StringComparison.Ordinal);
        return bar < 0 ? (data, null) : (data[..bar], data[(bar + 1)..]);
    }

    private static InvalidIdentifierException Refused(string message) => new("identifier-unsupported", message);
}
