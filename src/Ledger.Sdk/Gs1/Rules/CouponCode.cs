namespace Ledger.Sdk.Gs1.Rules;

/// <summary>Content of AI (8110): North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols.</summary>
internal ref struct CouponCode
{
    private readonly ReadOnlySpan<char> text;
    private int at;
    private LintFault? fault;

    private CouponCode(ReadOnlySpan<char> text) => this.text = text;

    public static LintFault? Lint(ReadOnlySpan<char> value)
    {
        if (CharacterRules.Numeric(value) is { } fault) return fault;
        var coupon = new CouponCode(value);
        _ = coupon.Offer() && coupon.Options() && coupon.End();
        return coupon.fault;
    }

    private bool Offer() =>
        Sized('0', '6', 6, "COUPON_MISSING_GCP_VLI", "COUPON_INVALID_GCP_LENGTH", "COUPON_TRUNCATED_GCP")
        && Take(6, "COUPON_TRUNCATED_OFFER_CODE")
        && Sized('1', '5', 0, "COUPON_MISSING_SAVE_VALUE_VLI", "COUPON_INVALID_SAVE_VALUE_LENGTH", "COUPON_TRUNCATED_SAVE_VALUE")
        && Purchase("1ST");

    private bool Options() => SecondPurchase() && ThirdPurchase() && Dates() && Serial() && Retailer() && SaveValue();

    private bool SecondPurchase() =>
        !Option('1')
        || (One("0123", "COUPON_MISSING_ADDITIONAL_PURCHASE_RULES_CODE", "COUPON_INVALID_ADDITIONAL_PURCHASE_RULES_CODE")
            && Purchase("2ND") && PurchasePrefix("2ND"));

    private bool ThirdPurchase() => !Option('2') || (Purchase("3RD") && PurchasePrefix("3RD"));

    private bool Dates()
    {
        ReadOnlySpan<char> expiry = default;
        if (Option('3'))
        {
            var from = at;
            if (!Date("COUPON_TOO_SHORT_FOR_EXPIRATION_DATE", "COUPON_INVALID_EXIPIRATION_DATE")) return false;
            expiry = text[from..at];
        }
        if (!Option('4')) return true;
        var start = at;
        if (!Date("COUPON_TOO_SHORT_FOR_START_DATE", "COUPON_INVALID_START_DATE")) return false;
        return expiry.IsEmpty || expiry.SequenceCompareTo(text[start..at]) >= 0 || Fail("COUPON_EXPIRATION_BEFORE_START", start, 6);
    }

    private bool Serial() =>
        !Option('5') || Sized('0', '9', 6, "COUPON_MISSING_SERIAL_NUMBER_VLI", "", "COUPON_TRUNCATED_SERIAL_NUMBER");

    private bool Retailer() =>
        !Option('6') || Sized('1', '7', 6, "COUPON_MISSING_RETAILER_GCP_OR_GLN_VLI", "COUPON_INVALID_RETAILER_GCP_OR_GLN_LENGTH",
            "COUPON_TRUNCATED_RETAILER_GCP_OR_GLN");

    private bool SaveValue() =>
        !Option('9')
        || (One("01256", "COUPON_MISSING_SAVE_VALUE_CODE", "COUPON_INVALID_SAVE_VALUE_CODE")
            && One("012", "COUPON_MISSING_SAVE_VALUE_APPLIES_TO_ITEM", "COUPON_INVALID_SAVE_VALUE_APPLIES_TO_ITEM")
            && One("0123456789", "COUPON_MISSING_STORE_COUPON_FLAG", "")
            && One("01", "COUPON_MISSING_DONT_MULTIPLY_FLAG", "COUPON_INVALID_DONT_MULTIPLY_FLAG"));

    private bool End() => at == text.Length || Fail("COUPON_EXCESS_DATA", at, text.Length - at);

    private bool Purchase(string which) =>
        Sized('1', '5', 0, $"COUPON_MISSING_{which}_PURCHASE_REQUIREMENT_VLI", $"COUPON_INVALID_{which}_PURCHASE_REQUIREMENT_LENGTH",
            $"COUPON_TRUNCATED_{which}_PURCHASE_REQUIREMENT")
        && One("012349", $"COUPON_MISSING_{which}_PURCHASE_REQUIREMENT_CODE", $"COUPON_INVALID_{which}_PURCHASE_REQUIREMENT_CODE")
        && Take(3, $"COUPON_TRUNCATED_{which}_PURCHASE_FAMILY_CODE");

    /// <summary>Length indicator 9 says that the purchase has the offer's own company prefix.</summary>
    private bool PurchasePrefix(string which)
    {
        if (!Option('9'))
            return Sized('0', '6', 6, $"COUPON_MISSING_{which}_PURCHASE_GCP_VLI", $"COUPON_INVALID_{which}_PURCHASE_GCP_LENGTH",
                $"COUPON_TRUNCATED_{which}_PURCHASE_GCP");
        return true;
    }

    private bool Option(char field)
    {
        if (at >= text.Length || text[at] != field) return false;
        at++;
        return true;
    }

    private bool One(string allowed, string missing, string invalid)
    {
        if (at == text.Length) return Fail(missing, 0, text.Length);
        if (!allowed.Contains(text[at], StringComparison.Ordinal)) return Fail(invalid, at, 1);
        at++;
        return true;
    }

    private bool Sized(char lowest, char highest, int added, string missing, string invalid, string truncated)
    {
        if (at == text.Length) return Fail(missing, 0, text.Length);
        if (text[at] < lowest || text[at] > highest) return Fail(invalid, at, 1);
        return Take(text[at++] - '0' + added, truncated);
    }

    private bool Take(int count, string truncated)
    {
        if (text.Length - at < count) return Fail(truncated, at, text.Length - at);
        at += count;
        return true;
    }

    private bool Date(string tooShort, string invalid) =>
        Take(6, tooShort) && (TimeRules.ShortDate(text.Slice(at - 6, 6)) is null || Fail(invalid, at - 6, 6));

    private bool Fail(string code, int position, int length)
    {
        fault = new LintFault(code, position, length);
        return false;
    }
}
