using Ledger.Api.Risk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Credit;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Ledger.Sdk.Risk;
using static Ledger.Api.Tests.Risk.RiskStory;

namespace Ledger.Api.Tests.Risk;

/// <summary>Each rule: what raises it, once, for whom, and what ends it.</summary>
public sealed class RuleTests
{
    [Fact]
    public void An_unpaid_receivable_is_overdue_once_for_debtor_seller_and_owner_until_it_is_paid()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Owe("r", 2, 3, 500, dueIn: 5);
        story.Sell("r", 3, 4, 500).Pass(4);
        Assert.Empty(story.Changes);
        story.Pass(1);
        var due = Assert.Single(story.Changes).Raised!;
        Assert.Equal(("due", AlertSeverity.Info, 500UL), (due.Rule, due.Severity, (ulong)due.Evidence["outstanding"]!));
        Assert.Equal([P(2), P(4)], due.Parties);
        story.Pass(1).Pass(1).Pass(30);
        var found = story.Raised("overdue");
        Assert.Equal([P(2), P(3), P(4)], found.Parties);
        Assert.Equal((AlertSeverity.Warning, 500UL, story.Time - 32 * Day), (found.Severity, (ulong)found.Evidence["outstanding"]!, (ulong)found.Evidence["due"]!));
        Assert.True(story.IsResolved("due"));
        Assert.Equal([("Limit", P(4)), ("LenderPolicy", P(4))], found.Acts.Select(act => (act.Type, act.Signer!.Value)));
        story.Pay("r", 500);
        Assert.True(story.IsResolved("overdue"));
    }

    [Fact]
    public void An_overdue_loan_names_what_its_lender_may_sign_at_once()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lend("p", 5, 3, 3, 900, CollateralKind.Title, Id("lot"), dueIn: 10).Pass(11);
        var found = story.Raised("overdue");
        Assert.Equal((AlertSeverity.Critical, "LenderAction", 1UL), (found.Severity, found.Acts[0].Type, (ulong)found.Acts[0].Message["action"]!));
        Assert.Equal(("Limit", P(5), 900UL), (found.Acts[1].Type, found.Acts[1].Signer, (ulong)found.Acts[1].Message["amount"]!));
        story.Repay("p", 900);
        Assert.True(story.IsResolved("overdue"));
    }

    [Fact]
    public void A_lender_that_holds_a_pledged_receivable_is_told_in_place_of_the_facility()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(5).Admit(8, PartyRoles.Settlement).Owe("r", 2, 3, 900, dueIn: 5);
        story.Log(new Moved(new ReceivableId(Id("r")), P(3), P(8), new NoteId(Id("r")), new NoteId(Id("r")), 900, default)).Lend("p", 5, 3, 2, 700, CollateralKind.Note, Id("r")).Pass(6);
        Assert.Equal([P(2), P(3), P(5)], story.Raised("overdue").Parties);
    }

    [Fact]
    public void Disputes_that_jump_are_told_and_end_when_they_are_rare_again()
    {
        var story = new RiskStory().Admit(2).Admit(3);
        for (var i = 0; i < 8; i++) story.Owe($"old {i}", 2, 3, 1_000, dueIn: 300).Pass(20);
        story.Owe("bad", 2, 3, 1_000, dueIn: 300).Log(new DisputeSet(new ReceivableId(Id("bad")), true, default));
        Assert.Equal(1_000UL, (ulong)story.Raised("dispute-jump").Evidence["disputed30Days"]!);
        story.Pass(40).Owe("new", 2, 3, 1_000, dueIn: 300);
        Assert.True(story.IsResolved("dispute-jump"));
    }

    [Fact]
    public void Credit_notes_above_a_twentieth_of_what_was_earned_are_dilution()
    {
        var story = new RiskStory().Admit(2).Admit(3).Owe("r", 2, 3, 10_000, dueIn: 90);
        story.Log(new Diluted(new ReceivableId(Id("r")), P(3), new NoteId(Id("r")), 500, default));
        Assert.Empty(story.Changes);
        story.Log(new Diluted(new ReceivableId(Id("r")), P(3), new NoteId(Id("r")), 1, default));
        Assert.Equal((501UL, 10_000UL), ((ulong)story.Raised("dilution").Evidence["diluted30Days"]!, (ulong)story.Raised("dilution").Evidence["earned30Days"]!));
    }

    [Fact]
    public void A_unit_delivered_for_two_unrelated_orders_stands_behind_two_claims_and_one_that_was_sold_on_does_not()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Admit(6).Lot("lot", 3, "u", "v");
        story.Agree("o1", 2, 3, 100).Deliver("o1", 100, "u", "v").Agree("resale", 6, 2, 120).Deliver("resale", 120, "v");
        Assert.Empty(story.Changes);
        story.Agree("o2", 4, 3, 100).Deliver("o2", 100, "u");
        Assert.Equal([P(2), P(3), P(4)], story.Raised("same-goods").Parties);
        Assert.Equal(Id("o1").ToString(), (string)story.Raised("same-goods").Evidence["earlierOrder"]!);
    }

    [Fact]
    public void Goods_that_are_pledged_and_delivered_stand_behind_two_claims()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(5).Lot("lot", 3, "u").Lend("p", 5, 3, 3, 900, CollateralKind.Title, Id("lot"));
        story.Agree("o", 2, 3, 100).Deliver("o", 100, "u");
        Assert.Equal((Subjects.Loan(Id("p")), true), (story.Raised("same-goods").Subject, story.Raised("same-goods").Parties.Contains(P(5))));
    }

    [Fact]
    public void Pledged_goods_that_leave_the_warehouse_are_a_gap_until_they_are_in_one_again()
    {
        var story = new RiskStory().Admit(3).Admit(5).Admit(6).Admit(7, PartyRoles.Warehouse).Lot("lot", 3, "u").Move(3, 7, "u");
        story.Log(new Packed(new UnitId(Id("pallet")), P(7), [new UnitId(Id("u"))], default)).Lend("p", 5, 3, 3, 900, CollateralKind.Title, Id("lot"));
        story.Move(7, 6, "pallet");
        var found = story.Raised("custody-gap");
        Assert.Equal([P(3), P(5), P(7), P(9)], found.Parties);
        Assert.Equal([("Valuation", P(9)), ("Limit", P(5)), ("LenderPolicy", P(5)), ("StatusChange", P(0))], found.Acts.Select(act => (act.Type, act.Signer ?? default)));
        Assert.Equal((AlertSeverity.Critical, "6"), (found.Severity, found.Acts[^1].Message["party"]!.ToString()));
        story.Move(6, 7, "pallet");
        Assert.True(story.IsResolved("custody-gap"));
    }

    [Fact]
    public void Collateral_in_bad_condition_is_told_to_its_lender_until_it_is_sound()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lot("lot", 3, "u").Lend("p", 5, 3, 3, 900, CollateralKind.Title, Id("lot"));
        story.Log(new ConditionReported(new UnitId(Id("u")), P(3), Device(1), Condition.TemperatureExcursion, default));
        Assert.Equal("temperature-excursion", (string)story.Raised("collateral-condition").Evidence["condition"]!);
        story.Log(new ConditionReported(new UnitId(Id("u")), P(3), Device(1), Condition.Sound, default));
        Assert.True(story.IsResolved("collateral-condition"));
    }

    [Fact]
    public void A_limit_nearly_used_up_and_a_debtor_that_too_much_depends_on_are_told_to_the_lender_alone()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Admit(5).Log(new LimitSet(P(5), P(2), 1_000));
        story.Lend("a", 5, 3, 2, 890, CollateralKind.Note, Id("a1"));
        Assert.Empty(story.Changes);
        story.Lend("b", 5, 3, 2, 10, CollateralKind.Note, Id("b1"));
        Assert.Equal([P(5)], story.Raised("limit").Parties);
        Assert.Equal((900UL, 1_000UL), ((ulong)story.Raised("limit").Evidence["exposure"]!, (ulong)story.Raised("limit").Evidence["limit"]!));
        story.Lend("c", 5, 3, 3, 300, CollateralKind.Title, Id("c1")).Lend("d", 5, 4, 4, 300, CollateralKind.Title, Id("d1"));
        Assert.Equal(Subjects.Line(P(5), P(2)), story.Changes.Single(change => change.Rule == "concentration" && change.Raised is not null).Subject);
        story.Repay("a", 890);
        Assert.True(story.IsResolved("limit") && story.IsResolved("concentration"));
    }

    [Fact]
    public void Notes_that_a_lender_bought_count_with_its_loans_for_limit_and_concentration()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Admit(5).Log(new LimitSet(P(5), P(2), 1_000)).Lend("a", 5, 3, 2, 500, CollateralKind.Note, Id("a1"));
        story.Owe("r", 2, 3, 399, dueIn: 50).Sell("r", 3, 5, 399);
        Assert.Empty(story.Changes);
        story.Owe("s", 2, 3, 1, dueIn: 50).Sell("s", 3, 5, 1);
        var (limit, lent, owned) = (story.Raised("limit"), 500UL, 400UL);
        Assert.Equal((AlertSeverity.Info, 900UL, lent, owned, 1_000UL), (limit.Severity, (ulong)limit.Evidence["exposure"]!, (ulong)limit.Evidence["lent"]!, (ulong)limit.Evidence["owned"]!, (ulong)limit.Evidence["limit"]!));
        Assert.Equal(500UL, (ulong)limit.Acts[0].Message["amount"]!);
        story.Owe("t", 3, 4, 600, dueIn: 50).Sell("t", 4, 5, 600).Owe("u", 4, 3, 600, dueIn: 50);
        Assert.DoesNotContain(story.Changes, change => change.Rule == "concentration");
        story.Sell("u", 3, 5, 600);
        var found = story.Raised("concentration");
        Assert.Equal((AlertSeverity.Warning, Subjects.Line(P(5), P(2)), 900UL, owned, 2_100UL, 3), (found.Severity, found.Subject, (ulong)found.Evidence["exposure"]!, (ulong)found.Evidence["owned"]!, (ulong)found.Evidence["exposureOfAll"]!, (int)found.Evidence["debtors"]!));
        story.Restart().Pay("r", 399);
        Assert.True(story.IsResolved("limit") && story.IsResolved("concentration"));
    }

    [Fact]
    public void Who_earns_notes_and_buys_and_lends_nothing_is_no_lender_however_much_one_customer_owes()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Admit(5).Owe("a", 2, 3, 9_000, dueIn: 50).Owe("b", 4, 3, 10, dueIn: 50).Owe("c", 5, 3, 10, dueIn: 50);
        Assert.Empty(story.Changes);
        story.Owe("d", 5, 4, 10, dueIn: 50).Sell("d", 4, 3, 10);
        Assert.Equal([P(3)], story.Raised("concentration").Parties);
    }

    [Fact]
    public void Payments_splits_credit_notes_and_pledges_change_what_is_owed_to_whom()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(5).Admit(8, PartyRoles.Settlement).Owe("r", 2, 3, 1_000, dueIn: 50).Sell("r", 3, 5, 1_000);
        var receivable = new ReceivableId(Id("r"));
        Stake Of(ulong party) => story.Engine.Context.State.StakeOf(P(party), P(2));
        Assert.Equal((0UL, 1_000UL), (Of(3).Owned, Of(5).Owned));
        story.Log(new Moved(receivable, P(5), P(3), new NoteId(Id("r")), new NoteId(Id("part")), 300, default));
        Assert.Equal((300UL, 700UL), (Of(3).Owned, Of(5).Owned));
        story.Log(new Paid(receivable, 500));
        Assert.Equal((150UL, 350UL), (Of(3).Owned, Of(5).Owned));
        story.Log(new Moved(receivable, P(3), P(8), new NoteId(Id("part")), new NoteId(Id("part")), 300, default));
        Assert.Equal((0UL, 350UL, 0UL), (Of(3).Owned, Of(5).Owned, Of(8).Owned));
        story.Restart();
        Assert.Equal((0UL, 350UL, 0UL), (Of(3).Owned, Of(5).Owned, Of(8).Owned));
    }

    [Fact]
    public void A_margin_call_that_is_not_answered_is_told_with_the_default_that_the_lender_may_declare()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lend("p", 5, 3, 3, 700, CollateralKind.Title, Id("lot"));
        var id = new PositionId(Id("p"));
        story.Log(new Valued(id, 999), new MarginCalled(id, 1, story.Time + Day)).Pass(1);
        Assert.DoesNotContain(story.Changes, change => change.Rule == "margin-unanswered");
        story.Pass(1);
        var found = story.Raised("margin-unanswered");
        Assert.Equal((AlertSeverity.Critical, "LenderAction", 2UL), (found.Severity, found.Acts[0].Type, (ulong)found.Acts[0].Message["action"]!));
        story.Log(new Valued(id, 1_000));
        Assert.True(story.IsResolved("margin") && story.IsResolved("margin-unanswered"));
    }

    [Fact]
    public void A_device_that_falls_silent_is_told_and_ends_with_its_next_report()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lot("lot", 3, "u").Log(new DeviceSet(Device(1), P(3), 2)).Pass(3);
        Assert.Empty(story.Changes);
        var report = new ConditionReported(new UnitId(Id("u")), P(3), Device(1), Condition.Sound, default);
        story.Log(report).Pass(1).Log(report).Pass(1).Restart().Pass(1);
        Assert.Equal(2UL, (ulong)story.Raised("device-silence").Evidence["reports"]!);
        story.Log(report);
        Assert.True(story.IsResolved("device-silence"));
    }

    [Fact]
    public void A_freeze_is_told_to_whoever_deals_with_the_party_and_to_nobody_else()
    {
        var story = new RiskStory().Admit(2).Admit(3).Admit(4).Admit(5).Admit(6).Owe("r", 2, 3, 500, dueIn: 50).Lend("p", 5, 2, 2, 900, CollateralKind.Title, Id("lot")).Agree("o", 4, 2, 10);
        story.Log(new StatusSet(P(2), PartyStatus.Frozen, default, P(1), 2));
        Assert.Equal([P(3), P(4), P(5)], story.Raised("frozen-counterparty").Parties);
        Assert.Equal([("Limit", P(5)), ("LenderPolicy", P(5))], story.Raised("frozen-counterparty").Acts.Select(act => (act.Type, act.Signer!.Value)));
        story.Log(new StatusSet(P(2), PartyStatus.Active, default, P(1), 3));
        Assert.True(story.IsResolved("frozen-counterparty"));
    }

    [Fact]
    public void A_margin_call_ends_when_the_value_covers_the_loan_again()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lend("p", 5, 3, 3, 700, CollateralKind.Title, Id("lot"));
        var id = new PositionId(Id("p"));
        story.Log(new Valued(id, 999), new MarginCalled(id, 1, story.Time + Day));
        Assert.Equal((1UL, 700UL), ((ulong)story.Raised("margin").Evidence["shortfall"]!, (ulong)story.Raised("margin").Evidence["owed"]!));
        story.Log(new Valued(id, 999));
        Assert.False(story.IsResolved("margin"));
        story.Log(new Valued(id, 1_000));
        Assert.True(story.IsResolved("margin"));
    }

    [Fact]
    public void An_impaired_loan_is_told_until_it_is_over()
    {
        var story = new RiskStory().Admit(3).Admit(5).Lend("p", 5, 3, 3, 700, CollateralKind.Title, Id("lot")).Log(new Impaired(new PositionId(Id("p")), 710));
        Assert.Equal([P(3), P(5)], story.Raised("default").Parties);
        story.Log(new Foreclosed(new PositionId(Id("p"))));
        Assert.True(story.IsResolved("default"));
    }

    [Fact]
    public void Pieces_of_any_size_and_restarts_in_between_find_the_same()
    {
        var story = new RiskStory();
        foreach (var party in (ulong[])[2, 3, 4, 5, 6]) story.Admit(party);
        story.Admit(7, PartyRoles.Warehouse).Lot("lot", 3, "u").Move(3, 7, "u").Lend("p", 5, 3, 3, 900, CollateralKind.Title, Id("lot"), dueIn: 20).Owe("r", 2, 3, 500, dueIn: 5).Move(7, 6, "u");
        story.Pass(10).Pay("r", 500).Move(6, 7, "u").Pass(15).Repay("p", 900).Owe("s", 2, 4, 10, dueIn: 1).Pass(3);
        // What the sweep noticed it notices once, after the block: only pieces of one block find it where it was settled soon after.
        var all = Names(story.Changes);
        string[] expected = [.. all.Where(name => !name.StartsWith("due ", StringComparison.Ordinal) && !name.StartsWith("overdue ", StringComparison.Ordinal))];
        Assert.Equal((7, 2), (all.Count, expected.Length));
        for (var size = 1; size < story.Steps.Count; size += 3)
        {
            var (engine, changes) = (new RiskEngine(), new List<AlertChange>());
            foreach (var cut in story.Steps.Chunk(size))
            {
                engine.Apply(new FeedPiece(cut[0].Piece.From, cut[^1].Piece.Last, [.. cut.SelectMany(step => step.Piece.Events)]));
                if (size == 1) foreach (var notice in cut[0].Notices) engine.Apply(notice);
                changes.AddRange(engine.Context.Take());
                using var stream = new MemoryStream();
                engine.Write(stream);
                stream.Position = 0;
                engine = RiskEngine.Read(stream);
            }
            Assert.Equal(size == 1 ? all : expected, Names(changes));
        }
    }

    private static List<string> Names(IEnumerable<AlertChange> changes) =>
        [.. changes.Select(change => $"{change.Rule} {change.Subject} {(change.Raised is null ? "gone" : "raised")} {change.Raised?.Cause.Time}")];
}
