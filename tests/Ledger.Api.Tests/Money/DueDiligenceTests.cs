using Dapper;
using Ledger.Api.Features.Receivables;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using Microsoft.Extensions.DependencyInjection;
using static Ledger.Api.Tests.Money.MoneyWorld;

namespace Ledger.Api.Tests.Money;

public abstract class DueDiligenceTests(Dialect dialect)
{
    [Fact]
    public async Task A_clean_receivable_has_a_yes_and_a_proof_for_each_question_that_the_chain_can_answer()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        var check = await CheckAsync(world, Farm);
        string[] yes = ["debtor-signed", "not-disputed", "goods-handed-over", "amount-matched", "unencumbered", "not-financed", "nobody-frozen", "not-overdue"];
        Assert.All(yes, code => Assert.Equal((code, Verdict.Yes), (code, Of(check, code).Verdict)));
        Assert.All(check.Questions.Where(question => yes.Contains(question.Code) && question.Code != "not-disputed"), question => Assert.NotEmpty(question.Proofs));
        Assert.All(check.Questions.SelectMany(question => question.Proofs), proof => Assert.True(proof.Event is not null || proof.Link is not null));
        Assert.Equal("CustodyMoved", Of(check, "goods-handed-over").Proofs[0].Event!.Name);
        Assert.Contains("12.00 CNY", Of(check, "amount-matched").Finding, StringComparison.Ordinal);
        // Nobody has paid anything yet, and the farm has signed no limit.
        Assert.Equal(Verdict.Unknown, check.Verdict);
        Assert.Equal(["within-limit", "debtor-record", "assignor-record"], check.Questions.Where(question => question.Verdict == Verdict.Unknown).Select(question => question.Code));
    }

    [Fact]
    public async Task What_a_lender_has_out_counts_against_its_limit_and_concentration()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.SplitAsync();
        await world.SellAsync();
        await world.PledgeAsync();
        var check = await CheckAsync(world, Bank, "?amount=700");
        Assert.Equal(new ExposureCheck(Bank, Shop, 1_200, 500, 300, 1_200, 10_000, 10_000), check.Exposure);
        Assert.Equal(Verdict.Yes, Of(check, "within-limit").Verdict);
        Assert.Equal(Verdict.No, Of(await CheckAsync(world, Bank, "?amount=701"), "within-limit").Verdict);
    }

    [Fact]
    public async Task A_pledged_receivable_is_not_free_and_says_which_loan_holds_it()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.PledgeAsync();
        var check = await CheckAsync(world, Bank);
        Assert.Equal((Verdict.No, Verdict.No), (check.Verdict, Of(check, "unencumbered").Verdict));
        Assert.Contains(Of(check, "unencumbered").Proofs, proof => proof.Link?.ToString() == $"/positions/{Advance.Id()}");
        Assert.Equal(Verdict.No, Of(check, "not-financed").Verdict);
        Assert.StartsWith("Don't fund", check.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dispute_a_freeze_damage_and_a_new_key_are_told()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.MineAsync(
            [new DisputeSet(Receivable, true, Keccak256.Hash("rotten"u8))], [new StatusSet(Farm, PartyStatus.Frozen, default, Regulator, 2)],
            [new ConditionReported(Apples, Shop, Address.Zero, Condition.Damaged, default)], [new KeySet(Shop, new Address([.. new byte[19], 99]), 2)]);
        var check = await CheckAsync(world, Regulator);
        Assert.All((string[])["not-disputed", "nobody-frozen", "goods-handed-over"], code => Assert.Equal((code, Verdict.No), (code, Of(check, code).Verdict)));
        Assert.Contains("damaged", Of(check, "goods-handed-over").Finding, StringComparison.Ordinal);
        Assert.Equal(Verdict.Yes, Of(check, "debtor-signed").Verdict);
        Assert.Contains(Of(check, "debtor-signed").Proofs, proof => proof.Event?.Name == "KeySet");
        await world.MineAsync([new DisputeSet(Receivable, false, default)]);
        Assert.Equal(Verdict.Yes, Of(await CheckAsync(world, Regulator), "not-disputed").Verdict);
    }

    [Fact]
    public async Task Records_count_what_was_paid_and_when()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        var other = new ReceivableId(Keccak256.Hash("other"u8));
        // Due within the past: five days late when it is paid.
        await world.MineAsync([new Issued(other, Shop, Farm, 50, Start - (5 * 86_400), Keccak256.Hash("n"u8), default)], [new PaidThrough(other, 50), new Transfer(Account(Shop), Account(Farm), 50)]);
        var check = await CheckAsync(world, Farm);
        Assert.Equal(new DebtorRecord(Shop, 2, 1_050, 1, 1, 5, 1_000, 0, 0), check.Debtor);
        Assert.Equal(new AssignorRecord(Farm, 2, 1_050, 1, 1, 0, 0, 0, 0), check.Assignor);
        Assert.Equal(Verdict.No, Of(check, "debtor-record").Verdict);
        var paid = await CheckAsync(world, Farm, "", other);
        Assert.Equal((Verdict.No, Verdict.No, Verdict.Unknown), (Of(paid, "not-overdue").Verdict, Of(paid, "unencumbered").Verdict, Of(paid, "goods-handed-over").Verdict));
    }

    [Fact]
    public async Task Goods_handed_over_in_two_loads_are_told_load_by_load_with_every_unit_that_is_not_sound()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        var other = new ReceivableId(Keccak256.Hash("other"u8));
        UnitId[] units = [.. Enumerable.Range(0, 5).Select(number => new UnitId(Keccak256.Hash([(byte)number])))];
        var (order, delivery, elsewhere) = (Terms with { Document = Keccak256.Hash("more"u8) }, Keccak256.Hash("loads"u8), Keccak256.Hash("elsewhere"u8));
        await world.MineAsync([new UnitsRegistered(LotId.None, Farm, units, [1, 1, 1, 1, 1], default)], [new OrderAgreed(order.Id(), Shop, Farm, order)]);
        await world.MineAsync([
            new CustodyMoved(Farm, Carrier, elsewhere, units), new CustodyMoved(Carrier, Shop, delivery, units[..2]), new CustodyMoved(Carrier, Shop, delivery, units[2..]),
            new Delivered(order.Id(), delivery, units), new Matched(order.Id(), delivery, 0, 10, 1_000, 1_000, 1_000),
            new Issued(other, Shop, Farm, 1_000, Start + 30 * 86_400, Keccak256.Hash("n"u8), delivery), new OrderPaid(order.Id(), Farm, 1_000, other)]);
        await world.MineAsync([new ConditionReported(units[1], Shop, Address.Zero, Condition.Damaged, default)], [new ConditionReported(units[4], Shop, Address.Zero, Condition.Damaged, default)]);
        var goods = Of(await CheckAsync(world, Farm, "", other), "goods-handed-over");
        Assert.EndsWith("2 of 5 units are not sound: damaged.", goods.Finding, StringComparison.Ordinal);
        Assert.Equal(["Party 4 handed 2 units to party 3", "Party 4 handed 3 units to party 3"], goods.Proofs.Select(proof => proof.What[..33]));
        Assert.True(goods.Proofs[0].Event!.LogIndex < goods.Proofs[1].Event!.LogIndex);
    }

    [Fact]
    public async Task What_a_debtor_has_overdue_is_counted_from_an_index_alone()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await using var connection = await world.Host.Services.GetRequiredService<Database>().OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (dialect == Dialect.PostgreSql) await connection.ExecuteAsync("set local enable_seqscan = off; set local enable_bitmapscan = off");
        var plan = await connection.QueryAsync((dialect == Dialect.PostgreSql ? "explain " : "explain query plan ") + DueDiligenceFacts.Overdue, new { debtor = 3L, overdue = (long)Start });
        Assert.Contains(dialect == Dialect.PostgreSql ? "Index Only Scan using receivable_open_by_debtor" : "USING COVERING INDEX receivable_open_by_debtor",
            string.Join('\n', plan.Select(line => string.Join(' ', ((IDictionary<string, object>)line).Values))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?amount=0")]
    [InlineData("?amount=-1")]
    [InlineData("?amount=1.5")]
    [InlineData("?amount=18446744073709551616")]
    public async Task An_amount_that_is_none_is_refused(string query)
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        using var farm = await world.SignInAsync(Farm);
        Assert.Equal((400, "malformed-number"), await ApiHost.ProblemAsync(await farm.GetAsync($"/receivables/{Receivable}/due-diligence{query}")));
    }

    private static async Task<DueDiligence> CheckAsync(MoneyWorld world, PartyId party, string query = "", ReceivableId? of = null)
    {
        using var client = await world.SignInAsync(party);
        return await MoneyReadTests.ReadAsync<DueDiligence>(client, $"/receivables/{of ?? Receivable}/due-diligence{query}");
    }

    private static DueDiligenceQuestion Of(DueDiligence check, string code) => check.Questions.Single(question => question.Code == code);
}

public sealed class SqliteDueDiligenceTests() : DueDiligenceTests(Dialect.Sqlite);

public sealed class PostgresDueDiligenceTests() : DueDiligenceTests(Dialect.PostgreSql);
