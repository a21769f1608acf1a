using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Risk;

/// <summary>What may be done at once about what a rule found: intents with what is known of their messages, and links.</summary>
public static class Acts
{
    /// <summary>What a lender may do about a loan: mark it as impaired where it is overdue, and lend no more.</summary>
    public static IEnumerable<AlertAct> OnLoan(RiskContext context, Hash32 id, OpenPosition position, bool impair = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(position);
        if (impair && !position.Impaired && !position.Defaulted) yield return Do(id, position, PositionAction.Impair, "Impairs the overdue loan.");
        foreach (var act in OnLine(context, position.Lender, position.Debtor)) yield return act;
    }

    /// <summary>What a lender may do about what a debtor owes it: neither lend nor buy more.</summary>
    public static IEnumerable<AlertAct> OnLine(RiskContext context, PartyId lender, PartyId debtor)
    {
        ArgumentNullException.ThrowIfNull(context);
        var lent = context.Book.Exposures.GetValueOrDefault((lender, debtor));
        yield return new AlertAct("Limit", lender, RiskContext.Json(new { lender, debtor, amount = lent }), "Stops lending: a limit at what is lent now leaves nothing to lend.",
            new Uri($"/exposure?lender={lender}&debtor={debtor}", UriKind.Relative));
        yield return new AlertAct("LenderPolicy", lender, RiskContext.Json(new { paused = true }), "Stops automatic offers: a paused policy makes none.", new Uri("/financing/policies", UriKind.Relative));
    }

    /// <summary>The lender acts on a position.</summary>
    public static AlertAct Do(Hash32 id, OpenPosition position, PositionAction action, string why)
    {
        ArgumentNullException.ThrowIfNull(position);
        return new AlertAct("LenderAction", position.Lender, RiskContext.Json(new { position = id, action = (byte)action }), why, new Uri($"/positions/{id}", UriKind.Relative));
    }

    /// <summary>The valuer has goods valued anew: a value that no longer covers the loan is a margin call. Nothing where nobody values them.</summary>
    public static IEnumerable<AlertAct> Value(Hash32 id, OpenPosition position)
    {
        ArgumentNullException.ThrowIfNull(position);
        if (position.Valuer.Value != 0)
            yield return new AlertAct("Valuation", position.Valuer, RiskContext.Json(new { position = id }), "Says what the goods are worth now; too little is a margin call.", new Uri($"/positions/{id}", UriKind.Relative));
    }

    /// <summary>The party of a device revokes it.</summary>
    public static AlertAct Revoke(PartyId party, Address device) =>
        new("DeviceChange", party, RiskContext.Json(new { party, device, attests = 0 }), "Revokes the device: nothing that it says counts any more.");

    /// <summary>A registrar, a regulator or a council of guardians freezes a party; whoever is told may ask for it.</summary>
    public static AlertAct Freeze(PartyId party) => new("StatusChange", null, RiskContext.Json(new { party, status = (byte)PartyStatus.Frozen }),
        "Asks for a freeze: the party can neither sell, pledge nor borrow, and still pays. A registrar, a regulator or a quorum of guardians signs.", new Uri($"/parties/{party}", UriKind.Relative));
}
