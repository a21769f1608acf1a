using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Sdk.Contracts;

/// <summary>Something that the Receivables contract logged.</summary>
public abstract record ReceivablesEvent : LedgerEvent
{
    /// <inheritdoc/>
    public sealed override LedgerContract Contract => LedgerContract.Receivables;
}

/// <summary>A receivable was born, with its first note.</summary>
public sealed record Issued(
    [Indexed] ReceivableId Receivable, [Indexed] PartyId Debtor, [Indexed] PartyId Owner, ulong Face, ulong Due, Hash32 Nullifier, Hash32 Document) : ReceivablesEvent;

/// <summary>A note, or a part of it, changed hands. <paramref name="Note"/> is the parent; <paramref name="MovedNote"/> what <paramref name="To"/> now owns: the note itself, or the part.</summary>
public sealed record Moved(
    [Indexed] ReceivableId Receivable, [Indexed] PartyId From, [Indexed] PartyId To, NoteId Note, [AbiName("moved")] NoteId MovedNote, ulong Amount, Hash32 Document) : ReceivablesEvent;

/// <summary>A note was sold. Where it is a part, a <see cref="Moved"/> before this one tells its parent.</summary>
public sealed record Sold(
    [Indexed] ReceivableId Receivable, [Indexed] PartyId Seller, [Indexed] PartyId Buyer, NoteId Note, ulong Amount, ulong Price) : ReceivablesEvent;

/// <summary>The debtor paid; the money waits to be redeemed.</summary>
public sealed record Paid([Indexed] ReceivableId Receivable, ulong Amount) : ReceivablesEvent;

/// <summary>The receivable was undivided and is settled: its owner has been paid, and the note ended.</summary>
public sealed record PaidThrough([Indexed] ReceivableId Receivable, ulong Amount) : ReceivablesEvent;

/// <summary>An owner took what had been paid for its note.</summary>
public sealed record Redeemed([Indexed] ReceivableId Receivable, [Indexed] PartyId Owner, NoteId Note, ulong Amount) : ReceivablesEvent;

/// <summary>The debtor bought a part of its debt back, below its amount.</summary>
public sealed record Retired(
    [Indexed] ReceivableId Receivable, [Indexed] PartyId Owner, NoteId Note, ulong Amount, ulong Price) : ReceivablesEvent;

/// <summary>An owner gave up a part of its claim.</summary>
public sealed record Diluted(
    [Indexed] ReceivableId Receivable, [Indexed] PartyId Owner, NoteId Note, ulong Amount, Hash32 Document) : ReceivablesEvent;

/// <summary>The debtor disputes the receivable, or no longer.</summary>
public sealed record DisputeSet([Indexed] ReceivableId Receivable, bool Disputed, Hash32 Reason) : ReceivablesEvent;
