using System.Buffers;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>Reads EPC URNs into element strings and writes them from element strings: EPC Tag Data Standard sections 6.3 and 7.</summary>
internal static class EpcUrn
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\"%&/<>?#");
    private static readonly SearchValues<char> NotInUrn = SearchValues.Create("\"&/<>?#");

    internal const int ShortestPrefix = 6;
    internal const int LongestPrefix = 12;

    /// <summary>EPC schemes of other issuers than GS1: valid URNs, yet without a GS1 key.</summary>
    private static readonly string[] OtherSchemes = ["gid", "usdod", "adi", "bic", "imovn"];

    public static bool IsOtherScheme(string text) =>
        Array.Exists(OtherSchemes, s => text.StartsWith($"urn:epc:id:{s}:", StringComparison.Ordinal));

    public static InvalidIdentifierException? Read(string text, out EpcScheme? scheme, out List<AiValue> elements, out int prefixLength)
    {
        elements = [];
        prefixLength = 0;
        var end = EndOfScheme(text);
        scheme = EpcScheme.OfUrn(text[..end]);
        if (scheme is null) return new InvalidIdentifierException("identifier-unsupported",
            $"'{text[..Math.Min(text.Length, end == 0 ? 40 : Math.Min(end, 60))]}' is no EPC scheme of GS1.",
                "Such as urn:epc:id:sgtin:9506000.013435.ABC.");
        var parts = text[end..].Split('.');
        if (Shape(scheme, parts, end) is { } error) return error;
        prefixLength = parts[0].Length;
        if (Key(scheme, parts, out var key) is { } wrong) return wrong;
        if (ElementString.Add(ApplicationIdentifiers.Find(scheme.Key)!, key, elements) is { } fault) return fault;
        var serial = scheme.Serial.Length == 0 ? "" : Percent.Decode(string.Join('.', parts[SerialPart(scheme)..]));
        if (serial.Length == 0 || (scheme.Kind == EpcKind.Sgln && serial == "0")) return null;
        return ElementString.Add(ApplicationIdentifiers.Find(scheme.Serial)!, serial, elements);
    }

    /// <summary>The URN, with a company prefix of the given length; null where the key cannot be divided there.</summary>
    public static string? Write(EpcScheme scheme, IReadOnlyList<AiValue> elements, int prefixLength)
    {
        var key = elements[0].Value;
        var parts = scheme.Layout switch
        {
            EpcLayout.Indicator or EpcLayout.Extension => Moved(key, prefixLength),
            EpcLayout.Checked => Divided(key[..^1], prefixLength),
            EpcLayout.CheckedSerial => Divided(key[..12], prefixLength),
            EpcLayout.AssetSerial => Divided(key[1..13], prefixLength),
            EpcLayout.Pieces => Moved(key[..14], prefixLength) is { } p ? $"{p}.{key[14..16]}.{key[16..]}" : null,
            _ => Free(key, prefixLength),
        };
        if (parts is null) return null;
        if (scheme.IsPattern) return $"{scheme.Urn}{parts}.*";
        if (scheme.Layout is EpcLayout.CheckedSerial) return $"{scheme.Urn}{parts}.{Escape(key[13..])}";
        if (scheme.Layout is EpcLayout.AssetSerial) return $"{scheme.Urn}{parts}.{Escape(key[14..])}";
        if (scheme.Serial.Length == 0) return scheme.Urn + parts;
        return $"{scheme.Urn}{parts}.{(elements.Count > 1 ? Escape(elements[1].Value) : "0")}";
    }

    /// <summary>As the Tag Data Standard escapes: only what a URN could not hold, <c>" % &amp; / &lt; &gt; ? #</c>.</summary>
    public static string Escape(string value)
    {
        if (!value.AsSpan().ContainsAny(Escaped)) return value;
        return string.Concat(value.Select(c => Escaped.Contains(c) ? $"%{(int)c:X2}" : c.ToString()));
    }

    /// <summary>Behind the fourth colon: a serial number may hold further ones.</summary>
    private static int EndOfScheme(string text)
    {
        var at = -1;
        for (var colons = 0; colons < 4; colons++)
        {
            at = text.IndexOf(':', at + 1);
            if (at < 0) return 0;
        }
        return at + 1;
    }

    private static InvalidIdentifierException? Shape(EpcScheme scheme, string[] parts, int start)
    {
        var count = scheme.Layout switch
        {
            EpcLayout.Indicator => 3,
            EpcLayout.Extension or EpcLayout.Checked => 2,
            EpcLayout.CheckedSerial or EpcLayout.AssetSerial => 3,
            EpcLayout.Pieces => 5,
            _ => scheme.Serial.Length > 0 || scheme.IsPattern ? 3 : 2,
        };
        if (scheme.Kind == EpcKind.Sgln) count = 3;
        if (!IsEscaped(parts)) return Malformed("A URN may not hold this character unencoded, or holds half a percent sequence.", start);
        // Serial numbers may hold dots themselves.
        if (parts.Length < count || (parts.Length > count && !MayHoldDots(scheme)))
            return Malformed($"{scheme.Urn} has {count} parts divided by dots, not {parts.Length}.", start);
        if (parts[0].Length is < ShortestPrefix or > LongestPrefix || CharacterRules.Numeric(parts[0]) is not null)
            return Malformed($"A company prefix has {ShortestPrefix} to {LongestPrefix} digits, '{parts[0]}' does not.", start);
        if (HasSerial(scheme) && parts.Length == count && parts[^1].Length == 0)
            return Malformed($"{scheme.Urn} ends in a serial part, and here it is empty.", start);
        return scheme.IsPattern && parts[^1] != "*" ? Malformed("A class is written with a final .*", start) : null;
    }

    /// <summary>A thing without its serial number would pass for its class.</summary>
    private static bool HasSerial(EpcScheme scheme) =>
        !scheme.IsPattern && (scheme.Serial.Length > 0 || scheme.Layout is EpcLayout.CheckedSerial or EpcLayout.AssetSerial);

    private static bool MayHoldDots(EpcScheme scheme) => HasSerial(scheme) || scheme.Kind is EpcKind.Giai or EpcKind.Ginc;

    private static bool IsEscaped(string[] parts) =>
        !Array.Exists(parts, p => p.AsSpan().ContainsAny(NotInUrn) || CharacterRules.PercentEncoded(p) is not null);

    private static int SerialPart(EpcScheme scheme) => scheme.Layout == EpcLayout.Pieces ? 4 : 2;

    private static InvalidIdentifierException? Key(EpcScheme scheme, string[] parts, out string key)
    {
        key = "";
        var reference = parts[1];
        if (scheme.Layout == EpcLayout.Free)
        {
            var unescaped = Percent.Decode(scheme.Serial.Length > 0 || scheme.IsPattern ? reference : string.Join('.', parts[1..]));
            key = parts[0] + unescaped;
            return unescaped.Length > 0 ? null : Malformed($"{scheme.Urn} has no reference behind the company prefix.", scheme.Urn.Length);
        }
        if (CharacterRules.Numeric(reference) is not null || parts[0].Length + reference.Length != scheme.Digits)
            return Malformed($"{scheme.Urn} has {scheme.Digits} digits in its first two parts, '{parts[0]}.{reference}' does not.",
                scheme.Urn.Length);
        key = scheme.Layout switch
        {
            EpcLayout.Indicator or EpcLayout.Extension or EpcLayout.Pieces => Checked(reference[..1] + parts[0] + reference[1..]),
            EpcLayout.AssetSerial => Checked("0" + parts[0] + reference),
            _ => Checked(parts[0] + reference),
        };
        if (scheme.Layout == EpcLayout.Pieces) key += parts[2] + parts[3];
        if (scheme.Layout is EpcLayout.CheckedSerial or EpcLayout.AssetSerial && !scheme.IsPattern)
            key += Percent.Decode(string.Join('.', parts[2..]));
        return null;
    }

    private static string Checked(string digits) => digits + CheckDigit.Of(digits);

    /// <summary>The first digit of the key stands before the reference: prefix, dot, first digit and reference.</summary>
    private static string? Moved(string key, int prefixLength) =>
        prefixLength + 2 <= key.Length ? $"{key.AsSpan(1, prefixLength)}.{key[0]}{key.AsSpan(1 + prefixLength)[..^1]}" : null;

    private static string? Divided(string digits, int prefixLength) =>
        prefixLength <= digits.Length ? $"{digits.AsSpan(0, prefixLength)}.{digits.AsSpan(prefixLength)}" : null;

    private static string? Free(string key, int prefixLength) =>
        key.Length > prefixLength && CharacterRules.Numeric(key.AsSpan(0, prefixLength)) is null
            ? $"{key.AsSpan(0, prefixLength)}.{Escape(key[prefixLength..])}"
            : null;

    private static InvalidIdentifierException Malformed(string message, int position) =>
        new("identifier-malformed", message, null, position);
}
