using System.Globalization;
using System.Text;
using System.Xml;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>Writes pain.001.001.09 (CustomerCreditTransferInitiationV09): elements in the order of the schema, payments in the order of their
/// EndToEndId, so that the same orders make the same bytes.</summary>
public static class Pain001Writer
{
    /// <summary>The namespace.</summary>
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    /// <summary>Writes the document in UTF-8.</summary>
    /// <exception cref="LedgerException">payment-invalid.</exception>
    public static void Write(Stream stream, PaymentInitiation payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        payment.Check();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CloseOutput = false };
        using var xml = XmlWriter.Create(stream, settings);
        xml.WriteStartElement("Document", Namespace);
        xml.WriteStartElement("CstmrCdtTrfInitn", Namespace);
        WriteHeader(xml, payment);
        WriteInstruction(xml, payment);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteHeader(XmlWriter xml, PaymentInitiation payment)
    {
        xml.WriteStartElement("GrpHdr", Namespace);
        Text(xml, "MsgId", payment.MessageId);
        Text(xml, "CreDtTm", payment.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        WriteSums(xml, payment);
        WriteParty(xml, "InitgPty", payment.Debtor);
        xml.WriteEndElement();
    }

    private static void WriteInstruction(XmlWriter xml, PaymentInitiation payment)
    {
        xml.WriteStartElement("PmtInf", Namespace);
        Text(xml, "PmtInfId", payment.MessageId);
        Text(xml, "PmtMtd", "TRF");
        WriteSums(xml, payment);
        Path(xml, payment.ExecutionDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "ReqdExctnDt", "Dt");
        WriteParty(xml, "Dbtr", payment.Debtor);
        WriteAccount(xml, "DbtrAcct", payment.Debtor, payment.Currency);
        WriteAgent(xml, "DbtrAgt", payment.Debtor);
        Text(xml, "ChrgBr", "SLEV");
        var exponent = Iso4217.ExponentOf(payment.Currency);
        foreach (var transfer in payment.Transfers.OrderBy(transfer => transfer.EndToEndId, StringComparer.Ordinal)) WriteTransfer(xml, transfer, payment.Currency, exponent);
        xml.WriteEndElement();
    }

    private static void WriteTransfer(XmlWriter xml, CreditTransfer transfer, string currency, int exponent)
    {
        xml.WriteStartElement("CdtTrfTxInf", Namespace);
        Path(xml, transfer.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("Amt", Namespace);
        xml.WriteStartElement("InstdAmt", Namespace);
        xml.WriteAttributeString("Ccy", currency);
        xml.WriteString(MinorUnits.Format(transfer.Amount, exponent));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (transfer.Creditor.Bic is not null) WriteAgent(xml, "CdtrAgt", transfer.Creditor);
        WriteParty(xml, "Cdtr", transfer.Creditor);
        WriteAccount(xml, "CdtrAcct", transfer.Creditor, null);
        if (transfer.Remittance is { Length: > 0 } remittance) Path(xml, BankText.Convert(remittance, 140), "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void WriteSums(XmlWriter xml, PaymentInitiation payment)
    {
        var sum = payment.Transfers.Aggregate((Int128)0, (sum, transfer) => sum + transfer.Amount);
        Text(xml, "NbOfTxs", payment.Transfers.Count.ToString(CultureInfo.InvariantCulture));
        Text(xml, "CtrlSum", MinorUnits.Format(sum, Iso4217.ExponentOf(payment.Currency)));
    }

    private static void WriteParty(XmlWriter xml, string name, PaymentAccount account) => Path(xml, BankText.Convert(account.Name, 140), name, "Nm");

    private static void WriteAccount(XmlWriter xml, string name, PaymentAccount account, string? currency)
    {
        xml.WriteStartElement(name, Namespace);
        if (BankAccounts.IsIban(account.Account)) Path(xml, account.Account, "Id", "IBAN");
        else Path(xml, account.Account, "Id", "Othr", "Id");
        if (currency is not null) Text(xml, "Ccy", currency);
        xml.WriteEndElement();
    }

    // Where only the IBAN is known, the scheme's guidelines have NOTPROVIDED stand for the bank.
    private static void WriteAgent(XmlWriter xml, string name, PaymentAccount account)
    {
        if (account.Bic is { } bic) Path(xml, bic, name, "FinInstnId", "BICFI");
        else Path(xml, "NOTPROVIDED", name, "FinInstnId", "Othr", "Id");
    }

    private static void Path(XmlWriter xml, string value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) xml.WriteStartElement(name, Namespace);
        xml.WriteString(value);
        foreach (var _ in names) xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string name, string value) => Path(xml, value, name);
}
