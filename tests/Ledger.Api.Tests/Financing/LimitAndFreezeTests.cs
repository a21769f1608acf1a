using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Risk;

namespace Ledger.Api.Tests.Financing;

/// <summary>What bounds lending, over the API on a real chain: a lender's signed limit, and a freeze, which never stops money that is owed.</summary>
public sealed class LimitAndFreezeTests : IAsyncLifetime
{
    private ProductLedger ledger = null!;

    public async ValueTask InitializeAsync() => ledger = await ProductLedger.StartAsync();

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task Exposure_stays_within_the_signed_limit_and_the_refusal_says_by_how_much()
    {
        var (first, second) = (await ledger.OweAsync(), await ledger.OweAsync());
        var none = await ledger.RefusedAsync("limit-exceeded", await DraftAsync(first), ledger.Seller, ledger.Lender);
        Assert.Contains("above its limit, 0", none.Message, StringComparison.Ordinal);
        await ledger.LimitAsync(ledger.Buyer, 15_999_999);
        var loan = await ledger.OpenAsync(await DraftAsync(first));
        var over = await ledger.RefusedAsync("limit-exceeded", await DraftAsync(second), ledger.Seller, ledger.Lender);
        Assert.Equal(
            ($"Lender {ledger.Lender.Id} has 8000000 out to debtor {ledger.Buyer.Id}; with this loan that would be above its limit, 15999999.", "Borrow less, or ask the lender for a higher limit."), (over.Message, over.Hint));
        var line = (await ledger.Buyer.Ledger.Financing.ListExposureAsync(debtor: ledger.Buyer.Id)).Items.Single(item => item.Lender == ledger.Lender.Id);
        Assert.Equal((15_999_999UL, LoanStory.Principal, 1U), (line.Limit, line.Lent, line.Seq));
        var below = await ledger.Lender.Ledger.Financing.LimitAsync(ledger.Lender.Id, ledger.Buyer.Id, LoanStory.Principal - 1, line.Seq);
        await ledger.RefusedAsync("limit-below-exposure", below, ledger.Lender);
        await ledger.RefusedAsync("stale-position", await ledger.Lender.Ledger.Financing.LimitAsync(ledger.Lender.Id, ledger.Buyer.Id, LoanStory.Face, 0), ledger.Lender);
        await ledger.LimitAsync(ledger.Buyer, 16_000_000);
        await ledger.OpenAsync(await DraftAsync(second));
        Assert.Equal(16_000_000UL, await ledger.LentAsync(ledger.Buyer));
        await ledger.RepayAsync(loan, 8_100_000);
        Assert.Equal(LoanStory.Principal, await ledger.LentAsync(ledger.Buyer));
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task A_freeze_of_debtor_and_borrower_stops_new_funding_and_neither_payment_redemption_nor_repayment()
    {
        var (pledged, free) = (await ledger.OweAsync(), await ledger.OweAsync());
        await ledger.LimitAsync(ledger.Buyer, 2 * LoanStory.Face);
        var loan = await ledger.OpenAsync(await DraftAsync(pledged));
        await SetStatusAsync(ledger.Buyer, PartyStatus.Frozen);
        Assert.Contains($"Party {ledger.Buyer.Id} is frozen", (await ledger.RefusedAsync("not-active", await DraftAsync(free), ledger.Seller, ledger.Lender)).Message, StringComparison.Ordinal);
        Assert.Equal(AlertSeverity.Critical, (await LoanStory.AlertAsync(ledger.Lender, "frozen-counterparty", $"party {ledger.Buyer.Id}")).Severity);
        await SetStatusAsync(ledger.Buyer, PartyStatus.Active);
        await SetStatusAsync(ledger.Seller, PartyStatus.Frozen);
        await ledger.RefusedAsync("not-active", await DraftAsync(free), ledger.Seller, ledger.Lender);
        await ledger.RefusedAsync("not-active", await ledger.Seller.Ledger.Receivables.SellAsync(ledger.Seller.Id, ledger.Other.Id, free, NoteId.RootOf(free), 9_000_000), ledger.Seller, ledger.Other);

        await SetStatusAsync(ledger.Buyer, PartyStatus.Frozen);
        await SetStatusAsync(ledger.Lender, PartyStatus.Frozen);
        await ledger.RepayAsync(loan, 2_000_000);
        await ledger.PayAsync(pledged);
        await ledger.SubmitAsync(FinancingClient.Collect(loan, pledged, NoteId.RootOf(pledged)));
        await ledger.PayAsync(free, 1_000_000);
        var had = await ledger.CashOfAsync(ledger.Seller);
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Receivables.RedeemAsync(free, NoteId.RootOf(free)), ledger.Seller);
        Assert.Equal(had + 1_000_000, await ledger.CashOfAsync(ledger.Seller));
        var end = await ledger.PositionAsync(loan.Id());
        Assert.Equal((PositionStatus.Repaid, 2), (end.Position.Status, LoanStory.Divided(end).Count));
        await ledger.CashIsConservedAsync();
    }

    private Task<IntentDraft> DraftAsync(ReceivableId receivable) =>
        ledger.Seller.Ledger.Financing.LendOnNoteAsync(ledger.Lender.Id, receivable, NoteId.RootOf(receivable), LoanStory.Terms);

    private async Task SetStatusAsync(Actor actor, PartyStatus status) =>
        await ledger.SubmitAsync(await ledger.Regulator.Ledger.Parties.SetStatusAsync(ledger.Regulator.Id, actor.Id, status), ledger.Regulator);
}
