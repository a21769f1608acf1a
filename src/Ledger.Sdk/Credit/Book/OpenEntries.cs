using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Credit.Book;

/// <summary>A party of the registry.</summary>
public sealed class KnownParty
{
    /// <summary>When it was admitted, in unix seconds.</summary>
    public ulong Admitted { get; set; }

    /// <summary>Its roles.</summary>
    public PartyRoles Roles { get; set; }

    /// <summary>Its status.</summary>
    public PartyStatus Status { get; set; } = PartyStatus.Active;

    /// <summary>Whether it is a contract that holds and passes on what belongs to others, and so no counterparty of anybody.</summary>
    public bool IsInstrument => Roles.HasFlag(PartyRoles.Settlement);
}

/// <summary>A receivable that still owes something.</summary>
public sealed class OpenReceivable
{
    /// <summary>Who owes.</summary>
    public PartyId Debtor { get; init; }

    /// <summary>Who earned it: its first owner, or the seller of the order that it was born to.</summary>
    public PartyId Seller { get; set; }

    /// <summary>What was owed at birth.</summary>
    public ulong Face { get; init; }

    /// <summary>What is still owed.</summary>
    public ulong Outstanding { get; set; }

    /// <summary>When it is due, in unix seconds.</summary>
    public ulong Due { get; init; }

    /// <summary>Whether the debtor disputes it.</summary>
    public bool Disputed { get; set; }

    /// <summary>Whether the debtor ever did.</summary>
    public bool EverDisputed { get; set; }

    /// <summary>Who owns it, note by note; the first one has the receivable's id.</summary>
    public List<HeldNote> Notes { get; } = new(1);

    /// <summary>What of the outstanding is owed to each owner: by the amounts of its notes, rounded down.</summary>
    public IEnumerable<(PartyId Owner, ulong Owed)> Claims()
    {
        var all = UInt128.Zero;
        foreach (var note in Notes) all += note.Amount;
        foreach (var note in Notes)
            if (note.Amount > 0) yield return (note.Owner, (ulong)((UInt128)Outstanding * note.Amount / all));
    }
}

/// <summary>A note of a receivable.</summary>
public readonly record struct HeldNote(Hash32 Id, PartyId Owner, ulong Amount);

/// <summary>An order that is not closed.</summary>
public sealed class OpenOrder
{
    /// <summary>Who pays.</summary>
    public PartyId Buyer { get; init; }

    /// <summary>Who delivers.</summary>
    public PartyId Seller { get; init; }

    /// <summary>Of the whole.</summary>
    public ulong Price { get; init; }

    /// <summary>What of the price deliveries have been matched for.</summary>
    public ulong Matched { get; set; }

    /// <summary>The last second for deliveries.</summary>
    public ulong DeliverBy { get; init; }

    /// <summary>How many of the two dispute it now, as bits: 1 the buyer, 2 the seller.</summary>
    public byte Disputes { get; set; }

    /// <summary>Whether it was ever disputed.</summary>
    public bool EverDisputed { get; set; }

    /// <summary>When devices saw deliveries arrive that are not matched yet.</summary>
    public Dictionary<Hash32, ulong> Arrivals { get; } = new(0);
}

/// <summary>A loan that is not over: not repaid, recovered or foreclosed.</summary>
public sealed class OpenPosition
{
    /// <summary>Who lends.</summary>
    public PartyId Lender { get; init; }

    /// <summary>Who borrows.</summary>
    public PartyId Borrower { get; init; }

    /// <summary>Whose credit counts against the lender's limit.</summary>
    public PartyId Debtor { get; init; }

    /// <summary>What the collateral is.</summary>
    public CollateralKind Kind { get; init; }

    /// <summary>Whether the borrower owes what the collateral does not bring.</summary>
    public bool Recourse { get; init; }

    /// <summary>When it is due, in unix seconds.</summary>
    public ulong Due { get; init; }

    /// <summary>Whether it was impaired.</summary>
    public bool Impaired { get; set; }

    /// <summary>Whether it defaulted.</summary>
    public bool Defaulted { get; set; }

    /// <summary>Whether its collateral was released.</summary>
    public bool Released { get; set; }

    /// <summary>What is owed, as the contract computes it.</summary>
    public required LoanDebt Debt { get; init; }

    /// <summary>The part of the value that may be lent, in 1/10,000.</summary>
    public ulong Haircut { get; init; }

    /// <summary>Who says what the goods are worth; 0 where nobody does.</summary>
    public PartyId Valuer { get; init; }

    /// <summary>What the valuer said last.</summary>
    public ulong? Value { get; set; }

    /// <summary>The receivables, title notes or the order behind it.</summary>
    public List<Hash32> Collateral { get; } = new(1);
}
