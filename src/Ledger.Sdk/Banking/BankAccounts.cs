using System.Text.RegularExpressions;
using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>Ids of accounts and banks.</summary>
public static partial class BankAccounts
{
    /// <summary>Whether it is an IBAN: two letters, two check digits, up to 30 letters and digits (ISO 13616), without blanks.</summary>
    public static bool IsIban(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IbanPattern().IsMatch(text) && Mod97.Of(text[4..] + text[..4]) == 1;
    }

    /// <summary>Whether it has the form of a BIC of 8 or 11 characters (ISO 9362).</summary>
    public static bool IsBic(string text) => BicPattern().IsMatch(text);

    /// <summary>An account id without blanks, in capitals where it is an IBAN: how accounts are compared.</summary>
    public static string Normalise(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var bare = string.Concat(account.Where(character => !char.IsWhiteSpace(character)));
        return IsIban(bare.ToUpperInvariant()) ? bare.ToUpperInvariant() : bare;
    }

    [GeneratedRegex("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")]
    private static partial Regex IbanPattern();

    [GeneratedRegex("^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$")]
    private static partial Regex BicPattern();
}
