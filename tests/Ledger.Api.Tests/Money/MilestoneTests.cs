using Ledger.Sdk.Orders;

namespace Ledger.Api.Tests.Money;

/// <summary>Each hand-over on the way earns its part of the price.</summary>
public sealed class MilestoneTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task The_escrow_pays_a_fifth_at_dispatch_and_the_rest_at_receipt_of_all_pallets_under_one_pair_of_signatures()
    {
        await desk.OpenAsync();
        var (before, carrier) = (await desk.CashAsync(), desk.Ledger.Warehouse);
        var terms = await desk.FundedAsync(milestones: Milestones());
        string[] pallets = [await desk.MakeAsync(), await desk.MakeAsync()];
        var (dispatch, receipt) = (desk.Delivery(terms, OrderDesk.Quantity, 200_000), desk.Delivery(terms, OrderDesk.Quantity, 800_000, milestone: 1));
        // What the carrier does not hold yet it can't hand over, and who is no party to a milestone can't earn it.
        await desk.Ledger.RefusedAsync("not-custodian", await carrier.Ledger.Orders.DeliverAsync(terms, receipt, pallets), carrier, desk.Buyer);
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.DeliverAsync(terms, dispatch, pallets), desk.Seller, carrier);
        var sent = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.InDelivery, 200_000UL, 800_000UL), (sent.Order.Status, sent.Order.Paid, sent.Order.Escrow));
        Assert.Equal([500UL, 0UL], sent.Milestones.Select(step => step.Accepted));
        Assert.Equal(2, Assert.Single(sent.Deliveries).Units.Count);

        await desk.Ledger.RefusedAsync("exceeds-order", await desk.DeliverAsync(terms, desk.Delivery(terms, 1, 400)), desk.Seller, carrier);
        await desk.Ledger.SubmitAsync(await carrier.Ledger.Orders.DeliverAsync(terms, receipt, pallets), carrier, desk.Buyer);
        var received = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, OrderDesk.Price, 0UL), (received.Order.Status, received.Order.Paid, received.Order.Escrow));
        Assert.Equal([800_000UL, 200_000UL], received.Payments.Select(payment => payment.Amount));
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + OrderDesk.Price), await desk.CashAsync());
        Assert.Equal(desk.Buyer.Id, (await desk.Buyer.Ledger.Custody.GetAsync(pallets[1])).Custodian);
        Assert.Equal(OrderStatus.Closed, (await carrier.Ledger.Orders.GetAsync(terms.Id())).Order.Status);
    }

    [Fact]
    public async Task On_credit_each_milestone_is_a_receivable_of_its_own_that_is_due_from_its_own_day()
    {
        await desk.OpenAsync();
        var carrier = desk.Ledger.Warehouse;
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month), milestones: Milestones());
        var pallet = await desk.MakeAsync();
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.DeliverAsync(terms, desk.Delivery(terms, 500, 200_000), pallet), desk.Seller, carrier);
        await desk.Ledger.PassAsync(TimeSpan.FromDays(4));
        await desk.Ledger.SubmitAsync(await carrier.Ledger.Orders.DeliverAsync(terms, desk.Delivery(terms, 500, 800_000, milestone: 1), pallet), carrier, desk.Buyer);
        var payments = (await desk.ShowAsync(terms)).Payments;
        var (receipt, dispatch) = (await desk.Seller.Ledger.Receivables.GetAsync(payments[0].Receivable!.Value), await desk.Seller.Ledger.Receivables.GetAsync(payments[1].Receivable!.Value));
        Assert.Equal((200_000UL, 800_000UL), (dispatch.Receivable.Outstanding, receipt.Receivable.Outstanding));
        Assert.InRange(receipt.Receivable.Due - dispatch.Receivable.Due, 4UL * 86_400, 4UL * 86_400 + 3_600);
        Assert.Equal((desk.Seller.Id, carrier.Id), Assert.Single(dispatch.Evidence.HandOffs) is var first ? (first.From, first.To) : default);
        Assert.Equal((carrier.Id, desk.Buyer.Id), Assert.Single(receipt.Evidence.HandOffs) is var second ? (second.From, second.To) : default);
        Assert.Equal(1UL, receipt.Evidence.Match!.Milestone);
        await desk.Ledger.RebuildsToTheSameAsync();
    }

    private Milestone[] Milestones() => [new(desk.Seller.Id, desk.Ledger.Warehouse.Id, 2_000), new(desk.Ledger.Warehouse.Id, desk.Buyer.Id, 8_000)];
}
