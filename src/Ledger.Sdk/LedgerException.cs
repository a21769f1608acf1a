namespace Ledger.Sdk;

/// <summary>Something went wrong that a person can act on: a stable code, what happened, and what to do next.</summary>
public class LedgerException : Exception
{
    /// <summary>Creates the exception; <paramref name="code"/> is a stable kebab-case word, documented in the API's problem list.</summary>
    public LedgerException(string code, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Hint = hint;
    }

    /// <summary>The stable, kebab-case name of what went wrong, for programs.</summary>
    public string Code { get; }

    /// <summary>What to do next, for people; null where there is nothing to add.</summary>
    public string? Hint { get; }
}
