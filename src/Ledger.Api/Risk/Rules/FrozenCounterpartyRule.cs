using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Credit.Book;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Risk;
using static Ledger.Api.Risk.RiskContext;

namespace Ledger.Api.Risk.Rules;

/// <summary>A party was frozen or retired: told to whoever it owes, who owes it, lends to it, borrows from it, or has an order with it. Gone when it is active again.</summary>
public sealed class FrozenCounterpartyRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "frozen-counterparty";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is not StatusSet set) return;
        if (set.Status == PartyStatus.Active)
        {
            context.Resolve(Id, Subjects.Party(set.Party), AlertCause.Of(placed));
            return;
        }
        PartyId[] concerned = [.. Concerned(set.Party, context.Book, context).Where(party => party != set.Party).Distinct()];
        if (concerned.Length == 0) return;
        AlertAct[] acts = [.. context.Book.Exposures.Where(line => line.Key.Debtor == set.Party).Select(line => line.Key.Lender).Order().SelectMany(lender => Acts.OnLine(context, lender, set.Party))];
        context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Party(set.Party), AlertCause.Of(placed), concerned,
            Json(new { party = set.Party, status = set.Status, by = set.By, reason = set.Reason }), acts));
    }

    private static IEnumerable<PartyId> Concerned(PartyId party, LedgerBook book, RiskContext context)
    {
        foreach (var (id, debt) in book.Receivables)
        {
            var creditors = context.CreditorsOf(id, debt).ToList();
            if (debt.Debtor == party) foreach (var creditor in creditors) yield return creditor;
            else if (creditors.Contains(party)) yield return debt.Debtor;
        }
        foreach (var position in book.Positions.Values)
        {
            if (position.Borrower == party || position.Debtor == party) yield return position.Lender;
            else if (position.Lender == party) yield return position.Borrower;
        }
        foreach (var order in book.Orders.Values)
        {
            if (order.Buyer == party) yield return order.Seller;
            else if (order.Seller == party) yield return order.Buyer;
        }
    }
}
