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

/// <summary>What a debtor owes a lender by loans and by notes is nine tenths of the lender's limit or more: the contract counts the loans alone. Gone when it is not.</summary>
public sealed class LimitRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "limit";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        foreach (var line in context.Lines) Judge(line.Lender, line.Debtor, placed, context);
    }

    private void Judge(PartyId lender, PartyId debtor, in PlacedEvent placed, RiskContext context)
    {
        var (stake, limit) = (context.State.StakeOf(lender, debtor), context.Book.Limits.GetValueOrDefault((lender, debtor)));
        var near = stake.InAll > 0 && limit > 0 && stake.InAll * 10 >= (UInt128)limit * 9;
        if (!near) context.Resolve(Id, Subjects.Line(lender, debtor), AlertCause.Of(placed));
        // A limit that was signed to stop funding is used up on purpose.
        else if (placed.Event is not LimitSet)
            context.Raise(new Finding(Id, AlertSeverity.Info, Subjects.Line(lender, debtor), AlertCause.Of(placed), [lender],
                Json(new { lender, debtor, exposure = SellerBook.Clip(stake.InAll), lent = stake.Lent, owned = stake.Owned, limit }), [.. Acts.OnLine(context, lender, debtor)]));
    }
}
