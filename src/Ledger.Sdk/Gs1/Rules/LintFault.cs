namespace Ledger.Sdk.Gs1.Rules;

/// <summary>What a rule found wrong: its name in the GS1 syntax dictionary and the characters it concerns.</summary>
/// <param name="Code">Such as <c>INCORRECT_CHECK_DIGIT</c>.</param>
/// <param name="Position">Zero-based start within the value.</param>
/// <param name="Length">Number of characters.</param>
public readonly record struct LintFault(string Code, int Position, int Length);

/// <summary>One rule for the content of a component; null when the value keeps it.</summary>
internal delegate LintFault? Linter(ReadOnlySpan<char> value);
