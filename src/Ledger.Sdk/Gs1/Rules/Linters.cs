using System.Collections.Frozen;

namespace Ledger.Sdk.Gs1.Rules;

/// <summary>The content rules ("linters") that the GS1 syntax dictionary names, by their name there.</summary>
public static class Linters
{
    private static readonly FrozenDictionary<string, Linter> ByName = new Dictionary<string, Linter>
    {
        ["csetnumeric"] = CharacterRules.Numeric,
        ["cset82"] = CharacterRules.Set82,
        ["cset39"] = CharacterRules.Set39,
        ["cset64"] = CharacterRules.Set64,
        ["hasnondigit"] = CharacterRules.HasNonDigit,
        ["hyphen"] = CharacterRules.Hyphen,
        ["importeridx"] = CharacterRules.ImporterIndex,
        ["pcenc"] = CharacterRules.PercentEncoded,
        ["csum"] = CheckDigit.Lint,
        ["csumalpha"] = CheckCharacters.Lint,
        ["gcppos1"] = CharacterRules.CompanyPrefixFirst,
        ["gcppos2"] = CharacterRules.CompanyPrefixSecond,
        ["iban"] = Iban.Lint,
        ["iso3166"] = ListRules.Country,
        ["iso3166999"] = ListRules.CountryOr999,
        ["iso3166alpha2"] = ListRules.CountryLetters,
        ["iso4217"] = ListRules.Currency,
        ["iso5218"] = ListRules.BiologicalSex,
        ["mediatype"] = ListRules.MediaType,
        ["packagetype"] = ListRules.PackageType,
        ["winding"] = ListRules.Winding,
        ["yesno"] = ListRules.YesNo,
        ["latitude"] = NumberRules.Latitude,
        ["longitude"] = NumberRules.Longitude,
        ["nonzero"] = NumberRules.NonZero,
        ["nozeroprefix"] = NumberRules.NoZeroPrefix,
        ["pieceoftotal"] = NumberRules.PieceOfTotal,
        ["posinseqslash"] = NumberRules.PositionInSequence,
        ["zero"] = NumberRules.Zero,
        ["hh"] = TimeRules.Hour,
        ["hhmi"] = TimeRules.HourMinute,
        ["mi"] = TimeRules.Minute,
        ["ss"] = TimeRules.Second,
        ["yymmd0"] = TimeRules.ShortDateOptionalDay,
        ["yymmdd"] = TimeRules.ShortDate,
        ["yyyymmd0"] = TimeRules.DateOptionalDay,
        ["yyyymmdd"] = TimeRules.Date,
        ["couponcode"] = CouponCode.Lint,
        ["couponposoffer"] = CouponOffer.Lint,
    }.ToFrozenDictionary();

    /// <summary>Applies the rule of this name; null when the value keeps it.</summary>
    /// <exception cref="ArgumentException">No rule has this name.</exception>
    public static LintFault? Check(string rule, ReadOnlySpan<char> value) => Find(rule)(value);

    internal static Linter Find(string rule) =>
        ByName.TryGetValue(rule, out var linter) ? linter : throw new ArgumentException($"No rule is named {rule}.", nameof(rule));
}
