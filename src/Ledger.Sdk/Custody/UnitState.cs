using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>A unit as the API answers <c>GET /units/{epc}</c>.</summary>
/// <param name="Id">Its id on chain.</param>
/// <param name="Epc">Its EPC URN, where the API has captured it.</param>
/// <param name="Lot">The lot it is of; null for none.</param>
/// <param name="Custodian">Who holds it; for a packed unit, who holds the outermost parent.</param>
/// <param name="Amount">Its amount, times 10 to the power of <paramref name="Decimals"/>; 0 once it is consumed.</param>
/// <param name="Uom">The lot's unit of measure.</param>
/// <param name="Decimals">The lot's decimal places.</param>
/// <param name="Seq">What the next intent about it must bind.</param>
/// <param name="Parent">What it is packed in; null for nothing.</param>
/// <param name="Contents">How many units are packed in it.</param>
/// <param name="Condition">The last report.</param>
/// <param name="Recalled">Whether its lot is recalled.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record UnitState(
    UnitId Id,
    string? Epc,
    LotId? Lot,
    PartyId Custodian,
    ulong Amount,
    UnitOfMeasure Uom,
    byte Decimals,
    uint Seq,
    UnitId? Parent,
    uint Contents,
    Condition Condition,
    bool Recalled,
    AsOf? AsOf = null);

/// <summary>One entry of the custody timeline, <c>GET /units/{epc}/custody</c>, oldest first.</summary>
/// <param name="Id">Transaction hash and log index, <c>0x…-3</c>: the id of the hand-off, for <c>/handoffs/{id}/proof</c>.</param>
/// <param name="Kind">What happened: <c>registered</c>, <c>handed-off</c>, <c>rejected</c>, <c>packed</c>, <c>unpacked</c>, <c>split</c>,
/// <c>merged</c>, <c>transformed</c>, <c>condition-reported</c>.</param>
/// <param name="From">The giver, where custody moved.</param>
/// <param name="To">The receiver, or the party that acted.</param>
/// <param name="Via">The outermost parent that moved, where the unit was packed.</param>
/// <param name="Document">Commitment of the document behind it; null for none.</param>
/// <param name="Condition">What was reported.</param>
/// <param name="Block">The block's number.</param>
/// <param name="Time">The block's time in Unix seconds.</param>
/// <param name="TransactionHash">The transaction.</param>
public sealed record CustodyStep(
    string Id,
    string Kind,
    PartyId? From,
    PartyId To,
    UnitId? Via,
    Hash32? Document,
    Condition? Condition,
    ulong Block,
    ulong Time,
    Hash32 TransactionHash);

/// <summary>Who held a unit at a moment, <c>GET /units/{epc}/custodian?at=TIME</c>.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Custodian">Who held it; null before it was registered.</param>
/// <param name="Since">When the custodian took it over, in Unix seconds.</param>
/// <param name="Until">When it was handed on; null where it still holds it.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record CustodianAt(UnitId Unit, PartyId? Custodian, ulong? Since, ulong? Until, AsOf? AsOf = null);
