using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Tests.Financing;

/// <summary>Inventory finance, over the API on a real chain: the title goes to the Facility, the goods stay in the warehouse, which says what
/// they are worth.</summary>
public sealed class InventoryFinanceTests : IAsyncLifetime
{
    private const string Apples = "urn:epc:class:lgtin:4012345.012345.998877";
    private const string Pears = "urn:epc:class:lgtin:4012345.012345.998878";
    private const string Crate = "https://example.com/crate/apples";
    private ProductLedger ledger = null!;

    public async ValueTask InitializeAsync()
    {
        ledger = await ProductLedger.StartAsync();
        await ledger.LimitAsync(ledger.Seller, LoanStory.Face);
        var custody = ledger.Seller.Ledger.Custody;
        await ledger.SubmitAsync(await custody.RegisterLotAsync(ledger.Seller.Id, Apples, 10_000, new UnitOfMeasure("KGM")), ledger.Seller);
        await ledger.SubmitAsync(await custody.RegisterUnitsAsync(ledger.Seller.Id, Apples, [(Crate, 10_000)]), ledger.Seller);
        await ledger.SubmitAsync(await custody.OfferAsync(ledger.Seller.Id, ledger.Warehouse.Id, Crate), ledger.Seller, ledger.Warehouse);
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task A_value_below_the_haircut_calls_for_margin_which_more_goods_answer_and_repayment_brings_all_of_them_back()
    {
        var loan = await BorrowAsync();
        Assert.Empty((await ledger.Seller.Ledger.Custody.ListTitlesAsync()).Items);
        Assert.Equal(ledger.Warehouse.Id, (await ledger.Seller.Ledger.Custody.GetAsync(Crate)).Custodian);
        Assert.True(Assert.Single((await ledger.PositionAsync(loan.Id())).Collateral) is { Held: true, Amount: 10_000 });

        Assert.Equal(loan.Id(), Assert.Single((await ledger.Warehouse.Ledger.Financing.ListPositionsAsync(role: "valuer")).Items).Id);
        Assert.Empty((await ledger.Warehouse.Ledger.Financing.ListPositionsAsync()).Items);
        Assert.Empty((await ledger.Lender.Ledger.Financing.ListPositionsAsync(role: "valuer")).Items);
        await ValueAsync(loan, 10_100_000);
        Assert.Null((await ledger.PositionAsync(loan.Id())).Position.MarginDue);
        await ValueAsync(loan, 10_000_000);
        var called = await ledger.PositionAsync(loan.Id());
        var call = called.History.First(step => step.Type == PositionStepType.MarginCalled);
        // 80 % of the value are 8,000,000; owed is the principal, the fee, and interest of some seconds.
        Assert.InRange(call.Amount!.Value, 20_000UL, 20_100UL);
        Assert.Equal((call.Event.Time + 3 * Waterfall.Day, 10_000_000UL), (called.Position.MarginDue!.Value, called.Position.Value));
        var told = await AlertAsync(ledger.Lender, loan);
        Assert.Equal((call.Amount, AlertSeverity.Critical), ((ulong)told.Evidence["shortfall"]!, told.Severity));
        Assert.Equal(told.Id, (await AlertAsync(ledger.Seller, loan)).Id);

        await ledger.SubmitAsync(await ledger.Seller.Ledger.Custody.RegisterLotAsync(ledger.Seller.Id, Pears, 500), ledger.Seller);
        var pears = Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Pears)).Items);
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Financing.TopUpAsync(loan, pears), ledger.Seller);
        Assert.Equal(2, (await ledger.PositionAsync(loan.Id())).Collateral.Count(item => item.Held));
        await ValueAsync(loan, 10_500_000);
        Assert.Null((await ledger.PositionAsync(loan.Id())).Position.MarginDue);
        await LoanStory.ResolvedAsync(ledger.Lender, told);

        await ledger.PassAsync(TimeSpan.FromDays(30));
        await ledger.MintAsync(ledger.Seller, 1_000_000);
        await ledger.RepayAsync(loan, 8_500_000);
        await ComesBackAsync(loan);
    }

    [Fact]
    public async Task A_margin_call_that_nobody_answers_is_a_default_and_the_lender_takes_the_goods()
    {
        var loan = await BorrowAsync();
        await ValueAsync(loan, 5_000_000);
        await ledger.RefusedAsync("not-due", await ledger.Lender.Ledger.Financing.ActAsync(loan, PositionAction.Impair), ledger.Lender);
        await ledger.RefusedAsync("not-due", await ledger.Lender.Ledger.Financing.ActAsync(loan, PositionAction.Default), ledger.Lender);
        await ledger.PassAsync(TimeSpan.FromDays(60) + TimeSpan.FromHours(1));
        await ledger.ActAsync(loan, PositionAction.Impair);
        Assert.Equal(PositionStatus.Impaired, (await ledger.PositionAsync(loan.Id())).Position.Status);
        await ledger.RefusedAsync("wrong-status", FinancingClient.HandOver(loan, loan.Collateral));
        // The grace still runs, but the margin call was not answered.
        await ledger.ActAsync(loan, PositionAction.Default);
        var defaulted = (await ledger.PositionAsync(loan.Id())).Position;
        Assert.True(defaulted is { Status: PositionStatus.Defaulted, Owed.Late: > 0 } && defaulted.Total > LoanStory.Principal);
        await ledger.ActAsync(loan, PositionAction.Foreclose);
        await ledger.SubmitAsync(FinancingClient.HandOver(loan, loan.Collateral));

        var end = await ledger.PositionAsync(loan.Id());
        Assert.Equal((PositionStatus.Foreclosed, 0UL, 0UL), (end.Position.Status, end.Position.Total, await ledger.LentAsync(ledger.Seller)));
        Assert.Equal((ledger.Lender.Id, 10_000UL), Assert.Single((await ledger.Lender.Ledger.Custody.ListTitlesAsync(Apples)).Items) is var title ? (title.Owner, title.Amount) : default);
        Assert.Equal(ledger.Warehouse.Id, (await ledger.Lender.Ledger.Custody.GetAsync(Crate)).Custodian);
        Assert.False(Assert.Single(end.Collateral).Held);
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task Goods_that_the_lender_releases_are_the_borrowers_again_and_the_debt_stays()
    {
        var loan = await BorrowAsync();
        await ledger.RefusedAsync("wrong-signer", (await ledger.Lender.Ledger.Financing.ActAsync(loan, PositionAction.Release)) with { Keys = [ledger.Seller.Key.Address] }, ledger.Seller);
        await ledger.ActAsync(loan, PositionAction.Release);
        Assert.Equal(["HandOver"], await ledger.SettleAsync(loan));
        Assert.Equal(ledger.Seller.Id, Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Apples)).Items).Owner);
        Assert.True((await ledger.PositionAsync(loan.Id())).Position is { Released: true, Status: PositionStatus.Open, Owed.Principal: LoanStory.Principal });
        await ledger.RepayAsync(loan, 1_000_000);
        var left = (await ledger.PositionAsync(loan.Id())).Position;
        Assert.Equal(LoanStory.Principal - left.Paid.Principal, await ledger.LentAsync(ledger.Seller));
        Assert.Equal(1_000_000UL, left.Paid.Fee + left.Paid.Interest + left.Paid.Principal);
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task A_pledge_that_somebody_submits_without_its_loan_strands_no_goods()
    {
        var title = Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Apples)).Items);
        var draft = await ledger.Seller.Ledger.Financing.LendOnTitleAsync(ledger.Lender.Id, title, LoanStory.Terms with { Due = ledger.Now + 60 * Waterfall.Day });
        await SubmitPledgeAloneAsync((Loan)draft.Intent);
        Assert.Empty((await ledger.Seller.Ledger.Custody.ListTitlesAsync()).Items);
        var loan = await ledger.OpenAsync(draft);
        Assert.True(Assert.Single((await ledger.PositionAsync(loan.Id())).Collateral).Held);
        await ledger.MintAsync(ledger.Seller, 100_000);
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Financing.RepayAsync(loan.Id()), ledger.Seller);
        Assert.Equal(["HandOver"], await ledger.SettleAsync(loan));

        var again = Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Apples)).Items);
        await SubmitPledgeAloneAsync((Loan)(await ledger.Seller.Ledger.Financing.LendOnTitleAsync(ledger.Lender.Id, again, LoanStory.Terms with { Due = ledger.Now + 60 * Waterfall.Day })).Intent);
        await ledger.SubmitAsync(FinancingClient.ReturnTitle(again.Id));
        Assert.Equal(again.Seq + 2, Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Apples)).Items).Seq);
    }

    /// <summary>The signed move of the title, on its own, as anybody who sees it may submit it.</summary>
    private async Task SubmitPledgeAloneAsync(Loan loan) => await ledger.SubmitAsync(ledger.Live.Sign(loan.Pledge!.Message, ledger.Seller.Key));

    private async Task ComesBackAsync(Loan loan)
    {
        var end = await ledger.PositionAsync(loan.Id());
        Assert.Equal((PositionStatus.Repaid, 0UL), (end.Position.Status, await ledger.LentAsync(ledger.Seller)));
        Assert.Equal(8_500_000UL - Assert.Single(LoanStory.Divided(end)).Residual, LoanStory.Principal + end.Position.Paid.Fee + end.Position.Paid.Interest);
        Assert.Equal(["HandOver", "HandOver"], await ledger.SettleAsync(loan));
        Assert.Empty(await ledger.SettleAsync(loan));
        Assert.Equal([500UL, 10_000UL], (await ledger.Seller.Ledger.Custody.ListTitlesAsync()).Items.Select(title => title.Amount).Order());
        Assert.DoesNotContain((await ledger.PositionAsync(loan.Id())).Collateral, item => item.Held);
        await ledger.CashIsConservedAsync();
        await ledger.RebuildsToTheSameAsync();
    }

    /// <summary>80 % of the warehouse's value may be lent; a margin call waits three days; the loan is due in 60.</summary>
    private async Task<Loan> BorrowAsync()
    {
        var title = Assert.Single((await ledger.Seller.Ledger.Custody.ListTitlesAsync(Apples)).Items);
        var options = new LoanOptions(Valuer: ledger.Warehouse.Id, Haircut: 8_000, MarginTime: TimeSpan.FromDays(3));
        return await ledger.OpenAsync(await ledger.Seller.Ledger.Financing.LendOnTitleAsync(ledger.Lender.Id, title, LoanStory.Terms with { Due = ledger.Now + 60 * Waterfall.Day }, options));
    }

    private async Task ValueAsync(Loan loan, ulong value) => await ledger.SubmitAsync(await ledger.Warehouse.Ledger.Financing.ValueAsync(loan, value), ledger.Warehouse);

    private static Task<Alert> AlertAsync(Actor actor, Loan loan) => LoanStory.AlertAsync(actor, "margin", $"position {loan.Id()}");
}
