namespace Ledger.Sdk.Gs1.Rules;

/// <summary>The pair of check characters of a Global Model Number: GS1 General Specifications section 7.9.5.</summary>
public static class CheckCharacters
{
    /// <summary>The 32 characters that a check pair is written with, in the order of their values.</summary>
    private const string Alphabet32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Longer values than any application identifier carries are refused.</summary>
    private const int Longest = 97;

    private static readonly int[] Weights = Primes(Longest);

    /// <summary>The two characters that belong behind this value.</summary>
    /// <exception cref="ArgumentException">Longer than 97 characters, or a character outside set 82.</exception>
    public static string Of(ReadOnlySpan<char> value)
    {
        if (value.Length > Longest || CharacterRules.Set82(value) is not null)
            throw new ArgumentException("Check characters are computed over at most 97 characters of set 82.", nameof(value));
        var sum = 0;
        for (var i = 0; i < value.Length; i++)
            sum += CharacterRules.Alphabet82.IndexOf(value[i], StringComparison.Ordinal) * Weights[value.Length - 1 - i];
        sum %= 1021;
        return string.Create(2, sum, static (pair, s) => (pair[0], pair[1]) = (Alphabet32[s >> 5], Alphabet32[s & 31]));
    }

    internal static LintFault? Lint(ReadOnlySpan<char> value)
    {
        if (value.Length < 2) return new LintFault("TOO_SHORT_FOR_CHECK_PAIR", 0, value.Length);
        if (value.Length - 2 > Longest) return new LintFault("TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION", 0, value.Length);
        if (CharacterRules.Set82(value[..^2]) is { } fault) return fault;
        return value[^2..].SequenceEqual(Of(value[..^2])) ? null : new LintFault("INCORRECT_CHECK_PAIR", value.Length - 2, 2);
    }

    private static int[] Primes(int count)
    {
        var primes = new List<int>(count);
        for (var n = 2; primes.Count < count; n++)
            if (primes.TrueForAll(p => n % p != 0)) primes.Add(n);
        return [.. primes];
    }
}
