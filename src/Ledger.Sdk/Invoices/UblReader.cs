using System.Xml;

namespace Ledger.Sdk.Invoices;

/// <summary>Reads invoices and credit notes of UBL 2.1 (ISO/IEC 19845) as EN 16931 uses them, and checks their sums.</summary>
/// <remarks>The document is not checked against the schema of UBL: what an approved invoice needs is, by element.</remarks>
public static class UblReader
{
    private const string Documents = "urn:oasis:names:specification:ubl:schema:xsd:";
    private const int MostCharacters = 32 * 1024 * 1024;

    /// <summary>Reads one document.</summary>
    /// <exception cref="InvalidFileException">It is no XML, or no invoice or credit note of UBL 2.</exception>
    public static UblReading Read(Stream stream, InvoiceTerms terms)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(terms);
        using var reader = FinanceXml.Open(stream, MostCharacters);
        var kind = (reader.LocalName, reader.NamespaceURI) switch
        {
            ("Invoice", Documents + "Invoice-2") => UblKind.Invoice,
            ("CreditNote", Documents + "CreditNote-2") => UblKind.CreditNote,
            _ => throw new InvalidFileException(
                "file-malformed", $"'{FileText.Shorten(reader.LocalName)}' of the namespace '{FileText.Shorten(reader.NamespaceURI)}' is no invoice or credit note of UBL 2.",
                "Other documents of UBL, and other syntaxes such as CII, are not taken.", ((IXmlLineInfo)reader).LineNumber),
        };
        var root = XmlPart.Read(reader, space => space is Documents + "CommonAggregateComponents-2" or Documents + "CommonBasicComponents-2");
        while (FinanceXml.Read(reader))
        {
        }
        return Interpret(kind, root, terms);
    }

    /// <summary>The approved invoice that an invoice of UBL is, once both parties are known.</summary>
    public static ApprovedInvoice ToInvoice(UblInvoice document, PartyReference debtor, PartyReference seller)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new ApprovedInvoice(document.Number, debtor, seller, document.Payable, document.Currency, document.Issued, document.Due ?? document.Issued, document.Order);
    }

    private static UblReading Interpret(UblKind kind, XmlPart root, InvoiceTerms terms)
    {
        var check = new InvoiceCheck(terms);
        var currency = check.Currency(root.Text("DocumentCurrencyCode"), "DocumentCurrencyCode");
        var dueAt = kind == UblKind.Invoice && root["DueDate"] is not null ? "DueDate" : "PaymentMeans/PaymentDueDate";
        var due = root.Text(dueAt) is { } text ? check.Date(text, dueAt) : (DateOnly?)null;
        if (due is null && kind == UblKind.Invoice) check.Add("DueDate", "missing", "There is no due date: payment terms in words alone are not read.", root.Text("PaymentTerms/Note"));
        var payable = root["LegalMonetaryTotal/PayableAmount"];
        var sums = currency is null ? null : UblSums.Check(check, kind, root, currency);
        var document = new UblInvoice(
            kind, check.Word(root.Text("ID"), "ID", isRequired: true) ?? "", check.Date(root.Text("IssueDate"), "IssueDate"), due, root.Text("PaymentTerms/Note"), currency ?? "",
            PartyOf(root, "AccountingSupplierParty"), PartyOf(root, "AccountingCustomerParty"), check.Word(root.Text("OrderReference/ID"), "OrderReference/ID", isRequired: false),
            [.. root.All("BillingReference").Select(reference => reference.Text("InvoiceDocumentReference/ID")).OfType<string>()], sums?.Tax ?? 0,
            check.Amount(payable?.Value, currency, "LegalMonetaryTotal/PayableAmount", takesZeros: true), sums?.Lines ?? 0);
        foreach (var (party, name) in new[] { (document.Seller, "AccountingSupplierParty"), (document.Buyer, "AccountingCustomerParty") })
            if (party.References.Count == 0 && party.Name is null) check.Add(name, "missing", "The party is not named.");
        if (check.Problems.Count == 0 && kind == UblKind.Invoice)
            check.Whole(ToInvoice(document, new PartyReference(PartyScheme.Name, "buyer"), new PartyReference(PartyScheme.Name, "seller")), dueAt, "AccountingCustomerParty");
        return new UblReading(check.Problems.Count == 0 ? document : null, check.Problems);
    }

    private static UblParty PartyOf(XmlPart root, string element)
    {
        if (root[$"{element}/Party"] is not { } party) return new UblParty([], null);
        var ids = party.All("EndpointID").Concat(party.All("PartyIdentification").Select(id => id["ID"])).Append(party["PartyLegalEntity/CompanyID"]);
        return new UblParty(
            [.. ids.OfType<XmlPart>().Select(ReferenceOf).OfType<PartyReference>().Distinct()],
            party.Text("PartyLegalEntity/RegistrationName") ?? party.Text("PartyName/Name"));
    }

    // Electronic address scheme and ISO 6523: 0088 is the GLN, 0199 the LEI. Any other scheme's id may look like one and is none.
    private static PartyReference? ReferenceOf(XmlPart id) => id.Attribute("schemeID")?.ToUpperInvariant() switch
    {
        "0088" or "GLN" when PartyReference.IsGln(id.Value) => new PartyReference(PartyScheme.Gln, id.Value),
        "0199" or "LEI" when PartyReference.IsLei(id.Value) => new PartyReference(PartyScheme.Lei, id.Value.ToUpperInvariant()),
        "LEDGER" when PartyReference.TryParse(id.Value, out var party) => party,
        _ => null,
    };
}
