using System.Globalization;
using System.Xml;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>Reads camt.053 (statements) and camt.054 (notifications) of ISO 20022, versions 001.02 to 001.08 and later ones of the same form, entry by entry: what is in
/// memory does not grow with the file.</summary>
/// <remarks>
/// Order of calls: <see cref="ReadStatement"/> until it gives null, and behind each <see cref="ReadEntry"/> until it gives null. Where the
/// last entry of a statement was read, its sums are checked: opening balance and booked entries make the closing balance, and its summary
/// (TxsSummry) is right.
/// </remarks>
public sealed class CamtReader : IDisposable
{
    private const long MostCharacters = 4L * 1024 * 1024 * 1024;

    private readonly XmlReader reader;
    private readonly string space;
    private readonly StatementKind kind;
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private StatementSums? sums;
    private BankStatement? statement;
    private XmlPart? pending;
    private int number;

    /// <summary>Opens a document.</summary>
    /// <exception cref="InvalidFileException">file-malformed, file-encoding.</exception>
    public CamtReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        reader = FinanceXml.Open(stream, MostCharacters);
        space = reader.NamespaceURI;
        kind = KindOf(space) ?? throw new InvalidFileException(
            "file-malformed", $"'{FileText.Shorten(reader.LocalName)}' of the namespace '{FileText.Shorten(space)}' is no camt.053 or camt.054.",
            "Its root is Document of urn:iso:std:iso:20022:tech:xsd:camt.053.001.08 or another version.", Line);
        FinanceXml.Read(reader);
        Expect(kind == StatementKind.Statement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn");
        FinanceXml.Read(reader);
    }

    private int Line => ((IXmlLineInfo)reader).LineNumber;

    private string Element => kind == StatementKind.Statement ? "Stmt" : "Ntfctn";

    /// <summary>The next statement's head; null behind the last.</summary>
    /// <exception cref="InvalidFileException">file-malformed, currency-mismatch, statement-repeated.</exception>
    public BankStatement? ReadStatement()
    {
        if (statement is not null) throw new InvalidOperationException("Entries of the statement before are still to be read.");
        while (reader.NodeType is not XmlNodeType.None)
        {
            if (IsElement(Element))
            {
                FinanceXml.Read(reader);
                return statement = ReadHead();
            }
            if (reader.NodeType == XmlNodeType.Element) XmlPart.Read(reader, _ => false);
            else if (!FinanceXml.Read(reader)) break;
        }
        if (ids.Count == 0) throw new InvalidFileException("file-malformed", $"The document has no {Element}.");
        return null;
    }

    /// <summary>The movements of the statement's next entry; null behind its last.</summary>
    /// <exception cref="InvalidFileException">file-malformed, currency-mismatch, statement-unbalanced.</exception>
    public IReadOnlyList<BankMovement>? ReadEntry()
    {
        if (statement is null || sums is null) throw new InvalidOperationException("There is no statement whose entries could be read.");
        while (pending is not null || reader.NodeType != XmlNodeType.EndElement)
        {
            var part = pending ?? XmlPart.Read(reader, other => other == space);
            pending = null;
            if (part.Name != "Ntry") continue;
            var movements = CamtEntry.Read(part, statement.Currency, ++number);
            sums.Add(movements, CamtEntry.AmountOf(part, statement.Currency));
            return movements;
        }
        FinanceXml.Read(reader);
        sums.Check(statement);
        (statement, sums) = (null, null);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();

    private static StatementKind? KindOf(string space)
    {
        const string Messages = "urn:iso:std:iso:20022:tech:xsd:camt.05";
        if (!space.StartsWith(Messages, StringComparison.Ordinal) || space.Length != Messages.Length + 8) return null;
        var isKnown = space.AsSpan(Messages.Length + 1, 5) is ".001." && int.TryParse(space.AsSpan(^2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= 2;
        return (isKnown, space[Messages.Length]) switch { (true, '3') => StatementKind.Statement, (true, '4') => StatementKind.Notification, _ => null };
    }

    private BankStatement ReadHead()
    {
        var line = Line;
        var parts = new List<XmlPart>();
        while (reader.NodeType == XmlNodeType.Element && !IsElement("Ntry")) parts.Add(XmlPart.Read(reader, other => other == space));
        string Need(string name, Func<XmlPart, string?> read) => parts.Find(part => part.Name == name) is { } part && read(part) is { } text
            ? text
            : throw new InvalidFileException("file-malformed", $"The {Element} has no {name}.", line: line);
        var id = Need("Id", part => part.Value is { Length: > 0 and <= 35 } text ? text : null);
        if (!ids.Add(id)) throw new InvalidFileException("statement-repeated", $"The {Element} '{FileText.Shorten(id)}' stands twice in the document.", line: line);
        var account = BankAccounts.Normalise(Need("Acct", part => part.Text("Id/IBAN") ?? part.Text("Id/Othr/Id")));
        var servicer = parts.Find(part => part.Name == "Acct")?["Svcr/FinInstnId"];
        var balances = new CamtBalances([.. parts.Where(part => part.Name == "Bal")]);
        var currency = parts.Find(part => part.Name == "Acct")?.Text("Ccy") ?? balances.Currency ?? CurrencyOfFirstEntry();
        if (!Iso4217.TryExponent(currency, out _)) throw new InvalidFileException("file-malformed", $"'{FileText.Shorten(currency)}' is no currency of ISO 4217.", line: line);
        var (opening, closing) = kind == StatementKind.Statement ? balances.Read(currency, line) : ((Int128?)null, (Int128?)null);
        number = 0;
        sums = new StatementSums(parts.Find(part => part.Name == "TxsSummry"), currency, line);
        return new BankStatement(kind, id, account, servicer?.Text("BICFI") ?? servicer?.Text("BIC"), currency, opening, closing);
    }

    // A notification need not say the account's currency: then its entries do.
    private string CurrencyOfFirstEntry()
    {
        if (IsElement("Ntry")) pending = XmlPart.Read(reader, other => other == space);
        return pending?["Amt"]?.Attribute("Ccy") ?? throw new InvalidFileException("file-malformed", "The account's currency is missing.", "Acct/Ccy says it.", Line);
    }

    private bool IsElement(string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name && reader.NamespaceURI == space;

    private void Expect(string name)
    {
        if (!IsElement(name)) throw new InvalidFileException("file-malformed", $"{name} is expected, not '{FileText.Shorten(reader.LocalName)}'.", line: Line);
    }
}
