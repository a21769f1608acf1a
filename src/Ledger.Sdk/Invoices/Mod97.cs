namespace Ledger.Sdk.Invoices;

/// <summary>ISO 7064 MOD 97-10, which checks LEIs, IBANs (ISO 13616) and creditor references (ISO 11649).</summary>
internal static class Mod97
{
    /// <summary>The remainder, letters counting 10 to 35; -1 where another character stands in it.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var remainder = 0;
        foreach (var character in text)
        {
            var value = char.IsAsciiDigit(character) ? character - '0' : char.IsAsciiLetter(character) ? char.ToUpperInvariant(character) - 'A' + 10 : -1;
            if (value < 0) return -1;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }
        return remainder;
    }
}
