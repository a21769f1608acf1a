using Ledger.Sdk.Cash;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Money;

/// <summary>A disputed order ends by its arbiter's word or by both sides', an undisputed one by both or by its date; what is not paid goes back.</summary>
public sealed class OrderDisputeTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task An_arbiter_divides_the_escrow_of_a_disputed_order_and_of_no_other()
    {
        await desk.OpenAsync();
        var (judge, before) = (await desk.ArbiterAsync(), await desk.CashAsync());
        var terms = await desk.FundedAsync(new OrderOptions(Arbiter: judge.Id));
        await desk.DeliveredAsync(terms, 100, 200_000);
        await desk.Ledger.RefusedAsync("not-disputed", await judge.Ledger.Orders.ArbitrateAsync(terms, 100), judge);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms, reason: desk.Fresh()), desk.Buyer);
        Assert.Equal(terms.Id(), Assert.Single((await judge.Ledger.Orders.ListAsync(OrderStatus.Disputed)).Items).Id);
        await desk.Ledger.RefusedAsync("order-is-disputed", await desk.DeliverAsync(terms, desk.Delivery(terms, 100, 200_000)), desk.Seller, desk.Buyer);
        await desk.Ledger.RefusedAsync("amount-above-order", await judge.Ledger.Orders.ArbitrateAsync(terms, 800_001), judge);
        var award = await judge.Ledger.Orders.ArbitrateAsync(terms, 150_000, document: desk.Fresh());
        await ProductLedger.RefusedAsync("wrong-signer", () => Task.FromResult(award.Sign(desk.Buyer.Key)));
        await desk.Ledger.SubmitAsync(award, judge);

        var order = (await desk.ShowAsync(terms)).Order;
        Assert.Equal((OrderStatus.Closed, 350_000UL, 650_000UL, 0UL, 200_000UL), (order.Status, order.Paid, order.Refund, order.Escrow, order.Matched));
        Assert.Equal((before.Buyer - 350_000, before.Seller + 350_000), await desk.CashAsync());
        Assert.Equal(order.Paid, (await judge.Ledger.Orders.GetAsync(terms.Id())).Order.Paid);
        await desk.Ledger.RefusedAsync("order-closed", await judge.Ledger.Orders.ArbitrateAsync(terms, 1), judge);
    }

    [Fact]
    public async Task On_credit_an_arbiters_award_is_a_receivable_that_no_delivery_stands_behind()
    {
        await desk.OpenAsync();
        var judge = await desk.ArbiterAsync();
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month, Arbiter: judge.Id));
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.DisputeAsync(desk.Seller.Id, terms), desk.Seller);
        await desk.Ledger.SubmitAsync(await judge.Ledger.Orders.ArbitrateAsync(terms, 300_000, desk.Fresh(), desk.Fresh()), judge);
        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, 300_000UL, 0UL), (order.Order.Status, order.Order.Paid, order.Order.Matched));
        var check = await desk.Seller.Ledger.Receivables.DueDiligenceAsync(Assert.Single(order.Payments).Receivable!.Value);
        Assert.Equal((300_000UL, desk.Buyer.Id), (check.Receivable.Outstanding, check.Receivable.Debtor));
        Assert.Contains("signed the order, which ended by both sides' word or its arbiter's,", check.Questions.Single(question => question.Code == "debtor-signed").Finding, StringComparison.Ordinal);
        foreach (var code in (string[])["goods-handed-over", "amount-matched"])
        {
            var question = check.Questions.Single(question => question.Code == code);
            Assert.Equal(Verdict.Unknown, question.Verdict);
            Assert.Contains("when the order was closed", question.Finding, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_an_arbiter_only_both_together_end_a_dispute()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync();
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.DisputeAsync(desk.Seller.Id, terms), desk.Seller);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms), desk.Buyer);
        var both = (await desk.ShowAsync(terms)).Order;
        Assert.Equal((OrderStatus.Disputed, 2, 3U), (both.Status, both.DisputedBy.Count, both.Seq));
        await ProductLedger.RefusedAsync("not-of-order", () => desk.Seller.Ledger.Orders.ArbitrateAsync(terms, 1));
        await ProductLedger.RefusedAsync("not-of-order", () => desk.Ledger.Regulator.Ledger.Orders.DisputeAsync(desk.Ledger.Regulator.Id, terms));
        var settled = await desk.Buyer.Ledger.Orders.CloseAsync(terms, 400_000);
        await ProductLedger.RefusedAsync("missing-signature", () => desk.Ledger.SubmitAsync(settled, desk.Buyer));
        await desk.Ledger.SubmitAsync(settled, desk.Buyer, desk.Seller);
        Assert.Equal((OrderStatus.Closed, 400_000UL, 600_000UL), (await desk.ShowAsync(terms)).Order is var order ? (order.Status, order.Paid, order.Refund) : default);
        Assert.Equal((before.Buyer - 400_000, before.Seller + 400_000), await desk.CashAsync());
    }

    [Fact]
    public async Task Both_cancel_and_the_rest_of_the_escrow_goes_back_but_not_by_what_was_signed_before_the_order_changed()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync();
        var early = await desk.Buyer.Ledger.Orders.CloseAsync(terms);
        await desk.DeliveredAsync(terms, 100, 200_000);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms), desk.Buyer);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.DisputeAsync(desk.Buyer.Id, terms, disputed: false), desk.Buyer);
        await desk.Ledger.RefusedAsync("stale-order", early, desk.Buyer, desk.Seller);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Orders.CloseAsync(terms), desk.Buyer, desk.Seller);

        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, 200_000UL, 800_000UL), (order.Order.Status, order.Order.Paid, order.Order.Refund));
        Assert.Equal(
            [OrderStepType.Closed, OrderStepType.DisputeLifted, OrderStepType.DisputeRaised, OrderStepType.Funded, OrderStepType.Agreed], order.History.Select(step => step.Type));
        Assert.Equal((before.Buyer - 200_000, before.Seller + 200_000), await desk.CashAsync());
        var back = (await desk.Buyer.Ledger.Cash.ListEntriesAsync()).Items[0];
        Assert.Equal((CashEntryType.EscrowReturned, 800_000UL, terms.Id().Value), (back.Type, back.Amount, back.Subject));
        await desk.Ledger.RefusedAsync("order-closed", await desk.DeliverAsync(terms, desk.Delivery(terms, 1, 1)), desk.Seller, desk.Buyer);
    }

    [Fact]
    public async Task An_order_that_nobody_finishes_expires_a_week_after_its_date_unless_it_is_disputed()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var (open, disputed) = (await desk.FundedAsync(within: TimeSpan.FromDays(1)), await desk.FundedAsync(within: TimeSpan.FromDays(1)));
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.DisputeAsync(desk.Seller.Id, disputed), desk.Seller);
        await desk.Ledger.PassAsync(TimeSpan.FromDays(7));
        await desk.Ledger.RefusedAsync("too-early", OrdersClient.Expire(open));
        await desk.Ledger.PassAsync(TimeSpan.FromDays(2));
        await desk.Ledger.SubmitAsync(OrdersClient.Expire(open));
        await desk.Ledger.RefusedAsync("order-is-disputed", OrdersClient.Expire(disputed));
        Assert.Equal((OrderStatus.Closed, 0UL, OrderDesk.Price), (await desk.ShowAsync(open)).Order is var ended ? (ended.Status, ended.Paid, ended.Refund) : default);
        Assert.Equal((OrderStatus.Disputed, OrderDesk.Price), (await desk.ShowAsync(disputed)).Order is var kept ? (kept.Status, kept.Escrow) : default);
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller), await desk.CashAsync());
        await desk.Ledger.RebuildsToTheSameAsync();
    }
}
