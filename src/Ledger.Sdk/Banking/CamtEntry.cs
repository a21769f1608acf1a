using System.Globalization;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>Reads an entry (Ntry) of whatever version: names that changed between versions are looked for in all their places.</summary>
internal static class CamtEntry
{
    private const string NotProvided = "NOTPROVIDED";

    /// <summary>Its movements: one, or one for each transaction that it tells apart.</summary>
    /// <exception cref="InvalidFileException">file-malformed, currency-mismatch, statement-unbalanced.</exception>
    public static IReadOnlyList<BankMovement> Read(XmlPart entry, string currency, int number)
    {
        var total = AmountOf(entry, currency);
        var reference = ReferenceOf(entry.Text("AcctSvcrRef"));
        var details = entry.All("NtryDtls").SelectMany(part => part.All("TxDtls")).ToList();
        var whole = new BankMovement(
            reference, reference, number, total, IsCredit(entry), entry.Text("RvslInd") is "true" or "1", (entry.Text("Sts/Cd") ?? entry.Text("Sts")) is "BOOK", false,
            DateOf(entry), null, null, null, entry.Text("AddtlNtryInf") ?? "");
        var declared = entry.All("NtryDtls").Select(part => part.Text("Btch/NbOfTxs")).FirstOrDefault(count => count is not null);
        if (details.Count == 0) return [whole with { IsUndividedBatch = declared is not null and not "1" }];
        if (details.Count == 1) return [Detail(whole, details[0], reference) with { IsUndividedBatch = declared is not null and not "1" }];
        var movements = new List<BankMovement>(details.Count);
        foreach (var (detail, i) in details.Select((detail, i) => (detail, i)))
        {
            var of = reference is null ? null : string.Create(CultureInfo.InvariantCulture, $"{reference}#{i + 1}");
            var amount = AmountElement(detail) ?? throw Fault(detail, "A transaction of an entry that books several has no amount.");
            movements.Add(Detail(whole, detail, of) with { Amount = Parse(amount, currency), IsCredit = detail["CdtDbtInd"] is null ? whole.IsCredit : IsCredit(detail) });
        }
        CheckBatch(entry, movements, whole, currency);
        return movements;
    }

    /// <summary>The amount (Amt) of an entry or balance, in the account's currency.</summary>
    public static ulong AmountOf(XmlPart part, string currency) => Parse(part["Amt"] ?? throw Fault(part, $"{part.Name} has no Amt."), currency);

    /// <summary>CRDT or DBIT.</summary>
    public static bool IsCredit(XmlPart part) => part.Text("CdtDbtInd") switch
    {
        "CRDT" => true,
        "DBIT" => false,
        var other => throw Fault(part, $"CdtDbtInd is CRDT or DBIT, not '{FileText.Shorten(other ?? "")}'."),
    };

    private static BankMovement Detail(BankMovement whole, XmlPart detail, string? reference)
    {
        var side = whole.IsCredit != whole.IsReversal ? "Dbtr" : "Cdtr";
        var account = detail[$"RltdPties/{side}Acct/Id"];
        string?[] texts = [.. Remittances(detail), detail.Text("AddtlTxInf"), whole.Remittance];
        return whole with
        {
            Reference = ReferenceOf(detail.Text("Refs/AcctSvcrRef")) ?? reference,
            EndToEndId = detail.Text("Refs/EndToEndId") is { } id && id != NotProvided ? id : null,
            CounterpartyName = detail.Text($"RltdPties/{side}/Pty/Nm") ?? detail.Text($"RltdPties/{side}/Nm"),
            CounterpartyAccount = (account?.Text("IBAN") ?? account?.Text("Othr/Id")) is { } text ? BankAccounts.Normalise(text) : null,
            Remittance = string.Join('\n', texts.Where(text => !string.IsNullOrEmpty(text))),
        };
    }

    private static IEnumerable<string?> Remittances(XmlPart detail)
    {
        foreach (var part in detail["RmtInf"]?.Parts ?? [])
            yield return part.Name == "Strd" ? part.Text("CdtrRefInf/Ref") : part.Value;
    }

    // Version 02 has the transaction's amount among AmtDtls, later ones beside CdtDbtInd.
    private static XmlPart? AmountElement(XmlPart detail) => detail["Amt"] ?? detail["AmtDtls/TxAmt/Amt"];

    private static void CheckBatch(XmlPart entry, List<BankMovement> movements, BankMovement whole, string currency)
    {
        var sum = movements.Aggregate((Int128)0, (sum, movement) => sum + (movement.IsCredit == whole.IsCredit ? (Int128)movement.Amount : -(Int128)movement.Amount));
        if (sum == whole.Amount) return;
        var exponent = Iso4217.ExponentOf(currency);
        throw new InvalidFileException(
            "statement-unbalanced",
            $"Entry {whole.Number} is {MinorUnits.Format(whole.Amount, exponent)} {currency}, its {movements.Count} transactions make {MinorUnits.Format(sum, exponent)}.",
            "Ask the bank for a statement that adds up.", entry.Line);
    }

    private static ulong Parse(XmlPart amount, string currency)
    {
        if (amount.Attribute("Ccy") is var other && other != currency)
            throw new InvalidFileException("currency-mismatch", $"An amount is in {FileText.Shorten(other ?? "no currency")}, the account in {currency}.", line: amount.Line);
        var exponent = Iso4217.ExponentOf(currency);
        var fault = MinorUnits.Parse(amount.Value, exponent, out var minor, takesZeros: true);
        return fault == AmountFault.None ? minor : throw Fault(amount, $"{MinorUnits.Explain(fault, currency, exponent)} It says '{FileText.Shorten(amount.Value)}'.");
    }

    private static string? ReferenceOf(string? text) => text is null or NotProvided or "NONREF" ? null : text;

    private static DateOnly? DateOf(XmlPart entry)
    {
        var text = entry.Text("BookgDt/Dt") ?? entry.Text("BookgDt/DtTm") ?? entry.Text("ValDt/Dt");
        return text is { Length: >= 10 } && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    private static InvalidFileException Fault(XmlPart part, string message) => new("file-malformed", message, line: part.Line);
}
