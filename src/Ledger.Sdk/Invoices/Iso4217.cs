using System.Collections.Frozen;

namespace Ledger.Sdk.Invoices;

/// <summary>The currencies of ISO 4217 and how many decimals each one's minor unit has.</summary>
public static class Iso4217
{
    // Active codes of list one, without funds, precious metals and codes for testing.
    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE "
        + "CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
        + "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
        + "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU "
        + "UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, int> Exponents = new[] { (None, 0), (Two, 2), (Three, 3), ("CLF UYW", 4) }
        .SelectMany(group => group.Item1.Split(' ').Select(code => KeyValuePair.Create(code, group.Item2)))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether it is the code of a currency, in capital letters.</summary>
    /// <param name="code">Three letters.</param>
    /// <param name="exponent">Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.</param>
    public static bool TryExponent(string? code, out int exponent)
    {
        exponent = 0;
        return code is not null && Exponents.TryGetValue(code, out exponent);
    }

    /// <summary>Decimals of the currency's minor unit.</summary>
    /// <exception cref="LedgerException">unknown-currency.</exception>
    public static int ExponentOf(string code) => TryExponent(code, out var exponent)
        ? exponent
        : throw new LedgerException("unknown-currency", $"'{FileText.Shorten(code)}' is no currency.", "Write the code of ISO 4217, such as EUR.");
}
