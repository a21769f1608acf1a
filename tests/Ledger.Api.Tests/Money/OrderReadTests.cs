using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Orders;
using Ledger.Sdk.Parties;
using static Ledger.Api.Tests.Money.MoneyWorld;

namespace Ledger.Api.Tests.Money;

public abstract class OrderReadTests(Dialect dialect)
{
    [Fact]
    public async Task Who_lends_on_an_order_or_owns_what_it_gave_birth_to_may_read_it_and_nobody_before()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        foreach (var party in (PartyId[])[Packer, Bank, Stranger, Carrier]) Assert.False(await SeesAsync(world, party));
        await world.SplitAsync();
        Assert.True(await SeesAsync(world, Packer));
        await world.SellAsync();
        Assert.True(await SeesAsync(world, Bank));
        var loan = Advance with { Lender = Stranger, Kind = CollateralKind.FundedOrder, Collateral = Terms.Id().Value };
        await world.MineAsync([new Opened(loan.Id(), Stranger, Farm, loan)]);
        Assert.True(await SeesAsync(world, Stranger));
        Assert.False(await SeesAsync(world, Carrier));
    }

    [Fact]
    public async Task Orders_are_listed_to_those_who_decide_or_attest_them_by_role_too()
    {
        await using var world = await MoneyWorld.StartAsync(dialect);
        var terms = Terms with { Arbiter = Packer, Attester = Carrier, Quorum = 1 };
        await world.MineAsync([new OrderAgreed(terms.Id(), Shop, Farm, terms)]);
        foreach (var (party, role, count) in ((PartyId, string, int)[])
            [(Packer, "", 1), (Packer, "?role=arbiter", 1), (Packer, "?role=attester", 0), (Carrier, "?role=attester&status=agreed", 1), (Shop, "?role=arbiter", 0), (Shop, "", 2)])
        {
            using var client = await world.SignInAsync(party);
            var listed = (await MoneyReadTests.ReadAsync<Page<OrderRecord>>(client, $"/orders{role}")).Items;
            Assert.Equal((party, role, count), (party, role, listed.Count));
            if (count > 0) Assert.Equal(terms.Id(), listed[0].Id);
        }
        using var shop = await world.SignInAsync(Shop);
        Assert.Equal((400, "malformed-request"), await ApiHost.ProblemAsync(await shop.GetAsync("/orders?role=judge")));
    }

    private static async Task<bool> SeesAsync(MoneyWorld world, PartyId party)
    {
        using var client = await world.SignInAsync(party);
        using var response = await client.GetAsync($"/orders/{Terms.Id()}");
        Assert.True(response.IsSuccessStatusCode || await ApiHost.ProblemAsync(response) == (404, "not-found"));
        return response.IsSuccessStatusCode;
    }
}

public sealed class SqliteOrderReadTests() : OrderReadTests(Dialect.Sqlite);

public sealed class PostgresOrderReadTests() : OrderReadTests(Dialect.PostgreSql);
