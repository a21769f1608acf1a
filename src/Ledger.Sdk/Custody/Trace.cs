using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Custody;

/// <summary>Where a unit came from, or what became of it: <c>GET /units/{epc}/trace?direction=back|forward</c>.</summary>
/// <param name="Unit">The unit that was asked about.</param>
/// <param name="Direction"><c>back</c> or <c>forward</c>.</param>
/// <param name="Nodes">The units and lots met, the unit itself first.</param>
/// <param name="Links">What joins them, nearest first.</param>
/// <param name="AsOf">The block that this is as of.</param>
public sealed record Trace(
    UnitId Unit, string Direction, IReadOnlyList<TraceNode> Nodes, IReadOnlyList<TraceLink> Links, AsOf? AsOf = null);

/// <summary>A unit or lot of a trace.</summary>
/// <param name="Id">Its id on chain.</param>
/// <param name="Epc">Its EPC URN, where the API has captured it.</param>
/// <param name="Kind"><c>unit</c> or <c>lot</c>.</param>
/// <param name="Custodian">Who holds it now.</param>
/// <param name="Amount">Its amount.</param>
public sealed record TraceNode(UnitId Id, string? Epc, string Kind, PartyId? Custodian, ulong Amount);

/// <summary>How one unit or lot became part of another.</summary>
/// <param name="From">The earlier one: input, source, child.</param>
/// <param name="To">The later one: output, part, parent.</param>
/// <param name="Kind"><c>packed</c>, <c>transformed</c>, <c>split</c>, <c>merged</c> or <c>lot</c>.</param>
/// <param name="By">Who did it.</param>
/// <param name="Block">The block's number.</param>
/// <param name="Time">The block's time in Unix seconds.</param>
public sealed record TraceLink(UnitId From, UnitId To, string Kind, PartyId By, ulong Block, ulong Time);
