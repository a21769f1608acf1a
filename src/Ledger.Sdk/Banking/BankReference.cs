using System.Globalization;
using System.Text;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Banking;

/// <summary>The references under which banks issue money and take it back; each serves once.</summary>
public static class BankReference
{
    /// <summary>Of a credit: keccak256(account ‖ 0 ‖ the account servicer's reference), both in UTF-8.</summary>
    /// <param name="account">The bank's account, as <see cref="BankAccounts.Normalise"/> has it.</param>
    /// <param name="reference">AcctSvcrRef of the movement.</param>
    public static Hash32 Of(string account, string reference) => Keccak256.Hash(Encoding.UTF8.GetBytes($"{account}\0{reference}"));

    /// <summary>Of a payout: keccak256 over all that the party said, so that what it signs says where the money goes.</summary>
    public static Hash32 OfPayout(string id, PartyId by, PartyId bank, ulong amount, string currency, PaymentAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        string[] said = ["payout", id, by.ToString(), bank.ToString(), amount.ToString(CultureInfo.InvariantCulture), currency, account.Name, account.Account, account.Bic ?? ""];
        return Keccak256.Hash(Encoding.UTF8.GetBytes(string.Join('\0', said)));
    }
}
