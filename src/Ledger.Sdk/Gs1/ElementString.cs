using System.Text;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>A sequence of element strings as a bar code carries it: GS1 General Specifications section 7.8.</summary>
public sealed class ElementString
{
    private const char Fnc1 = '^';
    private const char GroupSeparator = '\u001d';
    private const int MostElements = 64;

    internal ElementString(IReadOnlyList<AiValue> elements) => Elements = elements;

    /// <summary>The elements in the order given.</summary>
    public IReadOnlyList<AiValue> Elements { get; }

    /// <summary>As <c>(01)09506000134352(10)ABC</c>; a bracket in a value is written <c>\(</c>.</summary>
    public string Bracketed => string.Concat(Elements.Select(e => $"({e.Code}){e.Value.Replace("(", "\\(", StringComparison.Ordinal)}"));

    /// <summary>As <c>^010950600013435210ABC</c>, where ^ stands for FNC1.</summary>
    public string Unbracketed
    {
        get
        {
            var text = new StringBuilder();
            var separate = true;
            foreach (var element in Elements)
            {
                if (separate) text.Append(Fnc1);
                text.Append(element.Code).Append(element.Value);
                separate = element.Ai.NeedsSeparator;
            }
            return text.ToString();
        }
    }

    /// <summary>The companions that the standard demands and that are not here, one sentence each.</summary>
    public IReadOnlyList<string> Missing => [.. ElementRules.Missing(Elements)];

    /// <summary>
    /// Reads bracketed text, unbracketed text (FNC1 as ^ or the group separator), or a scanner's output with its symbology identifier.
    /// </summary>
    /// <exception cref="InvalidIdentifierException">The text breaks the standard.</exception>
    public static ElementString Parse(string text, Gs1Options? options = null) =>
        TryParse(text, options, out var parsed, out var error) ? parsed! : throw error!;

    /// <summary>As <see cref="Parse"/>, with the error as a result.</summary>
    public static bool TryParse(string? text, Gs1Options? options, out ElementString? parsed, out InvalidIdentifierException? error)
    {
        options ??= Gs1Options.Standard;
        parsed = null;
        var elements = new List<AiValue>();
        error = string.IsNullOrEmpty(text)
            ? Malformed("There is no text.", 0)
            : text[0] == '(' ? ReadBracketed(text, options, elements) : ReadScanned(text, options, elements);
        error ??= ElementRules.CheckTogether(elements, options.Complete || elements.Exists(e => e.Ai.IsPrimaryKey));
        if (error is null) parsed = new ElementString(elements);
        return error is null;
    }

    private static InvalidIdentifierException? ReadBracketed(string text, Gs1Options options, List<AiValue> elements)
    {
        var at = 0;
        while (at < text.Length)
        {
            var close = text.IndexOf(')', at);
            if (text[at] != '(' || close < 0) return Malformed("An element string is (AI) and its value.", at);
            var code = text.AsSpan(at + 1, close - at - 1);
            var ai = ApplicationIdentifiers.Find(code) ?? (options.PermitUnknown ? ApplicationIdentifiers.Unknown(code) : null);
            if (ai is null) return Malformed($"No application identifier ({code}) is assigned.", at + 1);
            var value = new StringBuilder();
            for (at = close + 1; at < text.Length && text[at] != '('; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '(') at++;
                value.Append(text[at]);
            }
            if (Add(ai, value.ToString(), elements) is { } error) return error;
        }
        return null;
    }

    private static InvalidIdentifierException? ReadScanned(string text, Gs1Options options, List<AiValue> elements)
    {
        if (text[0] != ']') return ReadUnbracketed(text, options, elements);
        var (symbology, data) = (text[..Math.Min(3, text.Length)], text.Length > 3 ? text[3..] : "");
        return symbology switch
        {
            "]C1" or "]e0" or "]d2" or "]Q3" or "]J1" => ReadUnbracketed(data, options, elements),
            "]E0" => ReadEan(13, data, options, elements),
            "]E4" => ReadEan(8, data, options, elements),
            "]I1" => ReadEan(14, data, options, elements),
            _ => Malformed($"A scan that starts with {symbology} does not carry element strings.", 0),
        };
    }

    /// <summary>An EAN/UPC or ITF-14 symbol is a GTIN; behind |]e0 may follow the element strings of a composite component.</summary>
    private static InvalidIdentifierException? ReadEan(int length, string data, Gs1Options options, List<AiValue> elements)
    {
        var bar = data.IndexOf('|', StringComparison.Ordinal);
        var gtin = bar < 0 ? data : data[..bar];
        if (gtin.Length != length) return Malformed($"A GTIN-{length} has {length} digits, not {gtin.Length}.", 3);
        if (Add(ApplicationIdentifiers.Find("01")!, gtin.PadLeft(14, '0'), elements) is { } error) return error;
        if (bar < 0) return null;
        return data.AsSpan(bar + 1).StartsWith("]e0")
            ? ReadUnbracketed(data[(bar + 4)..], options, elements)
            : Malformed("A composite component starts with |]e0.", 3 + bar);
    }

    private static InvalidIdentifierException? ReadUnbracketed(string given, Gs1Options options, List<AiValue> elements)
    {
        var text = given.Replace(GroupSeparator, Fnc1);
        var at = text.StartsWith(Fnc1) ? 1 : 0;
        if (at == text.Length) return Malformed("There are no element strings.", at);
        while (at < text.Length)
        {
            var ai = ApplicationIdentifiers.FindPrefix(text.AsSpan(at), options.PermitUnknown);
            if (ai is null) return Malformed($"No assigned application identifier starts {text.AsSpan(at, Math.Min(4, text.Length - at))}.", at);
            at += ai.Code.Length;
            var end = text.IndexOf(Fnc1, at);
            if (end < 0) end = text.Length;
            if (end == at) return Malformed($"({ai.Code}) {ai.Title} has no value.", at);
            var length = ElementRules.Consume(ai, text.AsSpan(at, end - at), out var error);
            if (error is not null) return error;
            if (at + length < end && ai.NeedsSeparator)
                return Malformed($"({ai.Code}) {ai.Title} has at most {ai.MaxLength} characters, not {end - at}.", at + length);
            if (Add(ai, text.Substring(at, length), elements) is { } fault) return fault;
            at += length;
            if (at < text.Length && text[at] == Fnc1) at++;
        }
        return null;
    }

    internal static InvalidIdentifierException? Add(ApplicationIdentifier ai, string value, List<AiValue> elements)
    {
        if (elements.Count == MostElements) return Malformed($"There are more than {MostElements} element strings.", 0);
        if (ElementRules.Check(ai, value) is { } error) return error;
        elements.Add(new AiValue(ai, value));
        return null;
    }

    private static InvalidIdentifierException Malformed(string message, int position) =>
        new("identifier-malformed", message, null, position);
}
