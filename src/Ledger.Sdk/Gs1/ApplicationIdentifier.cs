using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Sdk.Gs1;

/// <summary>
/// An application identifier (AI) of the GS1 General Specifications: what its value looks like and which others it goes with.
/// </summary>
public sealed class ApplicationIdentifier
{
    internal ApplicationIdentifier(string code, string title)
    {
        Code = code;
        Title = title;
    }

    /// <summary>Two to four digits, such as <c>01</c>.</summary>
    public string Code { get; }

    /// <summary>The data title, such as <c>BATCH/LOT</c>; empty where there is none.</summary>
    public string Title { get; }

    /// <summary>False for values of predefined length, behind which no separator (FNC1) is needed.</summary>
    public bool NeedsSeparator { get; internal init; } = true;

    /// <summary>Whether it may be a query parameter of a Digital Link.</summary>
    public bool IsDataAttribute { get; internal init; }

    /// <summary>False for an AI that the dictionary does not list.</summary>
    public bool IsKnown { get; internal init; } = true;

    /// <summary>Whether it is the primary key of a Digital Link.</summary>
    public bool IsPrimaryKey => QualifierSequences.Count > 0;

    /// <summary>Shortest and longest value, in characters.</summary>
    public int MinLength { get; private init; }

    /// <inheritdoc cref="MinLength"/>
    public int MaxLength { get; private init; }

    /// <summary>For a primary key: the sequences of qualifiers that may follow it, each in order, each part optional.</summary>
    public IReadOnlyList<IReadOnlyList<string>> QualifierSequences { get; init; } = [];

    internal Component[] Components
    {
        get;
        init
        {
            field = value;
            (MinLength, MaxLength) = (value.Sum(c => c.IsOptional ? 0 : c.MinLength), value.Sum(c => c.MaxLength));
        }
    } = [];

    /// <summary>AIs and patterns (<c>n</c> = any digit) that may not stand in the same element string.</summary>
    internal IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Each entry must be met by one of its alternatives, an alternative by all of its AIs or patterns.</summary>
    internal IReadOnlyList<string[][]> Requires { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"({Code})";

    /// <summary>A part of the value with its own length, characters and rules.</summary>
    internal sealed record Component(int MinLength, int MaxLength, bool IsOptional, Linter[] Rules);
}
