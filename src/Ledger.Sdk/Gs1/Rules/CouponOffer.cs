namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Content of AI (8112): GS1 AI (8112) Coupon Data Specification, a format, a funder, an offer and a serial number.</summary>
internal static class CouponOffer
{
    private const int OfferLength = 6;

    public static LintFault? Lint(ReadOnlySpan<char> value)
    {
        if (CharacterRules.Numeric(value) is { } fault) return fault;
        if (value.IsEmpty) return new LintFault("COUPON_MISSING_FORMAT_CODE", 0, 0);
        if (value[0] is not ('0' or '1')) return new LintFault("COUPON_INVALID_FORMAT_CODE", 0, 1);
        if (value.Length == 1) return new LintFault("COUPON_MISSING_FUNDER_VLI", 0, 1);
        if (value[1] > '6') return new LintFault("COUPON_INVALID_FUNDER_LENGTH", 1, 1);
        var at = 2 + Length(value[1]);
        if (at > value.Length) return new LintFault("COUPON_TRUNCATED_FUNDER", 2, value.Length - 2);
        if (at + OfferLength > value.Length) return new LintFault("COUPON_TRUNCATED_OFFER_CODE", at, value.Length - at);
        at += OfferLength;
        if (at == value.Length) return new LintFault("COUPON_MISSING_SERIAL_NUMBER_VLI", 0, value.Length);
        var end = at + 1 + Length(value[at]);
        if (end > value.Length) return new LintFault("COUPON_TRUNCATED_SERIAL_NUMBER", at + 1, value.Length - at - 1);
        return end < value.Length ? new LintFault("COUPON_EXCESS_DATA", end, value.Length - end) : null;
    }

    private static int Length(char indicator) => indicator - '0' + 6;
}
