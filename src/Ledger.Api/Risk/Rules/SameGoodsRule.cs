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

/// <summary>The same goods stand behind two claims: they were delivered for two orders whose parties do not follow each other, or are pledged and delivered by the borrower.</summary>
public sealed class SameGoodsRule : RiskRule
{
    /// <inheritdoc/>
    public override string Id => "same-goods";

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is not Delivered delivered || !context.Book.Orders.TryGetValue(delivered.Order.Value, out var order)) return;
        foreach (var unit in delivered.Units.SelectMany(unit => context.State.Goods.WithContents(unit.Value)).ToList())
        {
            var claim = context.State.Goods.ClaimOn(unit);
            if (claim is { } before && before.Order != delivered.Order.Value && before.Buyer != order.Seller) Raise(unit, before, delivered, order, placed, context);
            foreach (var id in context.State.PositionsOn(context.State.Goods.LotOfUnit(unit)))
                if (context.Book.Positions.TryGetValue(id, out var position) && position.Borrower == order.Seller) Raise(unit, id, position, delivered, order, placed, context);
            context.State.Goods.Deliver(unit, new GoodsWatch.Claim(delivered.Order.Value, order.Buyer, order.Seller));
        }
    }

    private void Raise(Hash32 unit, GoodsWatch.Claim before, Delivered delivered, OpenOrder order, in PlacedEvent placed, RiskContext context) => context.Raise(new Finding(
        Id, AlertSeverity.Critical, Subjects.Unit(unit), AlertCause.Of(placed), [before.Buyer, before.Seller, order.Buyer, order.Seller, .. Lenders(before.Order, context), .. Lenders(delivered.Order.Value, context)],
        Json(new { unit, order = delivered.Order.Value, seller = order.Seller, buyer = order.Buyer, earlierOrder = before.Order, earlierSeller = before.Seller, earlierBuyer = before.Buyer }), [Acts.Freeze(order.Seller)]));

    private void Raise(Hash32 unit, Hash32 id, OpenPosition position, Delivered delivered, OpenOrder order, in PlacedEvent placed, RiskContext context) => context.Raise(new Finding(
        Id, AlertSeverity.Critical, Subjects.Loan(id), AlertCause.Of(placed), [position.Lender, position.Borrower, order.Buyer, .. Lenders(delivered.Order.Value, context)],
        Json(new { unit, lot = context.State.Goods.LotOfUnit(unit), position = id, lender = position.Lender, order = delivered.Order.Value, buyer = order.Buyer }),
        [.. Acts.OnLoan(context, id, position), Acts.Freeze(position.Borrower)]));

    private static IEnumerable<PartyId> Lenders(Hash32 order, RiskContext context) => context.LendersOn(order);
}
