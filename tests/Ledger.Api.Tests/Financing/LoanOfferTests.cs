using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

/// <summary>Offers to lend, through the SDK over the API on a real chain: which of them still count.</summary>
public sealed class LoanOfferTests : IAsyncLifetime
{
    private ProductLedger ledger = null!;
    private ReceivableId receivable;

    public async ValueTask InitializeAsync()
    {
        ledger = await ProductLedger.StartAsync();
        await ledger.LimitAsync(ledger.Buyer, 2 * LoanStory.Face);
        receivable = await ledger.OweAsync();
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task An_accepted_offer_is_a_loan_once_and_neither_it_nor_another_for_the_note_is_accepted_again()
    {
        var ask = await AskAsync();
        var offer = await ledger.Lender.Ledger.Offers.LendAsync(ask, LoanStory.Terms, recourse: true, ledger.Lender.Key);
        var other = await ledger.Other.Ledger.Offers.SellAsync(ask, 9_700_000, ledger.Other.Key);
        var operation = await ledger.Seller.Ledger.Offers.AcceptAsync(offer, ledger.Seller.Key);
        await ledger.Live.IndexedAsync();
        var loan = (Loan)offer.ToDraft().Intent;
        Assert.Equal(("Loan", offer.Id), (operation.Type, operation.Id));
        Assert.Equal(PositionStatus.Open, (await ledger.PositionAsync(loan.Id())).Position.Status);
        await ProductLedger.RefusedAsync("already-accepted", () => ledger.Seller.Ledger.Offers.AcceptAsync(offer, ledger.Seller.Key));
        await ProductLedger.RefusedAsync("stale-note", () => ledger.Seller.Ledger.Offers.AcceptAsync(other, ledger.Seller.Key));
        Assert.Equal(LoanStory.Principal, await ledger.LentAsync(ledger.Buyer));
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task An_offer_ends_with_the_lenders_epoch_and_with_its_deadline_by_the_chains_clock()
    {
        var ask = await AskAsync();
        var revoked = await ledger.Lender.Ledger.Offers.LendAsync(ask, LoanStory.Terms, recourse: true, ledger.Lender.Key);
        await ledger.SubmitAsync(await ledger.Lender.Ledger.Parties.CancelAllAsync(ledger.Lender.Id), ledger.Lender);
        await ProductLedger.RefusedAsync("stale-epoch", () => ledger.Seller.Ledger.Offers.AcceptAsync(revoked, ledger.Seller.Key));
        var brief = await ledger.Lender.Ledger.Offers.LendAsync(ask, LoanStory.Terms, recourse: true, ledger.Lender.Key, validity: TimeSpan.FromHours(2));
        await ledger.PassAsync(TimeSpan.FromHours(3));
        await ProductLedger.RefusedAsync("expired", () => ledger.Seller.Ledger.Offers.AcceptAsync(brief, ledger.Seller.Key));
        Assert.Equal(0UL, await ledger.LentAsync(ledger.Buyer));
        var lasting = await ledger.Lender.Ledger.Offers.LendAsync(ask, LoanStory.Terms, recourse: true, ledger.Lender.Key);
        await ledger.Seller.Ledger.Offers.AcceptAsync(lasting, ledger.Seller.Key);
        await ledger.Live.IndexedAsync();
        Assert.Equal(LoanStory.Principal, await ledger.LentAsync(ledger.Buyer));
    }

    private Task<FinancingAsk> AskAsync() => ledger.Seller.Ledger.Offers.AskAsync(receivable, NoteId.RootOf(receivable), TimeSpan.FromDays(1));
}
