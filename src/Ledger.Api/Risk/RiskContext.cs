using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Http;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Risk;

/// <summary>What rules look at and where they say what they found.</summary>
public sealed class RiskContext(LedgerBook book, RiskState state)
{
    private readonly List<AlertChange> changes = [];

    /// <summary>What is open on the ledger.</summary>
    public LedgerBook Book => book;

    /// <summary>What rules remember.</summary>
    public RiskState State => state;

    /// <summary>The lender and debtor of the loan or limit that the event at hand is of, also where it has ended the loan; null for other events.</summary>
    public (PartyId Lender, PartyId Debtor)? Line { get; internal set; }

    /// <summary>Raises an alert, unless one of the rule about the subject is open.</summary>
    public void Raise(Finding finding)
    {
        if (!state.Open.Add((finding.Rule, finding.Subject))) return;
        PartyId[] parties = [.. finding.Parties.Where(party => party.Value != 0 && !IsInstrument(party)).Distinct().Order()];
        changes.Add(new AlertChange(finding.Rule, finding.Subject, finding with { Parties = parties }, null));
    }

    /// <summary>Resolves an alert, where one is open.</summary>
    public void Resolve(string rule, string subject, AlertCause gone)
    {
        if (state.Open.Remove((rule, subject))) changes.Add(new AlertChange(rule, subject, null, gone));
    }

    /// <summary>Whether an alert is open.</summary>
    public bool IsOpen(string rule, string subject) => state.Open.Contains((rule, subject));

    /// <summary>What was raised and resolved since the last call.</summary>
    public IReadOnlyList<AlertChange> Take()
    {
        AlertChange[] taken = [.. changes];
        changes.Clear();
        return taken;
    }

    /// <summary>Who would lose by a receivable: the owners of its notes, and of pledged ones the lenders.</summary>
    public IEnumerable<PartyId> CreditorsOf(Hash32 receivable, OpenReceivable debt) =>
        debt.Notes.Select(note => note.Owner).Concat(LendersOn(receivable)).Where(party => !IsInstrument(party));

    /// <summary>Lenders to whom something is pledged: a receivable, a title note or an order.</summary>
    public IEnumerable<PartyId> LendersOn(Hash32 collateral) => state.PositionsOn(collateral).Select(id => book.Positions.GetValueOrDefault(id)?.Lender ?? default).Where(party => party.Value != 0);

    /// <summary>Whether a party is a contract that holds what is others'.</summary>
    public bool IsInstrument(PartyId party) => book.Parties.GetValueOrDefault(party)?.IsInstrument ?? false;

    /// <summary>What a lender may do at once about a loan.</summary>
    public static IEnumerable<AlertAct> ActsOn(Hash32 id, OpenPosition position, ulong exposure, bool impair)
    {
        if (impair && !position.Impaired && !position.Defaulted)
            yield return new AlertAct("LenderAction", position.Lender, Json(new { position = id, action = 1 }), "Impairs the overdue loan.");
        yield return StopFunding(position.Lender, position.Debtor, exposure);
    }

    /// <summary>A limit of no more than what is out: nothing more is lent.</summary>
    public static AlertAct StopFunding(PartyId lender, PartyId debtor, ulong exposure) =>
        new("Limit", lender, Json(new { lender, debtor, amount = exposure }), "Stops funding: a limit at the present exposure leaves nothing to lend.");

    /// <summary>What a registrar or regulator may do about a party.</summary>
    public static AlertAct Freeze(PartyId party) =>
        new("StatusChange", null, Json(new { party, status = 2 }), "Freezes the party: it can neither sell, pledge nor borrow, and still pays. A quorum of guardians signs where the authority's key is a contract that asks for one.");

    /// <summary>Evidence, or the fields of a message.</summary>
    public static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value, Http.Json.Options)!.AsObject();
}
