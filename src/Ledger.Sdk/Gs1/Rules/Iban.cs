namespace Ledger.Sdk.Gs1.Rules;

/// <summary>International bank account numbers: ISO 13616-1, with the check of ISO/IEC 7064 MOD 97-10.</summary>
internal static class Iban
{
    private const int Shortest = 11;
    private const int Longest = 34;

    public static LintFault? Lint(ReadOnlySpan<char> value)
    {
        if (value.Length < 4) return new LintFault("IBAN_TOO_SHORT", 0, value.Length);
        if (!CodeLists.CountryLetters.Has(value[..2]))
            return new LintFault("ILLEGAL_IBAN_COUNTRY_CODE", 0, 2);
        if (value.Length > Longest) return new LintFault("IBAN_TOO_LONG", 0, value.Length);
        if (value.Length < Shortest) return new LintFault("IBAN_TOO_SHORT", 0, value.Length);
        var remainder = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var at = (i + 4) % value.Length;
            var c = value[at];
            if (char.IsAsciiDigit(c)) remainder = (remainder * 10 + (c - '0')) % 97;
            else if (char.IsAsciiLetterUpper(c)) remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
            else return new LintFault("INVALID_IBAN_CHARACTER", at, 1);
        }
        return remainder == 1 ? null : new LintFault("INCORRECT_IBAN_CHECKSUM", 2, 2);
    }
}
