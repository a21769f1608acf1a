using Ledger.Sdk.Invoices;

namespace Ledger.Sdk.Banking;

/// <summary>An account that is debited or credited.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Account">IBAN, or another id of at most 34 characters.</param>
/// <param name="Bic">Its bank; null where the IBAN tells it, or it is not known.</param>
public sealed record PaymentAccount(string Name, string Account, string? Bic = null);

/// <summary>One credit transfer.</summary>
/// <param name="EndToEndId">Goes with the payment to its receiver and comes back in the statement; once for each payment.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Creditor">Who is paid.</param>
/// <param name="Remittance">What it is for; null for nothing.</param>
public sealed record CreditTransfer(string EndToEndId, ulong Amount, PaymentAccount Creditor, string? Remittance = null);

/// <summary>Orders to a bank to pay from one account, in one currency, on one day: pain.001.</summary>
/// <param name="MessageId">The id of the message; the same payments under the same id are the same order.</param>
/// <param name="Created">When it was made.</param>
/// <param name="ExecutionDate">When it is to be paid.</param>
/// <param name="Debtor">Who pays.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Transfers">What is paid, at least one.</param>
public sealed record PaymentInitiation(
    string MessageId, DateTimeOffset Created, DateOnly ExecutionDate, PaymentAccount Debtor, string Currency, IReadOnlyList<CreditTransfer> Transfers)
{
    private const ulong Most = 999_999_999_999_999_999;

    /// <summary>Refuses what no bank would take.</summary>
    /// <exception cref="LedgerException">payment-invalid, with what is wrong first; unknown-currency.</exception>
    public void Check()
    {
        var exponent = Iso4217.ExponentOf(Currency);
        if (!BankText.IsId(MessageId)) throw Refused($"'{FileText.Shorten(MessageId)}' is no id of a message.");
        if (Transfers.Count == 0) throw Refused("There is nothing to pay.");
        Check(Debtor, "The payer");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var transfer in Transfers)
        {
            if (!BankText.IsId(transfer.EndToEndId)) throw Refused($"'{FileText.Shorten(transfer.EndToEndId)}' is no EndToEndId.");
            if (!ids.Add(transfer.EndToEndId)) throw Refused($"The EndToEndId {transfer.EndToEndId} stands there twice.");
            if (transfer.Amount is 0 or > Most) throw Refused($"{transfer.EndToEndId}: an amount has 1 to 18 digits and is not zero; it is {MinorUnits.Format(transfer.Amount, exponent)}.");
            Check(transfer.Creditor, transfer.EndToEndId);
        }
    }

    private static void Check(PaymentAccount account, string what)
    {
        if (BankText.Convert(account.Name, 140).Length == 0) throw Refused($"{what}: a name is missing.");
        if (account.Account.Length is 0 or > 34 || !BankText.IsId(account.Account)) throw Refused($"{what}: '{FileText.Shorten(account.Account)}' is no id of an account.");
        if (LooksLikeIban(account.Account) && !BankAccounts.IsIban(account.Account)) throw Refused($"{what}: the check digits of the IBAN {FileText.Shorten(account.Account)} are wrong.");
        if (account.Bic is { } bic && !BankAccounts.IsBic(bic)) throw Refused($"{what}: '{FileText.Shorten(bic)}' is no BIC.");
    }

    private static bool LooksLikeIban(string account) =>
        account.Length >= 15 && char.IsAsciiLetterUpper(account[0]) && char.IsAsciiLetterUpper(account[1]) && char.IsAsciiDigit(account[2]) && char.IsAsciiDigit(account[3])
        && account.All(char.IsAsciiLetterOrDigit);

    private static LedgerException Refused(string why) => new("payment-invalid", why, "Ids have 1 to 35 letters, digits and / - ? : ( ) . , ' + without // and without / at an end.");
}
