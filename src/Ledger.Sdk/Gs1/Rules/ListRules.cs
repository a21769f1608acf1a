namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Components whose value is one of a list.</summary>
internal static class ListRules
{
    public static LintFault? Country(ReadOnlySpan<char> value) => Is(CodeLists.CountryNumbers.Has(value), value, "NOT_ISO3166");

    public static LintFault? CountryOr999(ReadOnlySpan<char> value) =>
        Is(value is "999" || CodeLists.CountryNumbers.Has(value), value, "NOT_ISO3166_OR_999");

    public static LintFault? CountryLetters(ReadOnlySpan<char> value) =>
        Is(CodeLists.CountryLetters.Has(value), value, "NOT_ISO3166_ALPHA2");

    public static LintFault? Currency(ReadOnlySpan<char> value) => Is(CodeLists.CurrencyNumbers.Has(value), value, "NOT_ISO4217");

    public static LintFault? PackageType(ReadOnlySpan<char> value) => Is(CodeLists.PackageTypes.Has(value), value, "INVALID_PACKAGE_TYPE");

    public static LintFault? BiologicalSex(ReadOnlySpan<char> value) =>
        Is(value is "0" or "1" or "2" or "9", value, "INVALID_BIOLOGICAL_SEX_CODE");

    public static LintFault? Winding(ReadOnlySpan<char> value) => Is(value is "0" or "1" or "9", value, "INVALID_WINDING_DIRECTION");

    public static LintFault? YesNo(ReadOnlySpan<char> value) => Is(value is "0" or "1", value, "NOT_ZERO_OR_ONE");

    /// <summary>01 to 10 are assigned, 80 to 99 are for mutual agreement.</summary>
    public static LintFault? MediaType(ReadOnlySpan<char> value)
    {
        if (value.Length != 2 || CharacterRules.Numeric(value) is not null) return new LintFault("INVALID_MEDIA_TYPE", 0, value.Length);
        var number = (value[0] - '0') * 10 + (value[1] - '0');
        return Is(number is (>= 1 and <= 10) or >= 80, value, "INVALID_MEDIA_TYPE");
    }

    private static LintFault? Is(bool right, ReadOnlySpan<char> value, string code) =>
        right ? null : new LintFault(code, 0, value.Length);
}
