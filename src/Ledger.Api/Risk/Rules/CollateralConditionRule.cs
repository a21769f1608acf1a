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

/// <summary>Goods behind a loan were reported in bad condition: pledged ones, or those delivered for an order whose proceeds are pledged. Gone when they are reported sound, or the loan is over.</summary>
public sealed class CollateralConditionRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "collateral-condition";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is not ConditionReported reported || !context.State.HasPledges) return;
        var unit = reported.Unit.Value;
        var (lot, order) = (context.State.Goods.LotOfUnit(unit), context.State.Goods.ClaimOn(unit)?.Order ?? default);
        foreach (var id in context.State.PositionsOn(lot).Concat(context.State.PositionsOn(order)).Distinct().ToList())
        {
            if (!context.Book.Positions.TryGetValue(id, out var position)) continue;
            if (reported.Condition == Condition.Sound) context.Resolve(Id, Subjects.Loan(id), AlertCause.Of(placed));
            else
                context.Raise(new Finding(Id, AlertSeverity.Critical, Subjects.Loan(id), AlertCause.Of(placed), [position.Lender, position.Borrower, position.Valuer, reported.By],
                    Json(new { position = id, unit, lot, order, condition = reported.Condition, custodian = reported.By, device = reported.Device, evidence = reported.Evidence }),
                    [.. Acts.Value(id, position), .. Acts.OnLoan(context, id, position)]));
        }
    }
}
