using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Tests.Credit;

namespace Ledger.Sdk.Tests.Credit;

/// <summary>Ways to look better than one is, each with what it brings.</summary>
public sealed class ManipulationTests
{
    private static readonly ulong[] Sellers = [10, 11, 12, 13, 14, 15];

    /// <summary>Sellers with other customers, so that none is captive.</summary>
    private static TradeStory Market()
    {
        var story = new TradeStory();
        foreach (var seller in Sellers) story.Owe(90 + seller, seller, 1_000_000, dueIn: 300);
        return story;
    }

    [Fact]
    public void An_honest_year_with_six_sellers_is_worth_more_than_neutral_and_says_why()
    {
        var report = Market().GoodMonths(2, Sellers, 5_000_000, 13).Report(2);
        Assert.False(report.IsThin);
        Assert.InRange(report.Points, 700, 1000);
        Assert.Equal(10_000UL, report.Features.Paying.InTime);
        Assert.Equal(report.Points, 500 + report.Reasons.Sum(reason => reason.Points));
    }

    [Fact]
    public void Tiny_invoices_paid_in_time_are_worth_nothing_for_payments()
    {
        var report = Market().GoodMonths(2, Sellers, 100, 13).Report(2);
        Assert.Equal(0, report.Reasons.Single(reason => reason.Factor == "payments").Points);
    }

    [Fact]
    public void A_thousand_tiny_invoices_in_time_do_not_outweigh_a_large_one_that_was_late()
    {
        var story = Market().GoodMonths(2, Sellers, 100, 20);
        story.Owe(2, 10, 50_000_000, dueIn: 10).Pass(40).PayAll();
        Assert.Equal(-250, story.Report(2).Reasons.Single(reason => reason.Factor == "payments").Points);
    }

    [Fact]
    public void Trade_with_parties_under_one_recovery_key_proves_nothing()
    {
        var vault = TradingWorld.KeyOf(999);
        var story = Market().Admit(2, vault);
        foreach (var own in (ulong[])[20, 21, 22, 23]) story.Admit(own, vault).Owe(80, own, 500, dueIn: 400);
        story.GoodMonths(2, [20, 21, 22, 23], 50_000_000, 13);
        var report = story.Report(2);
        Assert.Equal((0UL, 0UL, true), (report.Features.Paying.Counted, report.Features.Paying.Counterparties, report.IsThin));
        Assert.InRange(report.Points, 0, 500);
    }

    [Fact]
    public void Kinship_that_shows_only_later_counts_for_what_was_before()
    {
        var vault = TradingWorld.KeyOf(999);
        var story = Market().Admit(2, vault).GoodMonths(2, [10, 11, 12], 50_000_000, 13);
        Assert.Equal(3UL, story.Report(2).Features.Paying.Counterparties);
        story.Log(new KeySet(new PartyId(10), vault, 2));
        Assert.Equal(2UL, story.Report(2).Features.Paying.Counterparties);
    }

    [Fact]
    public void Counterparties_that_trade_with_nobody_else_count_as_one_together()
    {
        var story = new TradeStory().GoodMonths(2, [20, 21, 22, 23, 24, 25, 26, 27], 50_000_000, 13);
        var report = story.Report(2);
        Assert.Equal((100UL, true), (report.Features.Paying.Effective, report.IsThin));
        Assert.InRange(report.Points, 0, 500);
    }

    [Fact]
    public void Money_that_comes_back_takes_the_proof_with_it()
    {
        var story = Market();
        for (var month = 0; month < 13; month++)
        {
            story.GoodMonths(2, Sellers, 20_000_000, 1);
            foreach (var seller in Sellers) story.Send(seller, 2, 20_000_000);
        }
        var report = story.Report(2);
        Assert.Equal((0UL, 13 * 6 * 20_000_000UL), (report.Features.Paying.Counted, report.Features.Paying.Excluded));
        Assert.InRange(report.Points, 0, 500);
    }

    [Fact]
    public void Of_one_counterparty_no_more_than_a_quarter_counts_however_much_it_is()
    {
        var story = Market().GoodMonths(2, Sellers, 1_000_000, 4).GoodMonths(2, [10], 900_000_000, 4);
        var paying = story.Report(2).Features.Paying;
        Assert.Equal(3_624_000_000UL, paying.Kept);
        Assert.Equal(3_624_000_000UL / 4 + 20_000_000, paying.Counted);
    }

    [Fact]
    public void Lateness_to_one_counterparty_is_not_capped()
    {
        var story = Market().GoodMonths(2, Sellers, 10_000_000, 13);
        story.Owe(2, 10, 3_000_000_000, dueIn: 10).Pass(60).PayAll();
        Assert.Equal(3_000_000_000UL, story.Report(2).Features.Paying.Late);
        Assert.Equal(-250, story.Report(2).Reasons.Single(reason => reason.Factor == "payments").Points);
    }

    [Fact]
    public void Loans_that_were_repaid_to_oneself_give_no_points()
    {
        var story = Market().GoodMonths(2, Sellers, 5_000_000, 13).Admit(30);
        var before = story.Report(2).Points;
        for (var i = 1UL; i <= 20; i++)
        {
            var id = new PositionId(TradingWorld.IdOf(1_000_000 + i));
            var loan = new Loan(90_000_000, new PartyId(30), new PartyId(2), new PartyId(2), 0, 0, 0, 360, 1_900_000_000, 0, CollateralKind.Title, default, default, 1, 1, true,
                new PartyId(2), default, 0, 0, 1, 1, 1_900_000_000);
            story.Log(new Opened(id, loan.Lender, loan.Borrower, loan)).Log(new Repaid(id, loan.Principal, new LoanParts(0, 0, 0, loan.Principal, 0), false));
        }
        Assert.Equal(before, story.Report(2).Points);
        Assert.Equal(20 * 90_000_000UL, story.Report(2).Features.Repaid);
    }

    [Fact]
    public void A_dispute_of_ones_own_debt_does_not_keep_it_from_being_overdue()
    {
        var story = Market().Owe(2, 10, 5_000, dueIn: 5);
        story.Log(new DisputeSet(new Sdk.Receivables.ReceivableId(story.Fold.Book.Receivables.Single(debt => debt.Value.Debtor.Value == 2).Key), true, default)).Pass(30);
        Assert.Equal(5_000UL, story.Report(2).Features.Overdue);
    }

    [Fact]
    public void A_file_without_history_is_neutral_and_says_that_it_is_thin()
    {
        var report = new TradeStory().Admit(2).Pass(1).Report(2);
        Assert.Equal((500, true), (report.Points, report.IsThin));
        Assert.Contains(report.Reasons, reason => reason.Factor == "thin-file" && reason.Reason.Contains("Thin file", StringComparison.Ordinal));
    }
}
