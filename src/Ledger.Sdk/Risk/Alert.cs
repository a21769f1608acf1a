using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Sdk.Risk;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info = 1,

    /// <summary>Something to look at.</summary>
    Warning = 2,

    /// <summary>Money may be lost.</summary>
    Critical = 3,
}

/// <summary>Something that a party concerned may do at once: an intent with all that is known of it; sequence number, epoch and deadline are read when it is signed.</summary>
/// <param name="Type">The intent, as in <c>POST /intents</c>; <c>LenderPolicy</c> for a change of the reader's own policies, which takes no signature.</param>
/// <param name="Signer">Who may sign it; null: any registrar or regulator, and the reader may ask them to.</param>
/// <param name="Message">Fields of the message.</param>
/// <param name="Why">What it brings.</param>
/// <param name="Link">Where to look before it is done; null where there is nothing more to see.</param>
public sealed record AlertAct(string Type, PartyId? Signer, JsonObject Message, string Why, Uri? Link = null);

/// <summary>When and where the chain had it that an alert's cause was gone.</summary>
/// <param name="At">The chain's time.</param>
/// <param name="Block">The block.</param>
/// <param name="Transaction">The transaction; null for what time alone brought about.</param>
public sealed record AlertEnd(DateTimeOffset At, ulong Block, Hash32? Transaction);

/// <summary>What a rule of risk found, as one party sees it.</summary>
/// <param name="Id">Its id, the same wherever the chain is followed.</param>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="At">When it came to be, by the chain's time.</param>
/// <param name="Block">The block.</param>
/// <param name="Transaction">The transaction; null for what time alone brought about.</param>
/// <param name="LogIndex">The log in the block.</param>
/// <param name="Evidence">Ids and figures, to be checked on chain.</param>
/// <param name="Acts">Intents that the reader may sign at once, with what is known of their messages.</param>
/// <param name="Resolved">When the cause went; null while it is open.</param>
public sealed record Alert(
    string Id, string Rule, AlertSeverity Severity, string Subject, DateTimeOffset At, ulong Block, Hash32? Transaction, ulong? LogIndex, JsonObject Evidence,
    IReadOnlyList<AlertAct> Acts, AlertEnd? Resolved);

/// <summary>That an alert was raised or resolved.</summary>
/// <param name="Notice">Its number: they rise; a stream goes on after it.</param>
/// <param name="Kind">raised or resolved.</param>
/// <param name="Alert">The alert as it is when it is told of.</param>
public sealed record AlertNotice(long Notice, string Kind, Alert Alert);

/// <summary>A page of alerts, newest first.</summary>
/// <param name="Items">The alerts.</param>
/// <param name="Next">Opaque cursor of the next page; null on the last.</param>
public sealed record AlertPage(IReadOnlyList<Alert> Items, string? Next);
