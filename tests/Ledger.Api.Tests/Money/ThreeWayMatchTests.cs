using Ledger.Sdk.Cash;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Money;

/// <summary>What is accepted at the agreed price is compared with the invoice; no more than either is ever paid.</summary>
public sealed class ThreeWayMatchTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task A_short_delivery_is_paid_in_part_its_rest_stays_in_the_escrow_and_the_next_delivery_completes_the_order()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        // A price that no third of the quantity divides: no minor unit may get lost between the parts.
        var terms = await desk.FundedAsync(price: 1_000_001, quantity: 3);
        var first = await desk.DeliveredAsync(terms, 1, 333_333);
        var part = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.InDelivery, 666_668UL, 333_333UL, 1UL), (part.Order.Status, part.Order.Escrow, part.Order.Paid, part.Milestones[0].Accepted));
        Assert.Equal((first.Hash(), 333_333UL, 333_333UL), Assert.Single(part.Matches) is var match ? (match.Delivery, match.Due, match.Paid) : default);

        await desk.Ledger.RefusedAsync("exceeds-order", await desk.DeliverAsync(terms, desk.Delivery(terms, 3, 666_668)), desk.Seller, desk.Buyer);
        await desk.Ledger.PassAsync(TimeSpan.FromDays(7));
        Assert.Equal((before.Buyer - 1_000_001, before.Seller + 333_333), await desk.CashAsync());
        await desk.DeliveredAsync(terms, 2, 666_668);
        var whole = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, 0UL, 0UL, 1_000_001UL), (whole.Order.Status, whole.Order.Escrow, whole.Order.Refund, whole.Order.Paid));
        Assert.Equal([666_668UL, 333_333UL], whole.Payments.Select(payment => payment.Amount));
        Assert.Equal((before.Buyer - 1_000_001, before.Seller + 1_000_001), await desk.CashAsync());
        var entries = (await desk.Seller.Ledger.Cash.ListEntriesAsync()).Items.Where(entry => entry.Subject == terms.Id().Value);
        Assert.Equal([(CashEntryType.OrderPaid, 666_668UL), (CashEntryType.OrderPaid, 333_333UL)], entries.Select(entry => (entry.Type, entry.Amount)));
        await desk.Ledger.RefusedAsync("order-closed", await desk.DeliverAsync(terms, desk.Delivery(terms, 1, 1)), desk.Seller, desk.Buyer);
    }

    [Fact]
    public async Task An_invoice_above_the_worth_is_paid_no_more_than_the_worth_and_one_below_it_no_more_than_the_invoice()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.FundedAsync();
        await desk.DeliveredAsync(terms, 250, 900_000);
        var over = await desk.ShowAsync(terms);
        Assert.Equal((900_000UL, 500_000UL, 500_000UL), Assert.Single(over.Matches) is var match ? (match.Invoice, match.Due, match.Paid) : default);
        Assert.Equal((500_000UL, 0UL), (over.Order.Escrow, over.Order.Refund));
        await desk.DeliveredAsync(terms, 250, 480_000);
        var under = await desk.ShowAsync(terms);
        Assert.Equal((480_000UL, 500_000UL, 480_000UL), (under.Matches[0].Invoice, under.Matches[0].Due, under.Matches[0].Paid));
        Assert.Equal((OrderStatus.Closed, 980_000UL, 20_000UL), (under.Order.Status, under.Order.Paid, under.Order.Refund));
        Assert.Equal((before.Buyer - 980_000, before.Seller + 980_000), await desk.CashAsync());
        var back = (await desk.Buyer.Ledger.Cash.ListEntriesAsync()).Items[0];
        Assert.Equal((CashEntryType.EscrowReturned, CashFlow.In, 20_000UL, terms.Id().Value), (back.Type, back.Flow, back.Amount, back.Subject));
    }

    [Fact]
    public async Task On_credit_each_partial_delivery_owes_its_part_and_what_was_invoiced_above_is_told_to_the_lender()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month));
        await ProductLedger.RefusedAsync("wrong-funding", () => desk.Buyer.Ledger.Orders.FundAsync(terms));
        await desk.DeliveredAsync(terms, 300, 640_000);
        await desk.DeliveredAsync(terms, 200, 400_000);
        var order = await desk.ShowAsync(terms);
        Assert.Equal((OrderStatus.Closed, OrderDesk.Price, 0UL), (order.Order.Status, order.Order.Paid, order.Order.Escrow));
        var receivables = order.Payments.Select(payment => payment.Receivable!.Value).Reverse().ToList();
        Assert.Equal((600_000UL, 400_000UL), ((await ShowAsync(receivables[0])).Outstanding, (await ShowAsync(receivables[1])).Outstanding));
        var matched = (await desk.Seller.Ledger.Receivables.DueDiligenceAsync(receivables[0])).Questions.Single(question => question.Code == "amount-matched");
        Assert.Equal(Verdict.Yes, matched.Verdict);
        Assert.Contains("The invoice asked for 6,400.00 CNY; what is above is not owed.", matched.Finding, StringComparison.Ordinal);

        foreach (var receivable in receivables)
            await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Receivables.PayAsync(receivable), desk.Buyer);
        Assert.Equal((ReceivableStatus.Settled, ReceivableStatus.Settled), ((await ShowAsync(receivables[0])).Status, (await ShowAsync(receivables[1])).Status));
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + OrderDesk.Price), await desk.CashAsync());
        await desk.Ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task What_turns_out_missing_after_the_match_is_disputed_and_given_up_by_a_credit_note()
    {
        await desk.OpenAsync();
        var before = await desk.CashAsync();
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month));
        await desk.DeliveredAsync(terms, OrderDesk.Quantity, OrderDesk.Price);
        var receivable = Assert.Single((await desk.ShowAsync(terms)).Payments).Receivable!.Value;
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Receivables.DisputeAsync(receivable, reason: desk.Fresh()), desk.Buyer);
        var disputed = await desk.Seller.Ledger.Receivables.DueDiligenceAsync(receivable);
        Assert.Equal((Verdict.No, Verdict.No), (disputed.Verdict, disputed.Questions.Single(question => question.Code == "not-disputed").Verdict));
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Receivables.DiluteAsync(receivable, NoteId.RootOf(receivable), 50_000, desk.Fresh()), desk.Seller);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Receivables.DisputeAsync(receivable, disputed: false), desk.Buyer);
        Assert.Equal(950_000UL, (await ShowAsync(receivable)).Outstanding);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Receivables.PayAsync(receivable), desk.Buyer);
        var settled = await ShowAsync(receivable);
        Assert.Equal((ReceivableStatus.Settled, OrderDesk.Price, 0UL), (settled.Status, settled.Face, settled.Outstanding));
        Assert.Equal(
            [ReceivableStepType.Issued, ReceivableStepType.Disputed, ReceivableStepType.Diluted, ReceivableStepType.DisputeLifted, ReceivableStepType.PaidThrough],
            (await desk.Seller.Ledger.Receivables.GetStatementAsync(receivable)).Items.Select(step => step.Type));
        Assert.Equal((before.Buyer - 950_000, before.Seller + 950_000), await desk.CashAsync());
        await desk.Ledger.RebuildsToTheSameAsync();
    }

    private async Task<ReceivableRecord> ShowAsync(ReceivableId receivable) => (await desk.Seller.Ledger.Receivables.GetAsync(receivable)).Receivable;
}
