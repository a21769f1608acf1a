namespace Ledger.Sdk.Gs1.Rules;

/// <summary>The modulo-10 check digit of all numeric GS1 keys: GS1 General Specifications section 7.9.1.</summary>
public static class CheckDigit
{
    /// <summary>The digit that belongs behind these digits.</summary>
    /// <exception cref="ArgumentException">A character is no digit.</exception>
    public static char Of(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiDigit(digits[i])) throw new ArgumentException("A check digit is computed over digits only.", nameof(digits));
            sum += (digits[i] - '0') * ((digits.Length - i) % 2 == 1 ? 3 : 1);
        }
        return (char)('0' + (10 - sum % 10) % 10);
    }

    /// <summary>Whether the last of these digits is the check digit of the others.</summary>
    public static bool IsRight(ReadOnlySpan<char> key) => Lint(key) is null;

    internal static LintFault? Lint(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty) return new LintFault("TOO_SHORT_FOR_CHECK_DIGIT", 0, 0);
        if (CharacterRules.Numeric(value) is { } fault) return fault;
        return Of(value[..^1]) == value[^1] ? null : new LintFault("INCORRECT_CHECK_DIGIT", value.Length - 1, 1);
    }
}
