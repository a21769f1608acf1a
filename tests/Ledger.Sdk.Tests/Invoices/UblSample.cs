namespace Ledger.Sdk.Tests.Invoices;

/// <summary>Documents of UBL of our own making.</summary>
internal static class UblSample
{
    private const string Spaces = "xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\"";

    private const string Parties = """
        <cac:AccountingSupplierParty><cac:Party><cbc:EndpointID schemeID="0088">4012345000009</cbc:EndpointID><cac:PartyLegalEntity><cbc:RegistrationName>Halm Mühle</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
        <cac:AccountingCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID schemeID="0199">529900T8BM49AURSDO55</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>Bäcker</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
        """;

    // 60.00 + 39.50 − 1.00 + 0.75 = 99.25; 20 % of it 19.85; 119.10 − 0.01 + 0.25 = 119.34.
    private const string Totals = """
        <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.00</cbc:Amount></cac:AllowanceCharge>
        <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">0.75</cbc:Amount></cac:AllowanceCharge>
        <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">19.85</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">99.25</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">19.85</cbc:TaxAmount></cac:TaxSubtotal></cac:TaxTotal>
        <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">99.50</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">99.25</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">119.10</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="EUR">1.00</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount currencyID="EUR">0.75</cbc:ChargeTotalAmount><cbc:PrepaidAmount currencyID="EUR">0.01</cbc:PrepaidAmount><cbc:PayableRoundingAmount currencyID="EUR">0.25</cbc:PayableRoundingAmount><cbc:PayableAmount currencyID="EUR">119.34</cbc:PayableAmount></cac:LegalMonetaryTotal>
        """;

    public static string Invoice() => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" {Spaces}>
        <cbc:ID>INV-77</cbc:ID><cbc:IssueDate>2026-02-15</cbc:IssueDate><cbc:DueDate>2026-04-30</cbc:DueDate><cbc:Note/><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
        <cac:OrderReference><cbc:ID>PO-9</cbc:ID></cac:OrderReference>
        {Parties}{Totals}
        <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">60.00</cbc:LineExtensionAmount></cac:InvoiceLine>
        <cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">39.50</cbc:LineExtensionAmount></cac:InvoiceLine>
        </Invoice>
        """.Trim().Replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "", StringComparison.Ordinal);

    public static string CreditNote() => $"""
        <CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2" {Spaces}>
        <cbc:ID>CN-3</cbc:ID><cbc:IssueDate>2026-02-20</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
        <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>INV-77</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
        {Parties}{Totals}
        <cac:CreditNoteLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">99.50</cbc:LineExtensionAmount></cac:CreditNoteLine>
        </CreditNote>
        """;
}
