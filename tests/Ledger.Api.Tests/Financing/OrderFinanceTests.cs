using Ledger.Api.Tests.Money;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Financing;

/// <summary>Purchase-order finance, over the API on a real chain: the order's proceeds go to the Facility before there are any.</summary>
public sealed class OrderFinanceTests : IAsyncLifetime
{
    private const ulong Quantity = 500;
    private const ulong Lent = 6_000_000;
    private ProductLedger ledger = null!;
    private PartyId facility;

    public async ValueTask InitializeAsync()
    {
        ledger = await ProductLedger.StartAsync();
        facility = await Settlement.PartyOfAsync(ledger.Live.Node, ledger.Live.Manifest, LedgerContract.Facility);
        await ledger.LimitAsync(ledger.Buyer, LoanStory.Face);
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task On_credit_the_receivable_is_born_at_the_facility_the_debtor_pays_it_and_the_seller_gets_what_is_left()
    {
        var order = await AgreeAsync(TimeSpan.FromDays(60));
        var had = await ledger.CashOfAsync(ledger.Seller);
        var loan = await BorrowAsync(order);
        Assert.Equal(facility, (await ledger.Lender.Ledger.Orders.GetAsync(order.Id())).Order.Beneficiary);
        await ledger.PassAsync(TimeSpan.FromDays(20));
        await DeliverAsync(order, Quantity, LoanStory.Face);

        var payment = Assert.Single((await ledger.Seller.Ledger.Orders.GetAsync(order.Id())).Payments);
        var receivable = payment.Receivable!.Value;
        var born = await ledger.Lender.Ledger.Receivables.GetAsync(receivable);
        Assert.Equal((facility, LoanStory.Face, facility), (payment.Beneficiary, born.Receivable.Face, Assert.Single(born.Notes).Owner));
        Assert.Equal(born.Receivable, (await ledger.Seller.Ledger.Receivables.GetAsync(receivable)).Receivable);
        await ledger.SubmitAsync(FinancingClient.Attach(loan, receivable));
        Assert.Contains((await ledger.PositionAsync(loan.Id())).Collateral, item => item is { Held: true, Amount: LoanStory.Face } && item.Item == receivable.Value);

        await ledger.PassAsync(TimeSpan.FromDays(60));
        await ledger.PayAsync(receivable);
        Assert.Equal(["Collect"], await ledger.SettleAsync(loan));
        var end = await ledger.PositionAsync(loan.Id());
        var parts = Assert.Single(LoanStory.Divided(end));
        Assert.Equal((PositionStatus.Repaid, Lent, 0UL), (end.Position.Status, parts.Principal, parts.Late));
        Assert.Equal(had + Lent + parts.Residual, await ledger.CashOfAsync(ledger.Seller));
        Assert.Equal((0UL, OrderStatus.Closed), (await ledger.LentAsync(ledger.Buyer), (await ledger.Buyer.Ledger.Orders.GetAsync(order.Id())).Order.Status));
        var tree = (await ledger.Lender.Ledger.Receivables.GetProvenanceAsync(receivable)).Root;
        Assert.True(tree.Note is { Ended: true, Parent: null } && tree.Note.Owner == facility);
        await ledger.CashIsConservedAsync();
        await ledger.RebuildsToTheSameAsync();
    }

    [Fact]
    public async Task From_the_escrow_each_delivery_repays_a_part_and_the_last_one_pays_the_seller_the_rest()
    {
        var order = await AgreeAsync(default);
        await ledger.SubmitAsync(await ledger.Buyer.Ledger.Orders.FundAsync(order), ledger.Buyer);
        var had = await ledger.CashOfAsync(ledger.Seller);
        var loan = await BorrowAsync(order);
        await ledger.RefusedAsync("nothing-collected", FinancingClient.CollectOrder(loan));
        await DeliverAsync(order, 200, 4_000_000);
        Assert.Equal(["CollectOrder"], await ledger.SettleAsync(loan));
        var half = await ledger.PositionAsync(loan.Id());
        Assert.Equal((PositionStatus.Open, 4_000_000UL), (half.Position.Status, half.Position.Paid.Fee + half.Position.Paid.Interest + half.Position.Paid.Principal));
        Assert.Equal(half.Position.Owed.Principal, await ledger.LentAsync(ledger.Buyer));
        await DeliverAsync(order, 300, 6_000_000);
        await ledger.SubmitAsync(FinancingClient.CollectOrder(loan));
        var end = await ledger.PositionAsync(loan.Id());
        Assert.Equal(2, LoanStory.Divided(end).Count);
        Assert.Equal((PositionStatus.Repaid, had + Lent + end.Position.Paid.Residual), (end.Position.Status, await ledger.CashOfAsync(ledger.Seller)));
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task A_loan_that_is_repaid_before_the_delivery_gives_the_order_back_and_it_is_not_lent_on_twice()
    {
        var order = await AgreeAsync(TimeSpan.FromDays(60));
        var loan = await BorrowAsync(order);
        var second = await ledger.Other.Ledger.Financing.LimitAsync(ledger.Other.Id, ledger.Buyer.Id, LoanStory.Face, 0);
        await ledger.SubmitAsync(second, ledger.Other);
        await ProductLedger.RefusedAsync("already-pledged", () => ledger.Seller.Ledger.Financing.LendOnOrderAsync(ledger.Other.Id, order, Terms));
        var forged = await ledger.Seller.Ledger.Financing.LendAsync(loan with { Lender = ledger.Other.Id, Seq = loan.Seq + 1, Terms = order });
        await ledger.RefusedAsync("not-of-order", forged, ledger.Seller, ledger.Other);
        await ledger.MintAsync(ledger.Seller, 100_000);
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Financing.RepayAsync(loan.Id()), ledger.Seller);
        Assert.Equal(PositionStatus.Repaid, (await ledger.PositionAsync(loan.Id())).Position.Status);
        Assert.Equal(["HandOverOrder"], await ledger.SettleAsync(loan));
        Assert.Equal(ledger.Seller.Id, (await ledger.Seller.Ledger.Orders.GetAsync(order.Id())).Order.Beneficiary);
        await DeliverAsync(order, Quantity, LoanStory.Face);
        Assert.Equal(ledger.Seller.Id, Assert.Single((await ledger.Seller.Ledger.Orders.GetAsync(order.Id())).Payments).Beneficiary);
        await ledger.CashIsConservedAsync();
    }

    private LoanTerms Terms => LoanStory.Terms with { Principal = Lent, Due = ledger.Now + 90 * Waterfall.Day };

    private async Task<OrderTerms> AgreeAsync(TimeSpan tenor)
    {
        var agreed = await ledger.Buyer.Ledger.Orders.AgreeAsync(
            ledger.Buyer.Id, ledger.Seller.Id, LoanStory.Face, Quantity, [new Milestone(ledger.Seller.Id, ledger.Buyer.Id, OrderTerms.Whole)],
            DateTimeOffset.FromUnixTimeSeconds((long)ledger.Now).AddDays(60), new OrderOptions(tenor));
        await ledger.SubmitAsync(agreed, ledger.Buyer, ledger.Seller);
        return (OrderTerms)agreed.Intent;
    }

    private async Task<Loan> BorrowAsync(OrderTerms order) => await ledger.OpenAsync(await ledger.Seller.Ledger.Financing.LendOnOrderAsync(ledger.Lender.Id, order, Terms));

    private async Task DeliverAsync(OrderTerms order, ulong quantity, ulong invoice)
    {
        var epc = $"https://example.com/crate/{quantity}";
        var hash = Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(epc));
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Custody.RegisterUnitsAsync(ledger.Seller.Id, null, [(epc, 1)]), ledger.Seller);
        var delivery = new Delivery(order.Id(), 0, quantity, invoice, hash, hash);
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Orders.DeliverAsync(order, delivery, epc), ledger.Seller, ledger.Buyer);
    }
}
