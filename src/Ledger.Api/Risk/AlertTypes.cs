using System.Text.Json.Nodes;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Risk;

/// <summary>Where the chain has what an alert is about.</summary>
/// <param name="Block">The block; of what time alone brought about, the first one after it.</param>
/// <param name="Transaction">The transaction; null for what time alone brought about.</param>
/// <param name="LogIndex">The log; null as above.</param>
/// <param name="Time">When, in unix seconds.</param>
public sealed record AlertCause(ulong Block, Hash32? Transaction, uint? LogIndex, ulong Time)
{
    /// <summary>That of an event.</summary>
    public static AlertCause Of(in PlacedEvent placed) => new(placed.Block, placed.Transaction, placed.LogIndex, placed.Time);
}

/// <summary>What a rule found.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What it is about, such as <c>receivable 0x…</c>: while it is so, one alert of a rule is about it.</param>
/// <param name="Cause">Where the chain has it.</param>
/// <param name="Parties">Who is told, and nobody else.</param>
/// <param name="Evidence">Ids and figures.</param>
/// <param name="Acts">What may be done.</param>
public sealed record Finding(
    string Rule, AlertSeverity Severity, string Subject, AlertCause Cause, IReadOnlyList<PartyId> Parties, JsonObject Evidence, IReadOnlyList<AlertAct> Acts);

/// <summary>That an alert was raised, or that its cause has gone.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Raised">What was found; null where the cause has gone.</param>
/// <param name="Gone">Where the chain has it that the cause has gone; null for a new alert.</param>
public sealed record AlertChange(string Rule, string Subject, Finding? Raised, AlertCause? Gone);
