using Ledger.Api.Tests.Money;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

/// <summary>Factoring with a reserve, over the API on a real chain: the note goes to the Facility, a part of it is paid at once.</summary>
public sealed class FactoringTests : IAsyncLifetime
{
    private ProductLedger ledger = null!;

    public async ValueTask InitializeAsync() => ledger = await ProductLedger.StartAsync();

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task A_debtor_that_pays_late_pays_the_lender_first_and_the_seller_gets_its_reserve()
    {
        var receivable = await ledger.OweAsync(days: 30);
        await ledger.LimitAsync(ledger.Buyer, LoanStory.Face);
        var (lent, had) = (await ledger.CashOfAsync(ledger.Lender), await ledger.CashOfAsync(ledger.Seller));
        var draft = await ledger.Seller.Ledger.Financing.LendOnNoteAsync(ledger.Lender.Id, receivable, NoteId.RootOf(receivable), LoanStory.Terms, options: new LoanOptions(Recourse: false));
        var loan = await ledger.OpenAsync(draft);
        Assert.Equal((had + LoanStory.Principal, LoanStory.Principal), (await ledger.CashOfAsync(ledger.Seller), await ledger.LentAsync(ledger.Buyer)));
        await ledger.RefusedAsync("not-owner", await ledger.Seller.Ledger.Receivables.SellAsync(ledger.Seller.Id, ledger.Other.Id, receivable, NoteId.RootOf(receivable), 9_000_000), ledger.Seller, ledger.Other);

        await ledger.PassAsync(TimeSpan.FromDays(45));
        Assert.Equal((ReceivableStatus.Overdue, 15UL), ((await ledger.Lender.Ledger.Receivables.GetAsync(receivable)).Receivable is var owed ? (owed.Status, owed.DaysOverdue) : default));
        Assert.True((await ledger.PositionAsync(loan.Id())).Position is { Overdue: true, Status: PositionStatus.Open });
        await ledger.PayAsync(receivable, 3_000_000);
        await ledger.SubmitAsync(FinancingClient.Collect(loan, receivable, NoteId.RootOf(receivable)));
        await ledger.PayAsync(receivable);
        await ledger.SubmitAsync(FinancingClient.Collect(loan, receivable, NoteId.RootOf(receivable)));

        var end = await ledger.PositionAsync(loan.Id());
        var divided = LoanStory.Divided(end);
        Assert.Equal((PositionStatus.Repaid, 0UL, 2), (end.Position.Status, end.Position.Total, divided.Count));
        Assert.Equal((20_000UL, LoanStory.Principal), (end.Position.Paid.Fee, end.Position.Paid.Principal));
        // 45 days at 8 %, of which 15 at 4 % more; some seconds more by the chain's clock.
        Assert.InRange(end.Position.Paid.Interest, 80_000UL, 80_100UL);
        Assert.InRange(end.Position.Paid.Late, 13_333UL, 13_400UL);
        var cost = end.Position.Paid.Fee + end.Position.Paid.Late + end.Position.Paid.Interest;
        Assert.Equal(LoanStory.Face - LoanStory.Principal - cost, end.Position.Paid.Residual);
        Assert.Equal((lent + cost, had + LoanStory.Face - cost), (await ledger.CashOfAsync(ledger.Lender), await ledger.CashOfAsync(ledger.Seller)));
        await ReadsShowItAsync(loan, receivable, end.Position.Paid.Residual);
    }

    private async Task ReadsShowItAsync(Loan loan, ReceivableId receivable, ulong reserve)
    {
        Assert.Equal(0UL, await ledger.LentAsync(ledger.Buyer));
        var newest = (await ledger.Seller.Ledger.Cash.ListEntriesAsync()).Items[0];
        Assert.Equal((CashEntryType.LoanDivided, CashFlow.In, reserve, loan.Id().Value), (newest.Type, newest.Flow, newest.Amount, newest.Subject));
        var debt = await ledger.Seller.Ledger.Receivables.GetAsync(receivable);
        Assert.Equal((ReceivableStatus.Settled, LoanStory.Face, LoanStory.Face), (debt.Receivable.Status, debt.Receivable.Paid, debt.Receivable.Redeemed));
        var tree = await ledger.Lender.Ledger.Receivables.GetProvenanceAsync(receivable);
        Assert.True(tree is { Count: 1, Root.Note.Ended: true });
        Assert.Equal(loan.Id(), Assert.Single((await ledger.Seller.Ledger.Financing.ListPositionsAsync(PositionStatus.Repaid)).Items).Id);
        await ledger.CashIsConservedAsync();
    }
}
