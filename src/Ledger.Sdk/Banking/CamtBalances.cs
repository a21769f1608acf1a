using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>The balances of a statement.</summary>
internal sealed class CamtBalances(IReadOnlyList<XmlPart> balances)
{
    /// <summary>The currency of the first; null where there is none.</summary>
    public string? Currency => balances.Count == 0 ? null : balances[0]["Amt"]?.Attribute("Ccy");

    /// <summary>Opening (OPBD, else the closing before, PRCD) and closing (CLBD) booked balance; of a page in the middle, the interim ones (ITBD).</summary>
    /// <exception cref="InvalidFileException">file-malformed, currency-mismatch.</exception>
    public (Int128 Opening, Int128 Closing) Read(string currency, int line)
    {
        var interim = balances.Where(balance => CodeOf(balance) == "ITBD").ToList();
        var opening = Find("OPBD") ?? Find("PRCD") ?? (interim.Count > (Find("CLBD") is null ? 1 : 0) ? interim[0] : null);
        var closing = Find("CLBD") ?? (interim.Count > 0 && interim[^1] != opening ? interim[^1] : null);
        if (opening is null || closing is null)
            throw new InvalidFileException("file-malformed", $"The statement has no {(opening is null ? "opening (OPBD)" : "closing (CLBD)")} balance.", line: line);
        return (AmountOf(opening, currency), AmountOf(closing, currency));
    }

    private XmlPart? Find(string code) => balances.FirstOrDefault(balance => CodeOf(balance) == code);

    private static string? CodeOf(XmlPart balance) => balance.Text("Tp/CdOrPrtry/Cd");

    private static Int128 AmountOf(XmlPart balance, string currency)
    {
        var amount = (Int128)CamtEntry.AmountOf(balance, currency);
        return CamtEntry.IsCredit(balance) ? amount : -amount;
    }
}
