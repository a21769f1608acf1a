using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>A title note: goods of a lot that a party owns, whoever holds them.</summary>
/// <param name="Id">Its id; the first one of a lot has the lot's.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Amount">How much, times 10 to the power of the lot's decimals.</param>
/// <param name="Seq">What the owner's next message must bind.</param>
/// <param name="Parent">The note that it was split off; null for the first one.</param>
public sealed record TitleRecord(NoteId Id, LotId Lot, PartyId Owner, ulong Amount, uint Seq, NoteId? Parent);
