using System.Buffers;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>The commonest EPC URNs, of which no part needs decoding: items, lots, logistic units, places and parties.</summary>
/// <remarks>A shortcut past <see cref="EpcUrn"/>, which makes an object of each part. What is not plain, or is at fault, is left to that.</remarks>
internal static class PlainUrn
{
    private const int LongestSerial = 20;

    private static readonly SearchValues<char> PlainSerial = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>The canonical URI; null where the text is not plain.</summary>
    public static string? Identity(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("urn:epc:")) return null;
        var rest = text["urn:epc:".Length..];
        if (rest.StartsWith("id:sgtin:")) return Moved(rest["id:sgtin:".Length..], "/01/", 13, "/21/");
        if (rest.StartsWith("class:lgtin:")) return Moved(rest["class:lgtin:".Length..], "/01/", 13, "/10/");
        if (rest.StartsWith("id:sscc:")) return Moved(rest["id:sscc:".Length..], "/00/", 17, "");
        if (rest.StartsWith("id:sgln:")) return Straight(rest["id:sgln:".Length..], "/414/", "/254/");
        if (rest.StartsWith("id:pgln:")) return Straight(rest["id:pgln:".Length..], "/417/", "");
        return null;
    }

    /// <summary>The first digit of the reference stands before the company prefix.</summary>
    private static string? Moved(ReadOnlySpan<char> parts, ReadOnlySpan<char> key, int digits, ReadOnlySpan<char> qualifier)
    {
        if (!Divide(parts, digits, qualifier.Length > 0, out var prefix, out var reference, out var serial)) return null;
        Span<char> number = stackalloc char[digits + 1];
        number[0] = reference[0];
        prefix.CopyTo(number[1..]);
        reference[1..].CopyTo(number[(1 + prefix.Length)..]);
        return Join(key, number, qualifier, serial);
    }

    private static string? Straight(ReadOnlySpan<char> parts, ReadOnlySpan<char> key, ReadOnlySpan<char> qualifier)
    {
        const int Digits = 12;
        if (!Divide(parts, Digits, qualifier.Length > 0, out var prefix, out var reference, out var serial)) return null;
        Span<char> number = stackalloc char[Digits + 1];
        prefix.CopyTo(number);
        reference.CopyTo(number[prefix.Length..]);
        return serial is "0" ? Join(key, number, "", "") : Join(key, number, qualifier, serial);
    }

    private static bool Divide(
        ReadOnlySpan<char> parts, int digits, bool hasSerial, out ReadOnlySpan<char> prefix, out ReadOnlySpan<char> reference, out ReadOnlySpan<char> serial)
    {
        reference = serial = default;
        var dot = parts.IndexOf('.');
        prefix = dot is >= EpcUrn.ShortestPrefix and <= EpcUrn.LongestPrefix ? parts[..dot] : default;
        if (prefix.IsEmpty) return false;
        reference = parts[(dot + 1)..];
        if (hasSerial)
        {
            dot = reference.IndexOf('.');
            if (dot < 0) return false;
            serial = reference[(dot + 1)..];
            reference = reference[..dot];
            if (serial.Length is 0 or > LongestSerial || serial.ContainsAnyExcept(PlainSerial)) return false;
        }
        return prefix.Length + reference.Length == digits && !prefix.ContainsAnyExceptInRange('0', '9') && !reference.ContainsAnyExceptInRange('0', '9');
    }

    private static string Join(ReadOnlySpan<char> key, Span<char> number, ReadOnlySpan<char> qualifier, ReadOnlySpan<char> serial)
    {
        number[^1] = CheckDigit.Of(number[..^1]);
        Span<char> path = stackalloc char[64];
        key.CopyTo(path);
        number.CopyTo(path[key.Length..]);
        var length = key.Length + number.Length;
        qualifier.CopyTo(path[length..]);
        serial.CopyTo(path[(length + qualifier.Length)..]);
        return string.Concat(DigitalLink.CanonicalStem, path[..(length + qualifier.Length + serial.Length)]);
    }
}
