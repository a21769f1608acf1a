using Ledger.Api.Tests.Money;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

/// <summary>What becomes of a loan whose debtor does not pay in time, over the API on a real chain.</summary>
public sealed class DefaultTests : IAsyncLifetime
{
    private ProductLedger ledger = null!;
    private ReceivableId receivable;

    private NoteId Note => NoteId.RootOf(receivable);

    public async ValueTask InitializeAsync()
    {
        ledger = await ProductLedger.StartAsync();
        receivable = await ledger.OweAsync(days: 30);
        await ledger.LimitAsync(ledger.Buyer, LoanStory.Face);
    }

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task With_recourse_the_borrower_still_owes_and_what_the_debtor_pays_later_recovers_the_loan()
    {
        var loan = await BorrowAsync(recourse: true);
        await ledger.RefusedAsync("not-due", await ledger.Lender.Ledger.Financing.ActAsync(loan, PositionAction.Impair), ledger.Lender);
        await ledger.PassAsync(TimeSpan.FromDays(31));
        await ledger.ActAsync(loan, PositionAction.Impair);
        var alert = await LoanStory.AlertAsync(ledger.Seller, "default", $"position {loan.Id()}");
        Assert.True((ulong)alert.Evidence["owed"]! > LoanStory.Principal);
        await ledger.RefusedAsync("not-due", await ledger.Lender.Ledger.Financing.ActAsync(loan, PositionAction.Default), ledger.Lender);
        await ledger.PassAsync(TimeSpan.FromDays(5));
        await ledger.ActAsync(loan, PositionAction.Default);
        await ledger.RefusedAsync("wrong-status", FinancingClient.HandOver(loan, receivable.Value, Note));

        var had = (Lender: await ledger.CashOfAsync(ledger.Lender), Seller: await ledger.CashOfAsync(ledger.Seller));
        await ledger.RepayAsync(loan, 3_000_000);
        Assert.Equal((PositionStatus.Defaulted, had.Seller - 3_000_000), ((await ledger.PositionAsync(loan.Id())).Position.Status, await ledger.CashOfAsync(ledger.Seller)));
        await ledger.PayAsync(receivable);
        await ledger.SubmitAsync(FinancingClient.Collect(loan, receivable, Note));
        var end = await ledger.PositionAsync(loan.Id());
        Assert.Equal(2, LoanStory.Divided(end).Count);
        var (paid, all) = (end.Position.Paid, 3_000_000 + LoanStory.Face);
        Assert.Equal((PositionStatus.Recovered, LoanStory.Principal), (end.Position.Status, paid.Principal));
        Assert.Equal((had.Lender + all - paid.Residual, had.Seller - 3_000_000 + paid.Residual), (await ledger.CashOfAsync(ledger.Lender), await ledger.CashOfAsync(ledger.Seller)));
        Assert.Equal(0UL, await ledger.LentAsync(ledger.Buyer));
        await LoanStory.ResolvedAsync(ledger.Seller, alert);
        await ledger.CashIsConservedAsync();
        await ledger.RebuildsToTheSameAsync();
    }

    [Fact]
    public async Task Without_recourse_the_lender_takes_the_note_for_all_that_is_owed_and_the_seller_keeps_its_advance()
    {
        var loan = await BorrowAsync(recourse: false);
        await ledger.PassAsync(TimeSpan.FromDays(36));
        var had = (Lender: await ledger.CashOfAsync(ledger.Lender), Seller: await ledger.CashOfAsync(ledger.Seller));
        await ledger.ActAsync(loan, PositionAction.Default);
        Assert.True((await ledger.PositionAsync(loan.Id())).Position is { Status: PositionStatus.Foreclosed, Total: 0 });
        await ledger.RefusedAsync("wrong-status", await ledger.Seller.Ledger.Financing.RepayAsync(loan, 1), ledger.Seller);
        Assert.Equal(["HandOver"], await ledger.SettleAsync(loan));
        Assert.Equal(ledger.Lender.Id, (await ledger.Lender.Ledger.Receivables.GetProvenanceAsync(receivable)).Root.Note.Owner);
        Assert.Equal((0UL, LoanStory.Face), Assert.Single((await ledger.Lender.Ledger.Financing.ListExposureAsync()).Items) is var line ? (line.Lent, line.Owned) : default);

        await ledger.PayAsync(receivable, 4_000_000);
        await ledger.SubmitAsync(await ledger.Lender.Ledger.Receivables.RedeemAsync(receivable, Note), ledger.Lender);
        await ledger.PayAsync(receivable);
        Assert.Equal((had.Lender + LoanStory.Face, had.Seller), (await ledger.CashOfAsync(ledger.Lender), await ledger.CashOfAsync(ledger.Seller)));
        await ledger.CashIsConservedAsync();
    }

    [Fact]
    public async Task Of_a_true_sale_the_lender_keeps_what_is_left_and_of_a_pledged_part_the_rest_stays_free()
    {
        var sold = await ledger.Seller.Ledger.Financing.LendOnNoteAsync(ledger.Lender.Id, receivable, Note, Terms with { Principal = 3_000_000 }, amount: 4_000_000, options: new LoanOptions(ResidualToLender: true));
        var loan = await ledger.OpenAsync(sold);
        var part = Note.Part(receivable, loan.Seq);
        var tree = (await ledger.Seller.Ledger.Receivables.GetProvenanceAsync(receivable)).Root;
        Assert.Equal((6_000_000UL, part, 4_000_000UL), (tree.Note.Amount, Assert.Single(tree.Parts).Note.Id, tree.Parts[0].Note.Amount));
        await ledger.SubmitAsync(await ledger.Seller.Ledger.Receivables.SellAsync(ledger.Seller.Id, ledger.Other.Id, receivable, Note, 5_900_000), ledger.Seller, ledger.Other);
        var had = (Lender: await ledger.CashOfAsync(ledger.Lender), Other: await ledger.CashOfAsync(ledger.Other));
        await ledger.PayAsync(receivable);
        await ledger.SubmitAsync(FinancingClient.Collect(loan, receivable, part));
        await ledger.SubmitAsync(await ledger.Other.Ledger.Receivables.RedeemAsync(receivable, Note), ledger.Other);
        Assert.Equal((had.Lender + 4_000_000, had.Other + 6_000_000), (await ledger.CashOfAsync(ledger.Lender), await ledger.CashOfAsync(ledger.Other)));
        Assert.True(Assert.Single(LoanStory.Divided(await ledger.PositionAsync(loan.Id()))).Residual > 900_000);
        await ledger.CashIsConservedAsync();
    }

    private static LoanTerms Terms => LoanStory.Terms;

    private async Task<Loan> BorrowAsync(bool recourse) =>
        await ledger.OpenAsync(await ledger.Seller.Ledger.Financing.LendOnNoteAsync(ledger.Lender.Id, receivable, Note, Terms, options: new LoanOptions(recourse)));
}
