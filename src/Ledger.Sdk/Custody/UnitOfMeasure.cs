namespace Ledger.Sdk.Custody;

/// <summary>A UN/ECE Recommendation 20 code such as <c>KGM</c>, or nothing for pieces; <c>bytes3</c> on chain, padded with zero
/// bytes.</summary>
public readonly record struct UnitOfMeasure
{
    private readonly string? code;

    /// <summary>Checks and takes a code of up to three upper-case letters and digits; empty for pieces.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public UnitOfMeasure(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length > 3 || !code.All(char.IsAsciiLetterOrDigit) || code.Any(char.IsAsciiLetterLower))
            throw new FormatException(
                "A unit of measure is a UN/ECE Recommendation 20 code of up to three upper-case letters and digits, such as KGM; empty for pieces.");
        this.code = code;
    }

    /// <summary>Counted in pieces.</summary>
    public static UnitOfMeasure Pieces => default;

    /// <summary>The code; empty for pieces.</summary>
    public string Code => code ?? "";

    /// <inheritdoc/>
    public bool Equals(UnitOfMeasure other) => Code == other.Code;

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>The code; empty for pieces.</summary>
    public override string ToString() => Code;
}
