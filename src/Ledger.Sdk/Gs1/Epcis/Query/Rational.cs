using System.Globalization;
using System.Numerics;

namespace Ledger.Sdk.Gs1.Epcis.Query;

/// <summary>A fraction of whole numbers: what comparing 32 °F with 0 °C needs, because 5/9 is no decimal.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominator;

    /// <summary>The fraction; the denominator is positive.</summary>
    public Rational(BigInteger numerator, BigInteger denominator) => (this.numerator, this.denominator) = (numerator, denominator);

    /// <summary>The exact value of a decimal.</summary>
    public static Rational Of(ExactDecimal number)
    {
        var text = number.Text;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return new Rational(BigInteger.Parse(text, CultureInfo.InvariantCulture), 1);
        var digits = BigInteger.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture);
        return new Rational(digits, BigInteger.Pow(10, text.Length - point - 1));
    }

    /// <summary>Reads <c>5/9</c>, <c>0.3048</c> or <c>45967/180</c>.</summary>
    public static Rational Parse(string text)
    {
        var parts = text.Split('/');
        var over = Of(ExactDecimal.Parse(parts[0]));
        if (parts.Length == 1) return over;
        var under = Of(ExactDecimal.Parse(parts[1]));
        return new Rational(over.numerator * under.denominator, over.denominator * under.numerator);
    }

    public static Rational operator *(Rational left, Rational right) =>
        new(left.numerator * right.numerator, left.denominator * right.denominator);

    public static Rational operator +(Rational left, Rational right) =>
        new(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator);

    /// <inheritdoc/>
    public int CompareTo(Rational other) => (numerator * other.denominator).CompareTo(other.numerator * denominator);
}
