using Ledger.Indexer.Projections.Rows;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Orders;

namespace Ledger.Indexer.Projections;

/// <summary>What changes one order.</summary>
internal abstract class OrderProjection<TEvent> : Projection<TEvent>
    where TEvent : OrdersEvent
{
    protected abstract OrderId OrderOf(TEvent logged);

    protected abstract void Apply(TEvent logged, OrderRow order, EventPosition at, ProjectionState state);

    protected override void Want(TEvent logged, ProjectionState state) => state.Orders.Want(OrderOf(logged).Value);

    protected override void Apply(TEvent logged, EventPosition at, ProjectionState state) =>
        Apply(logged, state.Orders.Change(OrderOf(logged).Value), at, state);
}

/// <summary>Buyer and seller agree: the order and its milestones exist.</summary>
internal sealed class OrderAgreedProjection : Projection<OrderAgreed>
{
    protected override void Want(OrderAgreed logged, ProjectionState state) => state.Orders.Want(logged.Order.Value);

    protected override void Apply(OrderAgreed logged, EventPosition at, ProjectionState state)
    {
        var (id, terms) = (logged.Order.Value, logged.Terms);
        state.Orders.Put(new OrderRow { Id = id, Terms = terms, Beneficiary = terms.Seller.Value, Seq = 1, At = at });
        for (var i = 0; i < terms.Shares.Count; i++)
            state.OrderMilestones.Add(new OrderMilestoneRow(id, (ulong)i, terms.Givers[i].Value, terms.Receivers[i].Value, terms.Shares[i], at.Block));
        state.OrderEntries.Add(new OrderEntryRow(id, at, OrderEntryKind.Agreed) { Party = terms.Buyer.Value, To = terms.Seller.Value, Amount = terms.Price });
    }
}

/// <summary>The buyer pays the price into the escrow.</summary>
internal sealed class FundedProjection : OrderProjection<Funded>
{
    protected override OrderId OrderOf(Funded logged) => logged.Order;

    protected override void Apply(Funded logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        (order.Funded, order.Escrow) = (true, logged.Amount);
        state.OrderEntries.Add(new OrderEntryRow(order.Id, at, OrderEntryKind.Funded) { Party = order.Terms.Buyer.Value, Amount = logged.Amount });
    }
}

/// <summary>Units are handed over for a delivery.</summary>
internal sealed class DeliveredProjection : OrderProjection<Delivered>
{
    protected override OrderId OrderOf(Delivered logged) => logged.Order;

    protected override void Apply(Delivered logged, OrderRow order, EventPosition at, ProjectionState state) =>
        state.OrderDeliveries.Add(new OrderDeliveryRow(order.Id, at, logged.Delivery, DeliveryKind.HandedOver, Join(logged.Units), null));
}

/// <summary>Devices attest a delivery.</summary>
internal sealed class ArrivedProjection : OrderProjection<Arrived>
{
    protected override OrderId OrderOf(Arrived logged) => logged.Order;

    protected override void Apply(Arrived logged, OrderRow order, EventPosition at, ProjectionState state) =>
        state.OrderDeliveries.Add(new OrderDeliveryRow(order.Id, at, logged.Delivery, DeliveryKind.Attested, [], logged.MatchableAfter));
}

/// <summary>Order, receipt and invoice are matched.</summary>
internal sealed class MatchedProjection : OrderProjection<Matched>
{
    protected override OrderId OrderOf(Matched logged) => logged.Order;

    protected override void Apply(Matched logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        unchecked
        {
            order.Matched += logged.Due;
        }
        state.OrderMatches.Add(new OrderMatchRow(order.Id, at, logged.Delivery, logged.Milestone, logged.Quantity, logged.Invoice, logged.Due, logged.Paid));
    }
}

/// <summary>The beneficiary is paid from the escrow, or by a receivable that is born of the order.</summary>
internal sealed class OrderPaidProjection : OrderProjection<OrderPaid>
{
    protected override OrderId OrderOf(OrderPaid logged) => logged.Order;

    protected override void Want(OrderPaid logged, ProjectionState state)
    {
        base.Want(logged, state);
        if (OrNone(logged.Receivable.Value) is { } receivable) state.Receivables.Want(receivable);
    }

    protected override void Apply(OrderPaid logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        var receivable = OrNone(logged.Receivable.Value);
        unchecked
        {
            order.Paid += logged.Amount;
            if (receivable is null) order.Escrow -= logged.Amount;
        }
        if (receivable is { } born) state.Receivables.Change(born).Order = order.Id;
        state.OrderPayments.Add(new OrderPaymentRow(order.Id, at, logged.Beneficiary.Value, logged.Amount, receivable));
    }
}

/// <summary>Buyer or seller stops all matching.</summary>
internal sealed class DisputeRaisedProjection : OrderProjection<DisputeRaised>
{
    protected override OrderId OrderOf(DisputeRaised logged) => logged.Order;

    protected override void Apply(DisputeRaised logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        OrderDisputes.Set(order, logged.By, true);
        state.OrderEntries.Add(new OrderEntryRow(order.Id, at, OrderEntryKind.DisputeRaised) { Party = logged.By.Value, Reason = logged.Reason });
    }
}

/// <summary>Who raised a dispute lifts it.</summary>
internal sealed class DisputeLiftedProjection : OrderProjection<DisputeLifted>
{
    protected override OrderId OrderOf(DisputeLifted logged) => logged.Order;

    protected override void Apply(DisputeLifted logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        OrderDisputes.Set(order, logged.By, false);
        state.OrderEntries.Add(new OrderEntryRow(order.Id, at, OrderEntryKind.DisputeLifted) { Party = logged.By.Value });
    }
}

/// <summary>Which side of an order disputes it.</summary>
internal static class OrderDisputes
{
    public static void Set(OrderRow order, Sdk.Parties.PartyId by, bool disputed)
    {
        if (by == order.Terms.Buyer) order.BuyerDisputes = disputed;
        else order.SellerDisputes = disputed;
        order.Seq++;
    }
}

/// <summary>Another party becomes the beneficiary.</summary>
internal sealed class ProceedsAssignedProjection : OrderProjection<ProceedsAssigned>
{
    protected override OrderId OrderOf(ProceedsAssigned logged) => logged.Order;

    protected override void Apply(ProceedsAssigned logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        order.Beneficiary = logged.To.Value;
        order.Seq++;
        state.OrderEntries.Add(new OrderEntryRow(order.Id, at, OrderEntryKind.ProceedsAssigned) { Party = logged.From.Value, To = logged.To.Value });
    }
}

/// <summary>The order ends. Nothing accepts its sequence number any more, so it stays what it was.</summary>
internal sealed class ClosedProjection : OrderProjection<Closed>
{
    protected override OrderId OrderOf(Closed logged) => logged.Order;

    protected override void Apply(Closed logged, OrderRow order, EventPosition at, ProjectionState state)
    {
        (order.Closed, order.Escrow, order.Refund) = (true, 0, logged.Refund);
        state.OrderEntries.Add(new OrderEntryRow(order.Id, at, OrderEntryKind.Closed) { Party = order.Terms.Buyer.Value, Amount = logged.Refund });
    }
}
