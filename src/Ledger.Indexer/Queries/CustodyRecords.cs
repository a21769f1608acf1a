using Ledger.Sdk.Ethereum;

namespace Ledger.Indexer.Queries;

/// <summary>A unit as it is now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Lot">Its lot, or null.</param>
/// <param name="Custodian">The party that holds it, by itself or inside <paramref name="Outermost"/>.</param>
/// <param name="Outermost">The outermost parent, or the unit itself.</param>
/// <param name="Parent">What it is packed in, or null.</param>
/// <param name="Amount">Integer of the lot's unit of measure × 10^decimals; 0 where it is no more.</param>
/// <param name="Seq">The sequence number that the next intent must bind.</param>
/// <param name="Condition">The last report; 0 is sound.</param>
/// <param name="Contents">How many units are packed directly in it.</param>
/// <param name="Status">1 in custody, 2 consumed, 3 merged into another.</param>
/// <param name="RegisteredBy">Who registered it.</param>
/// <param name="Block">The block of its registration.</param>
/// <param name="Time">The time of its registration in unix seconds.</param>
/// <param name="Uom">The lot's unit of measure; null without a lot.</param>
/// <param name="Decimals">The lot's decimals; null without a lot.</param>
/// <param name="Recalled">1 where its lot is recalled.</param>
public sealed record UnitNow(
    Hash32 Id, Hash32? Lot, ulong Custodian, Hash32 Outermost, Hash32? Parent, ulong Amount, ulong Seq, ulong Condition, ulong Contents,
    ulong Status, ulong RegisteredBy,
    ulong Block, ulong Time, string? Uom, ulong? Decimals, ulong Recalled);

/// <summary>A change of hands.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="LogIndex">Position of the log in the block.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="TxHash">The transaction.</param>
/// <param name="Kind">1 registered, 2 handed off, 4 split off.</param>
/// <param name="From">The giver; 0 at registration.</param>
/// <param name="To">The receiver.</param>
/// <param name="Document">Commitment of the document behind it; zero for none.</param>
/// <param name="Via">The parent that moved with the unit in it; null where the unit itself moved.</param>
public sealed record CustodyMove(ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash, ulong Kind, ulong From, ulong To, Hash32 Document,
    Hash32? Via);

/// <summary>A time during which one party held a unit.</summary>
/// <param name="Party">The holder.</param>
/// <param name="Since">Unix seconds.</param>
/// <param name="Until">Unix seconds; null where it still holds it.</param>
/// <param name="Via">The parent in which the holder received it; null where it received the unit itself.</param>
public sealed record Holding(ulong Party, ulong Since, ulong? Until, Hash32? Via);

/// <summary>One entry of a unit's timeline.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="LogIndex">Position of the log in the block.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="TxHash">The transaction.</param>
/// <param name="Kind"><c>registered</c>, <c>handed-off</c>, <c>rejected</c>, <c>packed</c>, <c>unpacked</c>, <c>split</c>, <c>merged</c>,
/// <c>transformed</c> or <c>condition-reported</c>.</param>
/// <param name="From">The giver, where custody moved or was to move.</param>
/// <param name="To">The receiver, or the party that acted.</param>
/// <param name="Other">The parent; the other unit of a split or merge; the digest of a rejected offer.</param>
/// <param name="Document">Commitment of the document, reason or evidence; null where the event has none.</param>
/// <param name="Condition">What was reported.</param>
public sealed record UnitStep(
    ulong Block, ulong LogIndex, ulong Time, Hash32 TxHash, string Kind, ulong? From, ulong To, Hash32? Other, Hash32? Document,
        ulong? Condition);
