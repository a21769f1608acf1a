using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>A decimal number of any length without rounding: what a document says is what is kept.</summary>
public readonly struct ExactDecimal : IEquatable<ExactDecimal>
{
    private const int WidestExponent = 400;

    /// <summary>No amount with more digits fits into 64 bits.</summary>
    private const int MostDigits = 40;
    private readonly string? text;

    private ExactDecimal(string text) => this.text = text;

    /// <summary>The shortest form without exponent: no plus sign, no leading or trailing zeros.</summary>
    public string Text => text ?? "0";

    /// <summary>Reads a decimal number, with or without exponent.</summary>
    /// <exception cref="FormatException">No number, or an exponent beyond ±400.</exception>
    public static ExactDecimal Parse(string number) =>
        TryParse(number, out var parsed) ? parsed : throw new FormatException($"'{number}' is no decimal number.");

    /// <summary>As <see cref="Parse"/>, false instead of an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? number, out ExactDecimal parsed)
    {
        parsed = default;
        if (string.IsNullOrEmpty(number)) return false;
        var negative = number[0] == '-';
        var rest = number.AsSpan(negative || number[0] == '+' ? 1 : 0);
        var exponent = 0;
        if (rest.IndexOfAny('e', 'E') is >= 0 and var e)
        {
            if (!int.TryParse(rest[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || Math.Abs((long)exponent) > WidestExponent) return false;
            rest = rest[..e];
        }
        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? default : rest[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        var shortest = Shift(string.Concat(whole, fraction), whole.Length + exponent);
        parsed = new ExactDecimal(negative && shortest != "0" ? "-" + shortest : shortest);
        return true;
    }

    /// <summary>The number times 10^<paramref name="decimals"/> as integer, as the contracts count amounts.</summary>
    /// <returns>False if that is no whole number between 0 and 2^64 - 1.</returns>
    public bool TryScale(int decimals, out ulong units)
    {
        units = 0;
        var point = Text.IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : Text.Length - point - 1;
        if (decimals < fraction || Text.Length + decimals - fraction > MostDigits || Text[0] == '-') return false;
        var digits = Text.Replace(".", "", StringComparison.Ordinal) + new string('0', decimals - fraction);
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (number > ulong.MaxValue) return false;
        units = (ulong)number;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ExactDecimal other) => Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactDecimal other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The shortest form.</summary>
    public override string ToString() => Text;

    public static bool operator ==(ExactDecimal left, ExactDecimal right) => left.Equals(right);
    public static bool operator !=(ExactDecimal left, ExactDecimal right) => !left.Equals(right);

    /// <summary>Puts the point behind so many digits and takes the zeros off both ends.</summary>
    private static string Shift(string digits, int point)
    {
        if (point < 0) (digits, point) = (new string('0', -point) + digits, 0);
        if (point > digits.Length) digits = digits.PadRight(point, '0');
        var whole = digits[..point].TrimStart('0');
        var fraction = digits[point..].TrimEnd('0');
        return (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
    }
}
