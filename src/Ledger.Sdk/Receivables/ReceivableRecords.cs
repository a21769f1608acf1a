using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Receivables;

/// <summary>Where a receivable stands by the chain's time.</summary>
public enum ReceivableStatus
{
    /// <summary>Owed, and not due yet.</summary>
    Open,

    /// <summary>Owed, and due within the last day.</summary>
    Due,

    /// <summary>Owed a day after the due date, or longer.</summary>
    Overdue,

    /// <summary>Nothing is owed any more.</summary>
    Settled,
}

/// <summary>A receivable, in minor units of the ledger's currency.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Debtor">Who owes.</param>
/// <param name="Seller">Its first owner: the supplier that was paid with it.</param>
/// <param name="Face">What it was issued for.</param>
/// <param name="Outstanding">What the debtor still owes.</param>
/// <param name="Paid">What the debtor has paid.</param>
/// <param name="Redeemed">What of that the owners have.</param>
/// <param name="Retired">What the debtor bought back below its amount.</param>
/// <param name="Diluted">What owners gave up.</param>
/// <param name="Due">When it is due, in Unix seconds.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="DaysOverdue">Whole days since the due date, where something is owed.</param>
/// <param name="Disputed">Whether the debtor disputes it.</param>
/// <param name="Seq">What the debtor's next message must bind.</param>
/// <param name="Nullifier">What makes its invoice unique among the debtor's.</param>
/// <param name="Document">Commitment to the invoice, or hash of the delivery; null for none.</param>
/// <param name="Order">The order that it was born of; null where both signed it alone.</param>
/// <param name="Notes">How many notes own it.</param>
/// <param name="Sales">How often one of them was sold.</param>
/// <param name="Pledges">How often one of them secured a loan.</param>
/// <param name="Issued">When, in Unix seconds.</param>
/// <param name="Settled">When nothing was owed any more.</param>
/// <param name="TransactionHash">The transaction that issued it.</param>
public sealed record ReceivableRecord(
    ReceivableId Id, PartyId Debtor, PartyId Seller, ulong Face, ulong Outstanding, ulong Paid, ulong Redeemed, ulong Retired, ulong Diluted,
    ulong Due, ReceivableStatus Status, ulong DaysOverdue, bool Disputed, uint Seq, Hash32 Nullifier, Hash32? Document, OrderId? Order, ulong Notes,
    ulong Sales, ulong Pledges, ulong Issued, ulong? Settled, Hash32 TransactionHash);

/// <summary>What one party owns of a receivable.</summary>
/// <param name="Id">Its id; the first one has the receivable's.</param>
/// <param name="Owner">Who owns it, or did last.</param>
/// <param name="Original">Its amount when it was made.</param>
/// <param name="Amount">Its amount now; 0 where it has ended.</param>
/// <param name="Open">What is still to be redeemed, paid or not.</param>
/// <param name="Redeemable">What a redemption would pay now.</param>
/// <param name="Seq">What the owner's next message must bind.</param>
/// <param name="Parent">The note that it was split off; null for the first one.</param>
/// <param name="Depth">How many splits lie between it and the first one.</param>
/// <param name="Ended">Whether it has been redeemed, retired or given up whole.</param>
/// <param name="Made">When, in Unix seconds.</param>
/// <param name="TransactionHash">The transaction that made it.</param>
public sealed record NoteRecord(
    NoteId Id, PartyId Owner, ulong Original, ulong Amount, ulong Open, ulong Redeemable, uint Seq, NoteId? Parent, ulong Depth, bool Ended,
    ulong Made, Hash32 TransactionHash);

/// <summary>A receivable with what stands behind it.</summary>
/// <param name="Receivable">The receivable.</param>
/// <param name="Notes">Who owns it now: at most 100 notes, the caller's first.</param>
/// <param name="Evidence">What it came of.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record ReceivableDetail(ReceivableRecord Receivable, IReadOnlyList<NoteRecord> Notes, ReceivableEvidence Evidence, AsOf AsOf);

/// <summary>What a receivable came of, as far as the ledger knows it.</summary>
/// <param name="Issue">The event that issued it.</param>
/// <param name="Order">The order; null where the two signed the receivable alone.</param>
/// <param name="Match">Order, receipt and invoice compared; null where no delivery was matched.</param>
/// <param name="HandOffs">How the goods of that delivery changed hands.</param>
/// <param name="Units">The goods.</param>
/// <param name="Invoice">Commitment to the invoice or the delivery; null for none.</param>
public sealed record ReceivableEvidence(
    ChainEvent Issue, OrderEvidence? Order, MatchEvidence? Match, IReadOnlyList<HandOffEvidence> HandOffs, IReadOnlyList<UnitEvidence> Units,
    Hash32? Invoice);

/// <summary>Where on the chain to look something up: the log of this index in the receipt of the transaction.</summary>
/// <param name="Contract">The contract that logged it.</param>
/// <param name="Name">The event's name.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Block">The block.</param>
/// <param name="LogIndex">The log's index in the block.</param>
/// <param name="Time">Unix seconds.</param>
public sealed record ChainEvent(string Contract, string Name, Hash32 TransactionHash, ulong Block, ulong LogIndex, ulong Time);

/// <summary>The order behind a receivable.</summary>
public sealed record OrderEvidence(OrderId Id, PartyId Buyer, PartyId Seller, ulong Price, ulong Quantity, Hash32 Document, Uri Link);

/// <summary>A delivery compared with its order and invoice.</summary>
/// <param name="Delivery">Hash of the delivery that giver and receiver signed, or devices attested.</param>
/// <param name="Milestone">Which part of the order.</param>
/// <param name="Quantity">What was accepted.</param>
/// <param name="Invoice">What the seller asked for it.</param>
/// <param name="Due">What it is worth by the order.</param>
/// <param name="Paid">What was paid, or became the receivable.</param>
/// <param name="Event">Where the chain says so.</param>
public sealed record MatchEvidence(Hash32 Delivery, ulong Milestone, ulong Quantity, ulong Invoice, ulong Due, ulong Paid, ChainEvent Event);

/// <summary>A hand-off of the delivery, or its arrival as devices attested it.</summary>
/// <param name="From">The giver; null where devices attested.</param>
/// <param name="To">The receiver; null where devices attested.</param>
/// <param name="Units">How many units moved.</param>
/// <param name="Event">Where the chain says so.</param>
/// <param name="Link">The hand-off; null where devices attested.</param>
/// <param name="Proof">Its proof bundle; null where devices attested.</param>
public sealed record HandOffEvidence(PartyId? From, PartyId? To, ulong Units, ChainEvent Event, Uri? Link, Uri? Proof);

/// <summary>One unit of the goods.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Epc">What public events call it; null where none does.</param>
/// <param name="Condition">As last reported.</param>
/// <param name="Custodian">Who holds it now.</param>
/// <param name="Events">The captured events that name it, as the caller may see them; null where its name is not known.</param>
public sealed record UnitEvidence(UnitId Id, string? Epc, Condition Condition, PartyId Custodian, Uri? Events);

/// <summary>The notes of a receivable as a tree: each with the notes that were split off it.</summary>
public sealed record NoteTree(NoteRecord Note, IReadOnlyList<NoteTree> Parts);

/// <summary>Where each part of a receivable came from.</summary>
/// <param name="Receivable">The receivable.</param>
/// <param name="Root">Its first note.</param>
/// <param name="Count">How many notes there are in all.</param>
/// <param name="IsComplete">False where there are more than the answer holds.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record Provenance(ReceivableId Receivable, NoteTree Root, ulong Count, bool IsComplete, AsOf AsOf);

/// <summary>What happened to a receivable.</summary>
public enum ReceivableStepType
{
    /// <summary>It was issued.</summary>
    Issued = 1,

    /// <summary>A note changed its owner.</summary>
    Moved = 2,

    /// <summary>A part of a note became a note of its own.</summary>
    Split = 3,

    /// <summary>A note, or a part of it, was sold.</summary>
    Sold = 4,

    /// <summary>The debtor paid; it waits to be redeemed.</summary>
    Paid = 5,

    /// <summary>The debtor paid all to the owner of all.</summary>
    PaidThrough = 6,

    /// <summary>An owner took what was paid for its note.</summary>
    Redeemed = 7,

    /// <summary>The debtor bought a part of the debt back.</summary>
    Retired = 8,

    /// <summary>An owner gave up a part of its claim.</summary>
    Diluted = 9,

    /// <summary>The debtor disputes.</summary>
    Disputed = 10,

    /// <summary>The debtor no longer disputes.</summary>
    DisputeLifted = 11,
}

/// <summary>One line of a receivable's statement.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Amount">How much of the receivable it concerns.</param>
/// <param name="Outstanding">What the debtor owes after it.</param>
/// <param name="Note">Which note, if one.</param>
/// <param name="Part">The part that became a note of its own.</param>
/// <param name="From">Who gave, paid or disputed.</param>
/// <param name="To">Who received.</param>
/// <param name="Price">What was paid for it.</param>
/// <param name="Document">Commitment to what stands behind it.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="Block">The block.</param>
/// <param name="LogIndex">The log's index in the block.</param>
/// <param name="TransactionHash">The transaction.</param>
public sealed record ReceivableStep(
    ReceivableStepType Type, ulong Amount, ulong Outstanding, NoteId? Note, NoteId? Part, PartyId? From, PartyId? To, ulong? Price,
    Hash32? Document, ulong Time, ulong Block, ulong LogIndex, Hash32 TransactionHash);
