namespace Ledger.Sdk.Invoices;

/// <summary>The sums of a document of UBL, checked by the rules BR-CO-10 to BR-CO-16 of EN 16931-1, exactly and in minor units.</summary>
internal sealed class UblSums
{
    private readonly InvoiceCheck check;
    private readonly XmlPart root;
    private readonly XmlPart totals;
    private readonly string currency;
    private readonly int exponent;
    private bool isBroken;

    private UblSums(InvoiceCheck check, XmlPart root, XmlPart totals, string currency)
    {
        (this.check, this.root, this.totals, this.currency) = (check, root, totals, currency);
        exponent = Iso4217.ExponentOf(currency);
    }

    /// <summary>Checks all; what an amount that can't be read belongs to is not checked any more.</summary>
    /// <returns>The tax and the number of lines; null where amounts are missing.</returns>
    public static (Int128 Tax, int Lines)? Check(InvoiceCheck check, UblKind kind, XmlPart root, string currency)
    {
        if (root["LegalMonetaryTotal"] is { } totals) return new UblSums(check, root, totals, currency).Check(kind == UblKind.Invoice ? "InvoiceLine" : "CreditNoteLine");
        check.Add("LegalMonetaryTotal", "missing", "The document has no totals.");
        return null;
    }

    private (Int128 Tax, int Lines)? Check(string line)
    {
        var lines = root.All(line).ToList();
        if (lines.Count == 0) check.Add(line, "BR-16", "A document has at least one line.");
        var net = Total("LineExtensionAmount", isRequired: true);
        var (allowances, charges) = (Total("AllowanceTotalAmount"), Total("ChargeTotalAmount"));
        var (exclusive, inclusive) = (Total("TaxExclusiveAmount", isRequired: true), Total("TaxInclusiveAmount", isRequired: true));
        var (prepaid, rounding, payable) = (Total("PrepaidAmount"), Total("PayableRoundingAmount"), Total("PayableAmount", isRequired: true));
        var ofLines = Sum(lines, "LineExtensionAmount", $"{line}/LineExtensionAmount");
        var (allowed, charged) = (SumOfCharges("false"), SumOfCharges("true"));
        // BT-110 is the total in the document's currency; BT-111, in the currency of accounting, may stand beside it.
        var tax = root.All("TaxTotal").FirstOrDefault(total => total["TaxAmount"]?.Attribute("currencyID") == currency);
        var taxAmount = tax is null ? 0 : Read(tax["TaxAmount"], "TaxTotal/TaxAmount");
        var ofRates = tax is null ? 0 : Sum([.. tax.All("TaxSubtotal")], "TaxAmount", "TaxTotal/TaxSubtotal/TaxAmount");
        if (isBroken) return null;
        Rule("BR-CO-10", "LineExtensionAmount", net, ofLines, "the sum of the lines");
        Rule("BR-CO-11", "AllowanceTotalAmount", allowances, allowed, "the sum of the allowances");
        Rule("BR-CO-12", "ChargeTotalAmount", charges, charged, "the sum of the charges");
        Rule("BR-CO-13", "TaxExclusiveAmount", exclusive, net - allowances + charges, "lines − allowances + charges");
        if (tax?["TaxSubtotal"] is not null) Rule("BR-CO-14", "TaxTotal/TaxAmount", taxAmount, ofRates, "the sum of the tax by rate");
        Rule("BR-CO-15", "TaxInclusiveAmount", inclusive, exclusive + taxAmount, "the amount without tax + the tax");
        Rule("BR-CO-16", "PayableAmount", payable, inclusive - prepaid + rounding, "the amount with tax − what was prepaid + rounding");
        return (taxAmount, lines.Count);
    }

    private Int128 Total(string name, bool isRequired = false)
    {
        if (totals[name] is { } total) return Read(total, $"LegalMonetaryTotal/{name}");
        if (isRequired) check.Add($"LegalMonetaryTotal/{name}", "missing", "A value is missing.");
        isBroken |= isRequired;
        return 0;
    }

    private Int128 Sum(List<XmlPart> parts, string name, string shown) => parts.Aggregate((Int128)0, (sum, part) => sum + Read(part[name], shown));

    private Int128 SumOfCharges(string indicator) =>
        Sum([.. root.All("AllowanceCharge").Where(part => part.Text("ChargeIndicator") == indicator)], "Amount", "AllowanceCharge/Amount");

    private Int128 Read(XmlPart? part, string shown)
    {
        var isNegative = part?.Value.StartsWith('-') ?? false;
        var fault = MinorUnits.Parse(isNegative ? part!.Value.AsSpan(1) : part?.Value, exponent, out var amount, takesZeros: true);
        if (part is null) check.Add(shown, "missing", "A value is missing.");
        else if (fault != AmountFault.None) check.Add(shown, "amount-malformed", MinorUnits.Explain(fault, currency, exponent), part.Value);
        else if (part.Attribute("currencyID") is var other && other != currency) check.Add(shown, "currency-mismatch", $"The document's currency is {currency}.", other ?? "(none)");
        else return isNegative ? -(Int128)amount : amount;
        isBroken = true;
        return 0;
    }

    private void Rule(string rule, string element, Int128 stated, Int128 computed, string of)
    {
        if (stated == computed) return;
        check.Add(element, rule, $"{rule} of EN 16931: {MinorUnits.Format(stated, exponent)} is stated, {of} is {MinorUnits.Format(computed, exponent)}.");
    }
}
