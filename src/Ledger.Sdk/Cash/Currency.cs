using System.Globalization;

namespace Ledger.Sdk.Cash;

/// <summary>What amounts are counted in.</summary>
/// <param name="Code">ISO 4217 code.</param>
/// <param name="Decimals">Decimal places of the minor unit: 2 where 100 of them are one.</param>
public sealed record Currency(CurrencyCode Code, byte Decimals)
{
    /// <summary>The most decimal places that an amount of 64 bits is written with.</summary>
    public const byte MaxDecimals = 18;

    /// <summary>Renminbi, in fen.</summary>
    public static Currency Renminbi { get; } = new(CurrencyCode.Parse("CNY"), 2);

    /// <summary>An amount of minor units as people write it: <c>1,234.50 CNY</c>.</summary>
    public string Format(ulong amount)
    {
        var digits = amount.ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        var whole = decimal.Parse(digits[..^Decimals], CultureInfo.InvariantCulture).ToString("#,##0", CultureInfo.InvariantCulture);
        return Decimals == 0 ? $"{whole} {Code}" : $"{whole}.{digits[^Decimals..]} {Code}";
    }
}
