using System.Globalization;

namespace Ledger.Sdk.Invoices;

/// <summary>Why a text is no amount.</summary>
public enum AmountFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Not digits with at most one point between them.</summary>
    Malformed,

    /// <summary>Below zero.</summary>
    Negative,

    /// <summary>More decimals than the currency has.</summary>
    TooManyDecimals,

    /// <summary>More than 64 bits hold.</summary>
    TooLarge,
}

/// <summary>Amounts in decimal text and as whole minor units; exact both ways, without floating point.</summary>
public static class MinorUnits
{
    /// <summary>Reads <c>1234.50</c>: digits, and a point with decimals. No sign, no exponent, no separators of thousands: what could be
    /// misread is refused.</summary>
    /// <param name="text">The amount.</param>
    /// <param name="exponent">Decimals of the currency.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="takesZeros">Whether zeros may follow behind the currency's decimals, as machines write them: 10.500 is EUR 10.50.
    /// Where people write, it could be ten thousand.</param>
    public static AmountFault Parse(ReadOnlySpan<char> text, int exponent, out ulong amount, bool takesZeros = false)
    {
        amount = 0;
        if (text.Length > 1 && text[0] == '-' && char.IsAsciiDigit(text[1])) return AmountFault.Negative;
        var (point, total, decimals) = (-1, (UInt128)0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' && point < 0 && i > 0 && i < text.Length - 1) point = i;
            else if (!char.IsAsciiDigit(text[i])) return AmountFault.Malformed;
            else if (point >= 0 && ++decimals > exponent && !(takesZeros && text[i] == '0')) return OnlyDigits(text[i..]) ? AmountFault.TooManyDecimals : AmountFault.Malformed;
            else if (decimals <= exponent && (total = (total * 10) + (uint)(text[i] - '0')) > ulong.MaxValue) total = (UInt128)ulong.MaxValue + 1;
        }
        if (text.IsEmpty) return AmountFault.Malformed;
        for (; decimals < exponent; decimals++) total *= 10;
        if (total > ulong.MaxValue) return AmountFault.TooLarge;
        amount = (ulong)total;
        return AmountFault.None;
    }

    /// <summary>Writes minor units as <c>1234.50</c>.</summary>
    public static string Format(Int128 amount, int exponent)
    {
        var digits = UInt128.Parse(Int128.Abs(amount).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .ToString(CultureInfo.InvariantCulture).PadLeft(exponent + 1, '0');
        var sign = amount < 0 ? "-" : "";
        return exponent == 0 ? sign + digits : $"{sign}{digits[..^exponent]}.{digits[^exponent..]}";
    }

    /// <summary>What a fault means, for people.</summary>
    public static string Explain(AmountFault fault, string currency, int exponent) => fault switch
    {
        AmountFault.Negative => "An amount is not negative; a credit note is one of its own.",
        AmountFault.TooManyDecimals => $"{currency} has {exponent} decimals.",
        AmountFault.TooLarge => "The amount exceeds what 64 bits of minor units hold.",
        _ => "An amount is digits with a point before the decimals, such as 1234.50, without separators of thousands.",
    };

    private static bool OnlyDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
