using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ledger.Sdk.Ethereum;

/// <summary>The two hexadecimal encodings of JSON-RPC: data (two digits a byte) and quantities (no leading zeros).</summary>
/// <remarks>Execution APIs, "Hex value encoding". Prefix <c>0x</c> required on input, lower case on output.</remarks>
public static class Hex
{
    /// <summary>Data as <c>0x</c> and two lower-case digits a byte.</summary>
    public static string Encode(ReadOnlySpan<byte> data) => "0x" + Convert.ToHexStringLower(data);

    /// <summary>Parses <c>0x</c>-prefixed data of an even number of digits.</summary>
    /// <exception cref="FormatException">No prefix, an odd number of digits, or a character that is no digit.</exception>
    public static byte[] Decode(string text) =>
        TryDecode(text, out var data) ? data : throw new FormatException($"Not 0x-prefixed hexadecimal data: {Shorten(text)}");

    /// <summary>As <see cref="Decode"/>, false instead of an exception.</summary>
    public static bool TryDecode([NotNullWhen(true)] string? text, [NotNullWhen(true)] out byte[]? data)
    {
        data = null;
        if (text is null || text.Length % 2 != 0 || !text.StartsWith("0x", StringComparison.Ordinal)) return false;
        var bytes = new byte[(text.Length - 2) / 2];
        if (Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        data = bytes;
        return true;
    }

    /// <summary>A quantity as <c>0x</c> and no leading zeros; zero is <c>0x0</c>.</summary>
    public static string EncodeQuantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>Parses a quantity; leading zeros are accepted, because nodes send them.</summary>
    /// <exception cref="FormatException">No prefix, no digit, or more than 64 bits.</exception>
    public static ulong DecodeQuantity(string text) =>
        text is ['0', 'x', _, ..] && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"Not a 64-bit hexadecimal quantity: {Shorten(text)}");

    private static string Shorten(string? text) => text is null ? "null" : text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
