namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Components whose digits form a number with bounds.</summary>
internal static class NumberRules
{
    private const long HalfTurn = 1_800_000_000;

    /// <summary>Degrees north of the south pole, times ten million: 0 to 1800000000.</summary>
    public static LintFault? Latitude(ReadOnlySpan<char> value) => Angle(value, HalfTurn, "LATITUDE_INVALID_LENGTH", "INVALID_LATITUDE");

    /// <summary>Degrees east of the antimeridian, times ten million: 0 to 3600000000.</summary>
    public static LintFault? Longitude(ReadOnlySpan<char> value) =>
        Angle(value, 2 * HalfTurn, "LONGITUDE_INVALID_LENGTH", "INVALID_LONGITUDE");

    public static LintFault? NonZero(ReadOnlySpan<char> value) =>
        CharacterRules.Numeric(value) ?? (value.ContainsAnyExcept('0') ? null : new LintFault("ILLEGAL_ZERO_VALUE", 0, value.Length));

    public static LintFault? NoZeroPrefix(ReadOnlySpan<char> value) =>
        CharacterRules.Numeric(value) ?? (value.StartsWith("0") ? new LintFault("ILLEGAL_ZERO_PREFIX", 0, 1) : null);

    public static LintFault? Zero(ReadOnlySpan<char> value) =>
        value.IsEmpty || value.ContainsAnyExcept('0') ? new LintFault("NOT_ZERO", 0, value.Length) : null;

    /// <summary>Two numbers of equal length, the piece and the total: 1 ≤ piece ≤ total.</summary>
    public static LintFault? PieceOfTotal(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.Length % 2 != 0) return new LintFault("INVALID_LENGTH_FOR_PIECE_OF_TOTAL", 0, value.Length);
        if (CharacterRules.Numeric(value) is { } fault) return fault;
        var half = value.Length / 2;
        var piece = value[..half];
        var total = value[half..];
        if (!piece.ContainsAnyExcept('0')) return new LintFault("ZERO_PIECE_NUMBER", 0, half);
        if (!total.ContainsAnyExcept('0')) return new LintFault("ZERO_TOTAL_PIECES", half, half);
        return piece.SequenceCompareTo(total) > 0 ? new LintFault("PIECE_NUMBER_EXCEEDS_TOTAL", 0, value.Length) : null;
    }

    /// <summary>Position and end with a slash between, as <c>2/3</c>.</summary>
    public static LintFault? PositionInSequence(ReadOnlySpan<char> value)
    {
        var slash = value.IndexOf('/');
        if (slash < 1 || slash == value.Length - 1) return new LintFault("POSITION_IN_SEQUENCE_MALFORMED", 0, value.Length);
        var position = value[..slash];
        var end = value[(slash + 1)..];
        if (CharacterRules.Numeric(position) is not null || CharacterRules.Numeric(end) is not null)
            return new LintFault("POSITION_IN_SEQUENCE_MALFORMED", 0, value.Length);
        if (position[0] == '0') return new LintFault("ILLEGAL_ZERO_PREFIX", 0, position.Length);
        if (end[0] == '0') return new LintFault("ILLEGAL_ZERO_PREFIX", slash + 1, end.Length);
        var exceeds = position.Length > end.Length || (position.Length == end.Length && position.SequenceCompareTo(end) > 0);
        return exceeds ? new LintFault("POSITION_EXCEEDS_END", 0, value.Length) : null;
    }

    private static LintFault? Angle(ReadOnlySpan<char> value, long highest, string wrongLength, string outside)
    {
        if (value.Length != 10) return new LintFault(wrongLength, 0, value.Length);
        if (CharacterRules.Numeric(value) is { } fault) return fault;
        var number = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        return number > highest ? new LintFault(outside, 0, value.Length) : null;
    }
}
