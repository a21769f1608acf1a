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

/// <summary>Of three debtors or more, one owes over two fifths of what all owe a lender, by loans and by notes. Gone when it owes less.</summary>
public sealed class ConcentrationRule : RiskRule
{
    private const int LeastDebtors = 3;

    /// <inheritdoc/>
    public override string Id => Name;

    internal const string Name = "concentration";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is LimitSet) return;
        foreach (var lender in context.Lines.Select(line => line.Lender).Distinct()) Judge(lender, placed, context);
    }

    /// <summary>Above two fifths there may be two; whoever was above and is not any more has changed itself, or has been overtaken by the total.</summary>
    private void Judge(PartyId lender, in PlacedEvent placed, RiskContext context)
    {
        if (!context.State.Stakes.TryGetValue(lender, out var stakes)) return;
        foreach (var debtor in stakes.Concentrated.Order().Concat(stakes.Largest).Distinct().ToList())
        {
            var (stake, subject) = (stakes.On(debtor), Subjects.Line(lender, debtor));
            if (stakes.Debtors < LeastDebtors || stake.InAll * 5 <= stakes.Total * 2)
            {
                context.Resolve(Id, subject, AlertCause.Of(placed));
                stakes.Concentrated.Remove(debtor);
                continue;
            }
            context.Raise(new Finding(Id, AlertSeverity.Warning, subject, AlertCause.Of(placed), [lender],
                Json(new { lender, debtor, exposure = SellerBook.Clip(stake.InAll), lent = stake.Lent, owned = stake.Owned, exposureOfAll = SellerBook.Clip(stakes.Total), debtors = stakes.Debtors }),
                [.. Acts.OnLine(context, lender, debtor)]));
            stakes.Concentrated.Add(debtor);
        }
    }
}
