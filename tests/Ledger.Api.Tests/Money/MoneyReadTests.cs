using System.Net.Http.Json;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;
using static Ledger.Api.Tests.Money.MoneyWorld;

namespace Ledger.Api.Tests.Money;

public abstract class MoneyReadTests(Dialect dialect)
{
    [Fact]
    public async Task An_order_is_shown_with_its_terms_to_those_it_concerns_and_is_not_there_for_others()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        var path = $"/orders/{Terms.Id()}";
        foreach (var party in (PartyId[])[Shop, Farm, Regulator])
        {
            using var client = await world.SignInAsync(party);
            var order = await ReadAsync<OrderDetail>(client, path);
            Assert.Equal(Terms.Id(), order.Order.Terms.Id());
            Assert.Equal((OrderStatus.Closed, 1_000UL, 1_000UL), (order.Order.Status, order.Order.Matched, order.Order.Paid));
            Assert.Equal(new MilestoneRecord(0, Farm, Shop, 10_000, 10), Assert.Single(order.Milestones));
            Assert.Equal((1_200UL, 1_000UL, 1_000UL), Assert.Single(order.Matches) is var match ? (match.Invoice, match.Due, match.Paid) : default);
            Assert.Equal(Receivable, Assert.Single(order.Payments).Receivable);
            Assert.Equal([Apples], Assert.Single(order.Deliveries).Units);
            var listed = await ReadAsync<Page<OrderRecord>>(client, "/orders?status=closed");
            Assert.Equal(Terms.Id(), Assert.Single(listed.Items).Terms.Id());
            Assert.Empty((await ReadAsync<Page<OrderRecord>>(client, "/orders?status=funded")).Items);
        }
        using var stranger = await world.SignInAsync(Stranger);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await stranger.GetAsync(path)));
        Assert.Empty((await ReadAsync<Page<OrderRecord>>(stranger, "/orders")).Items);
        Assert.Equal((403, "role-required"), await ApiHost.ProblemAsync(await stranger.GetAsync("/orders?party=3")));
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await world.Host.Client.GetAsync(path)));
    }

    [Fact]
    public async Task A_receivable_is_shown_with_the_order_match_hand_off_and_goods_behind_it()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        using var farm = await world.SignInAsync(Farm);
        var detail = await ReadAsync<ReceivableDetail>(farm, $"/receivables/{Receivable}");
        Assert.Equal((Shop, Farm, 1_000UL, 1_000UL, ReceivableStatus.Open), (detail.Receivable.Debtor, detail.Receivable.Seller, detail.Receivable.Face, detail.Receivable.Outstanding, detail.Receivable.Status));
        Assert.Equal((Farm, 1_000UL, 1U), Assert.Single(detail.Notes) is var note ? (note.Owner, note.Open, note.Seq) : default);
        Assert.Equal(Terms.Id(), detail.Evidence.Order!.Id);
        Assert.Equal((DeliveryHash, 10UL), (detail.Evidence.Match!.Delivery, detail.Evidence.Match.Quantity));
        var handOff = Assert.Single(detail.Evidence.HandOffs);
        Assert.Equal((Farm, Shop), (handOff.From, handOff.To));
        Assert.True((await world.Host.Client.GetAsync(handOff.Link)).IsSuccessStatusCode);
        Assert.Equal((Apples, Condition.Sound, Shop), Assert.Single(detail.Evidence.Units) is var unit ? (unit.Id, unit.Condition, unit.Custodian) : default);
    }

    [Fact]
    public async Task The_tree_of_notes_and_the_statement_tell_every_part_and_step()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.SplitAsync();
        await world.SellAsync();
        await world.PledgeAsync();
        foreach (var party in (PartyId[])[Farm, Shop, Packer, Bank, Regulator])
        {
            using var client = await world.SignInAsync(party);
            var tree = await ReadAsync<Provenance>(client, $"/receivables/{Receivable}/provenance");
            Assert.Equal((2UL, true, Facility, 700UL), (tree.Count, tree.IsComplete, tree.Root.Note.Owner, tree.Root.Note.Amount));
            Assert.Equal((Part, Bank, 300UL, Root), Assert.Single(tree.Root.Parts).Note is var part ? (part.Id, part.Owner, part.Amount, part.Parent) : default);
            var statement = await ReadAsync<Page<ReceivableStep>>(client, $"/receivables/{Receivable}/statement");
            Assert.Equal([ReceivableStepType.Issued, ReceivableStepType.Split, ReceivableStepType.Sold, ReceivableStepType.Moved], statement.Items.Select(entry => entry.Type));
            Assert.Equal((290UL, 1_000UL), (statement.Items[2].Price, statement.Items[2].Outstanding));
        }
        using var stranger = await world.SignInAsync(Stranger);
        foreach (var path in (string[])["", "/provenance", "/statement", "/due-diligence"])
            Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await stranger.GetAsync($"/receivables/{Receivable}{path}")));
    }

    [Theory]
    [InlineData(3, "", 1)]
    [InlineData(3, "?debtor=3&status=open", 1)]
    [InlineData(3, "?status=overdue", 0)]
    [InlineData(3, "?owner=5", 1)]
    [InlineData(3, "?owner=2", 0)]
    [InlineData(5, "?owner=5&debtor=3", 1)]
    [InlineData(5, "?dueFrom=1702592000&dueTo=1702592000", 1)]
    [InlineData(5, "?dueTo=1702591999", 0)]
    [InlineData(4, "", 0)]
    [InlineData(8, "?debtor=3", 0)]
    [InlineData(1, "", 1)]
    [InlineData(1, "?owner=7", 1)]
    public async Task Receivables_are_listed_to_those_they_concern(ulong party, string filter, int count)
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.SplitAsync();
        await world.SellAsync();
        await world.PledgeAsync();
        using var client = await world.SignInAsync(new PartyId(party));
        Assert.Equal(count, (await ReadAsync<Page<ReceivableRecord>>(client, $"/receivables{filter}")).Items.Count);
    }

    [Fact]
    public async Task A_loan_its_exposure_and_the_money_it_moved_are_shown_to_lender_and_borrower()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.PledgeAsync();
        using var bank = await world.SignInAsync(Bank);
        var position = await ReadAsync<PositionDetail>(bank, $"/positions/{Advance.Id()}");
        Assert.Equal(Advance, position.Position.Loan);
        Assert.Equal((PositionStatus.Open, false, 500UL, 5UL), (position.Position.Status, position.Position.Overdue, position.Position.Owed.Principal, position.Position.Owed.Fee));
        Assert.True(Assert.Single(position.Collateral).Held);
        Assert.Equal([PositionStepType.CollateralAdded, PositionStepType.Opened], position.History.Select(entry => entry.Type));
        Assert.Equal(new ExposureRecord(Bank, Shop, 1_200, 500, 0, 1), Assert.Single((await ReadAsync<Page<ExposureRecord>>(bank, "/exposure?debtor=3")).Items));
        Assert.Equal((9_500UL, 2UL, "CNY"), await ReadAsync<CashBalance>(bank, "/cash") is var cash ? (cash.Balance, cash.Entries, cash.Currency.Code) : default);
        var entries = (await ReadAsync<Page<CashEntry>>(bank, "/cash/entries")).Items;
        Assert.Equal([(CashEntryType.LoanPaidOut, CashFlow.Out, 9_500UL, (PartyId?)Farm), (CashEntryType.Minted, CashFlow.In, 10_000UL, null)],
            entries.Select(entry => (entry.Type, entry.Flow, entry.Balance, entry.Counterparty)));
        Assert.Equal(Advance.Id().Value, entries[0].Subject);
        using var farm = await world.SignInAsync(Farm);
        Assert.Equal(Advance.Id(), Assert.Single((await ReadAsync<Page<PositionRecord>>(farm, "/positions?role=borrower&status=open")).Items).Id);
        using var carrier = await world.SignInAsync(Carrier);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await carrier.GetAsync($"/positions/{Advance.Id()}")));
        Assert.Equal((403, "role-required"), await ApiHost.ProblemAsync(await carrier.GetAsync("/exposure?lender=5&debtor=3")));
    }

    [Fact]
    public async Task The_clients_read_all_of_it()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await world.SplitAsync();
        await world.SellAsync();
        await world.PledgeAsync();
        using var http = await world.SignInAsync(Bank);
        using var ledger = new LedgerClient(http) { Token = http.DefaultRequestHeaders.Authorization!.Parameter };
        Assert.Equal(Receivable, Assert.Single((await ledger.Receivables.ListAsync(debtor: Shop, status: ReceivableStatus.Open)).Items).Id);
        Assert.Equal(Part, (await ledger.Receivables.GetAsync(Receivable)).Notes[0].Id);
        Assert.Equal(2UL, (await ledger.Receivables.GetProvenanceAsync(Receivable)).Count);
        Assert.Equal(4, (await ledger.Receivables.GetStatementAsync(Receivable)).Items.Count);
        Assert.Equal(Verdict.No, (await ledger.Receivables.DueDiligenceAsync(Receivable, amount: 10)).Verdict);
        Assert.Equal(Advance, (await ledger.Financing.GetPositionAsync(Advance.Id())).Position.Loan);
        Assert.Single((await ledger.Financing.ListPositionsAsync(PositionStatus.Open)).Items);
        Assert.Equal(500UL, Assert.Single((await ledger.Financing.ListExposureAsync(debtor: Shop)).Items).Lent);
        Assert.Equal((await ledger.Cash.GetBalanceAsync()).Balance, (await ledger.Cash.ListEntriesAsync()).Items[0].Balance);
        using var shop = await world.SignInAsync(Shop);
        using var buyer = new LedgerClient(shop) { Token = shop.DefaultRequestHeaders.Authorization!.Parameter };
        Assert.Equal(Terms.Id(), Assert.Single((await buyer.Orders.ListAsync(OrderStatus.Closed)).Items).Id);
        Assert.Equal(Terms.Id(), (await buyer.Orders.GetAsync(Terms.Id())).Order.Terms.Id());
    }

    [Fact]
    public async Task A_lender_that_is_asked_for_an_offer_may_look_and_others_may_not()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        await using (var connection = await world.Host.Database.OpenAsync(Access.Captured))
            await connection.ExecuteAsync(
                """
                insert into captured.financing_ask (chain, holder, debtor, receivable, note, seq, amount, still_open, due, until, lenders, created)
                values (@none, 2, 3, @id, @id, 1, 1000, 1000, 1702592000, 9999999999, '[5,6]', 1)
                """, new { none = Array.Empty<byte>(), id = Receivable.Value });
        using var bank = await world.SignInAsync(Bank);
        Assert.Equal(Receivable, (await ReadAsync<DueDiligence>(bank, $"/receivables/{Receivable}/due-diligence")).Receivable.Id);
        using var stranger = await world.SignInAsync(Stranger);
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await stranger.GetAsync($"/receivables/{Receivable}/due-diligence")));
    }

    internal static async Task<T> ReadAsync<T>(HttpClient client, string path) => (await client.GetFromJsonAsync<T>(path, LedgerJson.Options))!;
}

public sealed class SqliteMoneyReadTests() : MoneyReadTests(Dialect.Sqlite);

public sealed class PostgresMoneyReadTests() : MoneyReadTests(Dialect.PostgreSql);
