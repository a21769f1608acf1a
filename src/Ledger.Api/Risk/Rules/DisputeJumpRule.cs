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

/// <summary>More of what a seller earns is disputed than before: in 30 days at least 5 %, and three times the rate of the 180 days before them.</summary>
public sealed class DisputeJumpRule : RiskRule
{
    private const ulong Day = 86_400;
    private const uint Window = 30;
    private const uint Before30 = 180;

    /// <inheritdoc/>
    public override string Id => "dispute-jump";

    /// <inheritdoc/>
    public override void Before(in PlacedEvent placed, RiskContext context)
    {
        var (seller, disputed) = placed.Event switch
        {
            DisputeSet { Disputed: true } set when context.Book.Receivables.TryGetValue(set.Receivable.Value, out var debt) && !debt.EverDisputed => (debt.Seller, debt.Outstanding),
            DisputeRaised raised when context.Book.Orders.TryGetValue(raised.Order.Value, out var order) && !order.EverDisputed => (order.Seller, order.Price - Math.Min(order.Price, order.Matched)),
            _ => default,
        };
        if (seller.Value != 0) SellerBook.Of(context, seller).Add((uint)(placed.Time / Day), disputed: disputed);
    }

    /// <inheritdoc/>
    public override void After(in PlacedEvent placed, RiskContext context)
    {
        if (placed.Event is Matched matched && context.Book.Orders.TryGetValue(matched.Order.Value, out var order)) SellerBook.Of(context, order.Seller).Add((uint)(placed.Time / Day), earned: matched.Due);
        else if (placed.Event is Issued issued && !context.IsInstrument(issued.Owner)) SellerBook.Of(context, issued.Owner).Add((uint)(placed.Time / Day), earned: issued.Face);
        if (SellerBook.Concerned(placed.Event, context) is { } seller) Judge(seller, placed, context);
    }

    private void Judge(PartyId seller, in PlacedEvent placed, RiskContext context)
    {
        var today = (uint)(placed.Time / Day);
        var days = SellerBook.Of(context, seller);
        var recent = days.Sum(today > Window ? today - Window : 0, today);
        var before = days.Sum(today > Window + Before30 ? today - Window - Before30 : 0, today > Window ? today - Window - 1 : 0);
        var jumped = recent.Disputed * 20 >= recent.Earned + recent.Disputed && recent.Disputed > 0
            && recent.Disputed * (before.Earned + 1) >= 3 * before.Disputed * (recent.Earned + 1);
        if (!jumped) context.Resolve(Id, Subjects.Party(seller), AlertCause.Of(placed));
        else if (!context.IsOpen(Id, Subjects.Party(seller)))
            context.Raise(new Finding(Id, AlertSeverity.Warning, Subjects.Party(seller), AlertCause.Of(placed), [seller, .. SellerBook.Creditors(seller, context)],
                Json(new { seller, disputed30Days = SellerBook.Clip(recent.Disputed), earned30Days = SellerBook.Clip(recent.Earned), disputed180DaysBefore = SellerBook.Clip(before.Disputed), earned180DaysBefore = SellerBook.Clip(before.Earned) }), []));
    }
}
