namespace Ledger.Sdk.Gs1.Epcis;

/// <summary>One thing wrong with a document.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) from the document's root to the value at fault; empty for the document itself.</param>
/// <param name="Message">What is wrong, for people.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "RFC 6901 calls it so.")]
public sealed record EpcisProblem(string Pointer, string Message)
{
    /// <summary>The line of an XML document, or of JSON that can't be read, from 1; 0 where a pointer tells the place.</summary>
    public int Line { get; init; }

    /// <summary>The place in the line, from 1, in JSON in bytes; 0 where a pointer tells the place.</summary>
    public int Position { get; init; }

    /// <summary>The JSON pointer, or line and position.</summary>
    public string Place => Line == 0 ? Pointer : $"line {Line}, position {Position}";

    /// <summary>The fault of text that is no JSON, or deeper than what is read.</summary>
    internal static EpcisProblem Of(System.Text.Json.JsonException error) => new("", error.Message.Contains("maximum configured depth", StringComparison.Ordinal)
        ? $"Objects and arrays are nested more than {Nesting.OfText} deep." : "The text is no JSON in UTF-8 that can be read.")
    {
        Line = (int)(error.LineNumber ?? 0) + 1,
        Position = (int)(error.BytePositionInLine ?? 0) + 1,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{(Place.Length == 0 ? "document" : Place)}: {Message}";
}

/// <summary>A document that is no valid EPCIS 2.0; code <c>epcis-invalid</c>.</summary>
public sealed class InvalidEpcisException : LedgerException
{
    /// <summary>Creates the exception from what was found, in document order; there is at least one.</summary>
    public InvalidEpcisException(IReadOnlyList<EpcisProblem> problems)
        : base("epcis-invalid", problems[0].ToString(), problems.Count > 1 ? $"There are {problems.Count} problems in all." : null) =>
        Problems = problems;

    /// <summary>What is wrong, in document order.</summary>
    public IReadOnlyList<EpcisProblem> Problems { get; }
}
