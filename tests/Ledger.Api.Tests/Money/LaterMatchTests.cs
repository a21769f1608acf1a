using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Money;

/// <summary>A hand-off that somebody submitted without its order is matched afterwards, with the same result.</summary>
public sealed class LaterMatchTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task A_hand_off_that_was_submitted_alone_moves_the_goods_and_its_match_afterwards_the_money()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync();
        var (delivery, epc) = (desk.Delivery(terms, 200, 400_000), await desk.MakeAsync());
        var handOff = await HandedOverAsync(terms, delivery, epc);
        Assert.Equal(desk.Buyer.Id, (await desk.Buyer.Ledger.Custody.GetAsync(epc)).Custodian);
        Assert.Equal((OrderStatus.Funded, 0), (await desk.ShowAsync(terms)) is var alone ? (alone.Order.Status, alone.Deliveries.Count) : default);
        // Days later its deadline is past: the goods have moved all the same.
        await desk.Ledger.PassAsync(TimeSpan.FromDays(5));
        var match = OrdersClient.Match(handOff, terms, delivery);
        var matched = await desk.Ledger.SubmitAsync(match);
        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.InDelivery, 400_000UL, 600_000UL), (order.Order.Status, order.Order.Paid, order.Order.Escrow));
        Assert.Equal((delivery.Hash(), UnitId.Of(epc)), Assert.Single(order.Deliveries) is var found ? (found.Delivery, Assert.Single(found.Units)) : default);
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + 400_000), await desk.CashAsync());

        Assert.Equal("wrong-type", Assert.Throws<LedgerException>(() => OrdersClient.HandOffOf(handOff)).Code);
        // Sent again it is the same operation; and under another invoice the same hand-off is not paid for again.
        Assert.Equal(matched.TransactionHash, (await desk.Ledger.SubmitAsync(match)).TransactionHash);
        var other = desk.Delivery(terms, 300, 600_000);
        var again = desk.Ledger.Live.Sign(((HandOff)handOff.Intent) with { Document = other.Hash(), Deadline = desk.Ledger.Now + 3600 }, desk.Seller.Key, desk.Buyer.Key);
        await desk.Ledger.RefusedAsync("already-matched", OrdersClient.Match(again, terms, other));
        await ProductLedger.RefusedAsync("not-this-delivery", () => Task.FromResult(OrdersClient.Match(handOff, terms, other)));
        Assert.Equal(600_000UL, (await desk.ShowAsync(terms)).Order.Escrow);
    }

    [Fact]
    public async Task On_credit_the_receivable_of_a_later_match_names_the_hand_off_that_came_first()
    {
        await desk.OpenAsync();
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month));
        var delivery = desk.Delivery(terms, OrderDesk.Quantity, OrderDesk.Price);
        var handOff = await HandedOverAsync(terms, delivery, await desk.MakeAsync());
        await desk.Ledger.PassAsync(TimeSpan.FromDays(1));
        await desk.Ledger.SubmitAsync(OrdersClient.Match(handOff, terms, delivery));
        var payment = Assert.Single((await desk.ShowAsync(terms)).Payments);
        var born = await desk.Seller.Ledger.Receivables.GetAsync(payment.Receivable!.Value);
        var evidence = Assert.Single(born.Evidence.HandOffs);
        Assert.Equal(("CustodyMoved", desk.Seller.Id, desk.Buyer.Id), (evidence.Event.Name, evidence.From, evidence.To));
        Assert.True(evidence.Event.Block < payment.Event.Block);
        Assert.Equal(payment.Event.Time + terms.Tenor, born.Receivable.Due);
        var goods = (await desk.Seller.Ledger.Receivables.DueDiligenceAsync(payment.Receivable.Value)).Questions.Single(question => question.Code == "goods-handed-over");
        Assert.Equal((Verdict.Yes, evidence.Event), (goods.Verdict, goods.Proofs[0].Event));
    }

    [Fact]
    public async Task Once_the_receiver_has_passed_the_goods_on_or_disputes_the_order_nothing_is_matched()
    {
        await desk.OpenAsync();
        var terms = await desk.FundedAsync();
        var (delivery, epc) = (desk.Delivery(terms, 200, 400_000), await desk.MakeAsync());
        var match = OrdersClient.Match(await HandedOverAsync(terms, delivery, epc), terms, delivery);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms), desk.Buyer);
        await desk.Ledger.RefusedAsync("order-is-disputed", match);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms, disputed: false), desk.Buyer);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Custody.OfferAsync(desk.Buyer.Id, desk.Ledger.Warehouse.Id, epc), desk.Buyer, desk.Ledger.Warehouse);
        await desk.Ledger.RefusedAsync("not-handed-over", match);
        Assert.Equal((OrderStatus.Funded, OrderDesk.Price), (await desk.ShowAsync(terms)).Order is var order ? (order.Status, order.Escrow) : default);
        await desk.Ledger.RebuildsToTheSameAsync();
    }

    /// <summary>Giver and receiver sign for the order; somebody submits what Goods takes of it alone.</summary>
    private async Task<SignedIntent> HandedOverAsync(OrderTerms terms, Delivery delivery, string epc)
    {
        var draft = await desk.Seller.Ledger.Orders.DeliverAsync(terms, delivery, epc);
        var alone = OrdersClient.HandOffOf(draft.Sign(desk.Seller.Key).Sign(desk.Buyer.Key).ToSigned());
        await desk.Ledger.SubmitAsync(alone);
        return alone;
    }
}
