namespace Ledger.Api.Exports;

/// <summary>An account of the journal.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Meaning">What stands on it.</param>
public sealed record JournalAccount(string Number, string Name, string Meaning);

/// <summary>The chart of accounts. 1 assets, 2 liabilities, 4 income, 5 expense, 9 clearing.</summary>
internal static class JournalAccounts
{
    public const string Cash = "1000", Bank = "1010", Receivables = "1100", NotesGiven = "1150", Loans = "1200", Escrow = "1300";
    public const string Payables = "2000", Borrowed = "2100", IssuedMoney = "2200";
    public const string Sales = "4000", InterestEarned = "4100", DiscountEarned = "4200", CreditReceived = "4300";
    public const string Purchases = "5000", InterestPaid = "5100", DiscountGiven = "5200", CreditGiven = "5300";
    public const string Transfers = "9000", NoteSales = "9200", LoanSettlement = "9300";

    /// <summary>All, by number.</summary>
    public static IReadOnlyList<JournalAccount> All { get; } =
    [
        new(Cash, "Cash on the ledger", "Money in the party's account of Cash."),
        new(Bank, "Bank", "Money outside: what was paid in to be issued and paid out after it was burned."),
        new(Receivables, "Receivables", "Notes that the party owns, at their amounts."),
        new(NotesGiven, "Notes given and taken", "Notes that changed hands without a price: passed on in payment, pledged, or returned."),
        new(Loans, "Loans granted", "Principal that borrowers owe."),
        new(Escrow, "Escrow", "Money that waits in orders."),
        new(Payables, "Payables", "Receivables that the party owes."),
        new(Borrowed, "Loans taken", "Principal that the party owes."),
        new(IssuedMoney, "Money issued", "Of a bank: what it has issued and not taken back."),
        new(Sales, "Sales", "Receivables born and orders paid to the party."),
        new(InterestEarned, "Interest and fees earned", "Of a lender: fee, interest and late interest that came in."),
        new(DiscountEarned, "Discounts earned", "Notes bought, and debts ended, below their amounts."),
        new(CreditReceived, "Credit notes received", "Debts that owners gave up."),
        new(Purchases, "Purchases", "Receivables born that the party owes, and orders paid from its escrow."),
        new(InterestPaid, "Interest and fees paid", "Of a borrower: fee, interest and late interest."),
        new(DiscountGiven, "Discounts given", "Notes sold, and debts ended, below their amounts."),
        new(CreditGiven, "Credit notes given", "Claims that the party gave up."),
        new(Transfers, "Transfers", "Money sent or received by a plain transfer: to be allotted."),
        new(NoteSales, "Note sales", "Clearing between a sale or a retirement and its price: comes to zero."),
        new(LoanSettlement, "Loan settlement", "Clearing between a repayment and its parts. What stays was paid by collateral: it belongs to 1150."),
    ];
}
