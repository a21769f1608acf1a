namespace Ledger.Sdk.Invoices;

/// <summary>A file that can't be read as what it should be: nothing of it counts.</summary>
/// <remarks>Codes: <c>file-encoding</c> (not UTF-8), <c>file-malformed</c> (not the form it claims to be), <c>file-oversized</c> (beyond a
/// limit), <c>statement-unbalanced</c>, <c>currency-mismatch</c>.</remarks>
public sealed class InvalidFileException : LedgerException
{
    /// <summary>Creates the exception; <paramref name="line"/> is the line from 1, 0 where none is known.</summary>
    public InvalidFileException(string code, string message, string? hint = null, long line = 0, Exception? inner = null)
        : base(code, line > 0 ? $"Line {line}: {message}" : message, hint, inner) => Line = line;

    /// <summary>The line, from 1; 0 where none is known.</summary>
    public long Line { get; }
}
