namespace Ledger.Sdk;

/// <summary>A GS1 identifier, element string or Digital Link that does not follow the standard.</summary>
/// <remarks>
/// Codes: <c>identifier-malformed</c> (not the form it claims to be), <c>identifier-check-digit</c>,
/// <c>identifier-content</c> (a value breaks the rule of its application identifier),
/// <c>identifier-association</c> (element strings that exclude or need each other),
/// <c>identifier-unsupported</c> (well formed, yet not a key that GS1 issues).
/// </remarks>
public sealed class InvalidIdentifierException : LedgerException
{
    /// <summary>Creates the exception; <paramref name="position"/> is the zero-based character in the text where the fault lies, -1 if none.</summary>
    public InvalidIdentifierException(string code, string message, string? hint = null, int position = -1, string? rule = null)
        : base(code, message, hint)
    {
        Position = position;
        Rule = rule;
    }

    /// <summary>Zero-based character at which the value is wrong; -1 where no single place is.</summary>
    public int Position { get; }

    /// <summary>The rule of the GS1 syntax dictionary that was broken, such as <c>INCORRECT_CHECK_DIGIT</c>; null where none applies.</summary>
    public string? Rule { get; }
}
