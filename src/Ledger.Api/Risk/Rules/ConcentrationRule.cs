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

/// <summary>More than two fifths of what a lender has out, over three or more debtors, depend on one. Gone when less do.</summary>
public sealed class ConcentrationRule : RiskRule
{
    private const int LeastDebtors = 3;

    /// <inheritdoc/>
    public override string Id => "concentration";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is LimitSet || context.Line is not { } changed || !context.State.Lent.TryGetValue(changed.Lender, out var lines)) return;
        var (lender, total) = (changed.Lender, UInt128.Zero);
        foreach (var exposure in lines.Values) total += exposure;
        foreach (var (debtor, exposure) in lines)
        {
            if (lines.Count >= LeastDebtors && (UInt128)exposure * 5 > total * 2)
                context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Line(lender, debtor), AlertCause.Of(placed), [lender],
                    Json(new { lender, debtor, exposure, exposureOfAll = SellerBook.Clip(total), debtors = lines.Count }), [StopFunding(lender, debtor, exposure)]));
            else context.Resolve(Id, Subjects.Line(lender, debtor), AlertCause.Of(placed));
        }
        if (!context.Book.Exposures.ContainsKey(changed)) context.Resolve(Id, Subjects.Line(changed.Lender, changed.Debtor), AlertCause.Of(placed));
    }
}
