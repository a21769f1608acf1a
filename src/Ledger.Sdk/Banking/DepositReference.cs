using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.Sdk.Invoices;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Banking;

/// <summary>What a party writes into a transfer to its bank so that the money is issued to it on the ledger: a creditor reference
/// (ISO 11649) that holds the party's number, such as <c>RF84LEDGER2</c>. Its check digits catch a slip of the pen.</summary>
public static partial class DepositReference
{
    private const string Prefix = "LEDGER";

    /// <summary>The reference of a party.</summary>
    public static string Of(PartyId party)
    {
        var body = Prefix + party;
        return string.Create(CultureInfo.InvariantCulture, $"RF{98 - Mod97.Of(body + "RF00"):00}{body}");
    }

    /// <summary>Finds the one reference in what a payer wrote; blanks in it do not count.</summary>
    /// <returns>False where there is none, or there are those of two parties.</returns>
    public static bool TryFind(string? remittance, out PartyId party)
    {
        party = default;
        var found = Pattern().Matches((remittance ?? "").ToUpperInvariant())
            .Select(match => string.Concat(match.Value.Where(char.IsAsciiLetterOrDigit)))
            .Where(text => Mod97.Of(text[4..] + text[..4]) == 1).Distinct().ToList();
        return found.Count == 1 && PartyId.TryParse(found[0][(4 + Prefix.Length)..], out party) && party.Value > 0;
    }

    // Bank forms write it in groups of four: RF84 LEDG ER2.
    [GeneratedRegex(@"\bRF ?\d ?\d ?L ?E ?D ?G ?E ?R ?\d{1,4}(?: ?\d{1,4}){0,3}\b")]
    private static partial Regex Pattern();
}
