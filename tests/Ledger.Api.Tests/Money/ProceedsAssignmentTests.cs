using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Money;

/// <summary>Who is paid for an order gives that to another party, for all that is still to come.</summary>
public sealed class ProceedsAssignmentTests(OrderDesk desk) : IClassFixture<OrderDesk>
{
    [Fact]
    public async Task The_escrow_pays_whom_the_seller_has_named_from_then_on()
    {
        await desk.OpenAsync();
        var lender = desk.Ledger.Lender;
        var (before, had) = (await desk.CashAsync(), await desk.Ledger.CashOfAsync(lender));
        var terms = await desk.FundedAsync();
        await desk.DeliveredAsync(terms, 100, 200_000);
        await ProductLedger.RefusedAsync("not-found", () => lender.Ledger.Orders.GetAsync(terms.Id()));
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.AssignAsync(terms, lender.Id), desk.Seller);
        var assigned = (await desk.ShowAsync(terms)).History[0];
        Assert.Equal((OrderStepType.ProceedsAssigned, desk.Seller.Id, lender.Id), (assigned.Type, assigned.Party, assigned.To));

        await desk.DeliveredAsync(terms, 400, 800_000);
        var order = await lender.Ledger.Orders.GetAsync(terms.Id());
        Assert.Equal((OrderStatus.Closed, lender.Id), (order.Order.Status, order.Order.Beneficiary));
        Assert.Equal([(lender.Id, 800_000UL), (desk.Seller.Id, 200_000UL)], order.Payments.Select(payment => (payment.Beneficiary, payment.Amount)));
        Assert.Equal((before.Buyer - OrderDesk.Price, before.Seller + 200_000, had + 800_000), (await desk.CashAsync() is var cash ? (cash.Buyer, cash.Seller, await desk.Ledger.CashOfAsync(lender)) : default));
        Assert.Equal(terms.Id(), Assert.Single((await lender.Ledger.Orders.ListAsync()).Items, listed => listed.Id == terms.Id()).Id);
    }

    [Fact]
    public async Task On_credit_the_receivable_is_born_to_whom_the_seller_has_named()
    {
        await desk.OpenAsync();
        var lender = desk.Ledger.Lender;
        var terms = await desk.AgreeAsync(new OrderOptions(OrderDesk.Month));
        await desk.Ledger.SubmitAsync(await desk.Seller.Ledger.Orders.AssignAsync(terms, lender.Id), desk.Seller);
        await desk.DeliveredAsync(terms, OrderDesk.Quantity, OrderDesk.Price);
        var born = await lender.Ledger.Receivables.GetAsync(Assert.Single((await desk.ShowAsync(terms)).Payments).Receivable!.Value);
        Assert.Equal((lender.Id, OrderDesk.Price), Assert.Single(born.Notes) is var note ? (note.Owner, note.Open) : default);
        Assert.Equal(terms.Id(), born.Evidence.Order!.Id);
        Assert.Equal((desk.Seller.Id, desk.Buyer.Id), Assert.Single(born.Evidence.HandOffs) is var handOff ? (handOff.From!.Value, handOff.To!.Value) : default);
        var had = await desk.Ledger.CashOfAsync(lender);
        await desk.Ledger.SubmitAsync(await desk.Buyer.Ledger.Receivables.PayAsync(born.Receivable.Id), desk.Buyer);
        Assert.Equal(had + OrderDesk.Price, await desk.Ledger.CashOfAsync(lender));
        await desk.Ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task Only_who_is_paid_assigns_never_to_the_buyer_and_each_signature_counts_for_one_state_of_the_order()
    {
        await desk.OpenAsync();
        var (lender, other) = (desk.Ledger.Lender, desk.Ledger.Other);
        var terms = await desk.FundedAsync();
        await desk.Ledger.RefusedAsync("not-of-order", await desk.Seller.Ledger.Orders.AssignAsync(terms, desk.Buyer.Id), desk.Seller);
        await desk.Ledger.RefusedAsync("unknown-party", await desk.Seller.Ledger.Orders.AssignAsync(terms, new PartyId(99)), desk.Seller);
        var (first, second) = (await desk.Seller.Ledger.Orders.AssignAsync(terms, lender.Id), await desk.Seller.Ledger.Orders.AssignAsync(terms, other.Id));
        await desk.Ledger.SubmitAsync(first, desk.Seller);
        await desk.Ledger.RefusedAsync("stale-order", second, desk.Seller);
        var back = await lender.Ledger.Orders.AssignAsync(terms, desk.Seller.Id);
        await ProductLedger.RefusedAsync("wrong-signer", () => Task.FromResult(back.Sign(desk.Seller.Key)));
        // The buyer cancels with whom it would pay, no longer with the seller.
        var closing = await desk.Buyer.Ledger.Orders.CloseAsync(terms);
        await ProductLedger.RefusedAsync("wrong-signer", () => Task.FromResult(closing.Sign(desk.Seller.Key)));
        await desk.Ledger.SubmitAsync(closing, desk.Buyer, lender);
        Assert.Equal((OrderStatus.Closed, OrderDesk.Price), (await desk.ShowAsync(terms)).Order is var order ? (order.Status, order.Refund) : default);
    }
}
