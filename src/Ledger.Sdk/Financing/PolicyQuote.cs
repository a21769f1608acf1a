using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Financing;

/// <summary>What a lender's policy looks at.</summary>
/// <param name="Receivable">The receivable.</param>
/// <param name="Note">The note that is to be financed.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Owner">Who owns the note: the assignor.</param>
/// <param name="Amount">What is still to come of the note, in minor units.</param>
/// <param name="Due">Unix seconds.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Blocked">Whether it is disputed, or one of the two is frozen: nobody could finance it.</param>
/// <param name="DebtorPoints">The debtor's credit points; null where it has none.</param>
/// <param name="OwnerPoints">The owner's.</param>
public sealed record FinancingCase(
    ReceivableId Receivable, NoteId Note, PartyId Debtor, PartyId Owner, ulong Amount, ulong Due, string Currency, bool Blocked,
    int? DebtorPoints, int? OwnerPoints);

/// <summary>Why a policy makes no offer.</summary>
[Flags]
public enum PolicyRefusals
{
    /// <summary>It makes one.</summary>
    None = 0,

    /// <summary>Disputed, or a party in it is frozen.</summary>
    Blocked = 1,

    /// <summary>Another currency.</summary>
    Currency = 2,

    /// <summary>The debtor is none of its debtors, or the lender itself.</summary>
    Debtor = 4,

    /// <summary>The owner is none of its assignors, or the lender itself.</summary>
    Assignor = 8,

    /// <summary>The amount is outside its bounds, or so small that nothing would be paid.</summary>
    Amount = 16,

    /// <summary>The time to the due date is outside its bounds.</summary>
    Tenor = 32,

    /// <summary>Too few credit points, or none.</summary>
    Points = 64,

    /// <summary>The limit of the debtor, or its part of the whole.</summary>
    DebtorLimit = 128,

    /// <summary>The limit of all debtors together.</summary>
    TotalLimit = 256,

    /// <summary>It is paused.</summary>
    Paused = 512,
}

/// <summary>The terms of an offer that a policy makes.</summary>
/// <param name="Kind">A sale or a loan.</param>
/// <param name="Amount">What is given of the note: all that is still to come.</param>
/// <param name="Money">The price, or the principal: what the supplier gets now, and what counts against limits.</param>
/// <param name="Terms">The price of the loan; null where the note is bought.</param>
/// <param name="Recourse">Whether the supplier owes what the note does not bring.</param>
/// <param name="Deadline">Until when it stands.</param>
/// <param name="Cost">What it costs the supplier.</param>
public sealed record PolicyQuote(OfferKind Kind, ulong Amount, ulong Money, LoanTerms? Terms, bool Recourse, ulong Deadline, OfferCost Cost);

/// <summary>What a lender has out: prices paid for notes that are still due, and principal.</summary>
public sealed class LenderBook
{
    private readonly Dictionary<PartyId, UInt128> byDebtor = [];

    /// <summary>A book of what is out on each debtor; an empty one.</summary>
    public LenderBook(IReadOnlyDictionary<PartyId, ulong>? exposure = null)
    {
        foreach (var (debtor, money) in exposure ?? new Dictionary<PartyId, ulong>()) Add(debtor, money);
    }

    /// <summary>A copy, to go on with.</summary>
    public LenderBook(LenderBook other)
    {
        ArgumentNullException.ThrowIfNull(other);
        byDebtor = new Dictionary<PartyId, UInt128>(other.byDebtor);
        Total = other.Total;
    }

    /// <summary>On all debtors.</summary>
    public UInt128 Total { get; private set; }

    /// <summary>On one debtor.</summary>
    public UInt128 On(PartyId debtor) => byDebtor.GetValueOrDefault(debtor);

    /// <summary>Adds what was paid out.</summary>
    public void Add(PartyId debtor, ulong money)
    {
        byDebtor[debtor] = On(debtor) + money;
        Total += money;
    }
}
