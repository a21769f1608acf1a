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

    /// <summary>The lenders and debtors between whom the event at hand has changed what is owed, or the limit.</summary>
    public IReadOnlyList<(PartyId Lender, PartyId Debtor)> Lines { get; internal set; } = [];

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

    /// <summary>Evidence, or the fields of a message.</summary>
    public static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value, Http.Json.Options)!.AsObject();
}
