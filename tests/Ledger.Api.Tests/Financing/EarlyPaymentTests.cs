using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

public abstract class EarlyPaymentTests(Dialect dialect) : IAsyncLifetime
{
    private Market market = null!;
    private HttpClient farm = null!;
    private HttpClient debtor = null!;
    private HttpClient lender = null!;

    public async ValueTask InitializeAsync()
    {
        market = await Market.StartAsync(await TestChain.SharedAsync(), dialect);
        (farm, debtor, lender) = (await market.SignInAsync(LiveLedger.FarmKey), await market.SignInAsync(LiveLedger.CarrierKey), await market.SignInAsync(Market.LenderKey));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return market.DisposeAsync();
    }

    [Fact]
    public async Task The_debtors_cash_goes_to_the_highest_rates_and_both_sign_the_retirement()
    {
        ReceivableId[] notes = [await market.IssueAsync(), await market.IssueAsync(), await market.IssueAsync()];
        using var supplier = await ClientAsync(LiveLedger.FarmKey);
        using var buyer = await ClientAsync(LiveLedger.CarrierKey);
        var opened = await buyer.EarlyPayments.OpenAsync(2 * Market.Face, TimeSpan.FromSeconds(8), EarlyPaymentPricing.Uniform, minRate: 300);
        await AskAsync(supplier, opened, notes[0], 800);
        await AskAsync(supplier, opened, notes[1], 200);
        await AskAsync(supplier, opened, notes[1], 600);
        await AskAsync(supplier, opened, notes[2], 299);
        await RefusedAsync(404, "not-found", lender, HttpMethod.Get, $"/financing/early-payments/{opened.Id}");
        Assert.Equal(opened.Id, Assert.Single(await supplier.EarlyPayments.ListAsync(), programme => programme.Id == opened.Id).Id);
        var quote = await supplier.EarlyPayments.QuoteAsync(opened.Id, notes[0], Market.First(notes[0]), 800);
        Assert.Empty(await supplier.EarlyPayments.AcceptAsync(opened.Id, LiveLedger.FarmKey));
        await Task.Delay(TimeSpan.FromSeconds(opened.Cutoff + 1.2 - Market.Now));
        Assert.Equal("programme-over", (await Assert.ThrowsAsync<LedgerException>(() => AskAsync(supplier, opened, notes[2], 900))).Code);

        var divided = (await buyer.EarlyPayments.GetAsync(opened.Id)).Asks;
        Assert.Equal([(800UL, 600UL), (600, 600), (299, null)], divided.Select(ask => (ask.Rate, ask.AwardRate)));
        Assert.InRange(divided[0].Price!.Value, quote.Least + 1, quote.Most - 1);
        Assert.Equal(divided[0].Price, divided[1].Price);
        // Whoever comes later finds the same division.
        Assert.Equal(divided.Select(ask => (ask.Note, ask.Price)), (await supplier.EarlyPayments.GetAsync(opened.Id)).Asks.Select(ask => (ask.Note, ask.Price)));
        Assert.Empty(await buyer.EarlyPayments.PayAsync(opened.Id, LiveLedger.CarrierKey));
        await ForgedAsync(opened.Id, divided[1]);

        var accepted = await supplier.EarlyPayments.AcceptAsync(opened.Id, LiveLedger.FarmKey);
        Assert.Equal([notes[0], notes[1]], accepted.Select(entry => entry.Receivable));
        var before = await supplier.Cash.GetBalanceAsync();
        var paid = await buyer.EarlyPayments.PayAsync(opened.Id, LiveLedger.CarrierKey);
        Assert.Equal(["Retirement", "Retirement"], paid.Where(operation => operation.Status != OperationState.Failed).Select(operation => operation.Type));
        await market.Ledger.IndexedAsync();
        Assert.Equal(before.Balance + 2 * divided[0].Price!.Value, (await supplier.Cash.GetBalanceAsync()).Balance);
        Assert.All((await buyer.EarlyPayments.GetAsync(opened.Id)).Asks, ask => Assert.Null(ask.Draft));
        Assert.Empty(await buyer.EarlyPayments.PayAsync(opened.Id, LiveLedger.CarrierKey));
    }

    [Fact]
    public async Task At_the_debtors_own_rate_each_supplier_knows_its_price_beforehand_and_an_acceptance_lapses_with_its_note()
    {
        var note = await market.IssueAsync();
        using var supplier = await ClientAsync(LiveLedger.FarmKey);
        using var buyer = await ClientAsync(LiveLedger.CarrierKey);
        var opened = await buyer.EarlyPayments.OpenAsync(Market.Face, TimeSpan.FromSeconds(4), EarlyPaymentPricing.Fixed, minRate: 450);
        var quote = await supplier.EarlyPayments.QuoteAsync(opened.Id, note, Market.First(note), 450);
        Assert.Equal(quote.Least, quote.Most);
        await AskAsync(supplier, opened, note, 900);
        await Task.Delay(TimeSpan.FromSeconds(opened.Cutoff + 1.2 - Market.Now));
        var entry = Assert.Single(await supplier.EarlyPayments.AcceptAsync(opened.Id, LiveLedger.FarmKey));
        Assert.Equal((450UL, quote.Least), (entry.AwardRate, entry.Price));
        Assert.Empty(await supplier.EarlyPayments.AcceptAsync(opened.Id, LiveLedger.FarmKey));
        await supplier.SubmitAsync((await supplier.Receivables.MoveAsync(Market.Holder, Market.Holder, note, Market.First(note), Market.Face / 2)).Sign(LiveLedger.FarmKey));
        await market.Ledger.IndexedAsync();
        var after = Assert.Single((await buyer.EarlyPayments.GetAsync(opened.Id)).Asks);
        Assert.Equal((false, (ulong?)quote.Least), (after.Accepted, after.Price));
        Assert.Empty(await buyer.EarlyPayments.PayAsync(opened.Id, LiveLedger.CarrierKey));
    }

    [Fact]
    public async Task Programmes_and_rates_that_make_no_sense_are_refused()
    {
        var note = await market.IssueAsync();
        foreach (var wrong in new object[]
        {
            new { cash = 0, cutoff = Market.Now + 60 }, new { cash = 1, cutoff = Market.Now - 1 }, new { cash = 1, cutoff = ulong.MaxValue },
            new { cash = 1, cutoff = Market.Now + 60, minRate = 10_001 }, new { cash = 1, cutoff = Market.Now + 60, basis = 364 },
        })
            await RefusedAsync(400, "malformed-value", debtor, HttpMethod.Post, "/financing/early-payments", wrong);
        var programme = await Market.SendAsync(debtor, HttpMethod.Post, "/financing/early-payments", new { cash = ulong.MaxValue, cutoff = Market.Now + 60 });
        var path = $"/financing/early-payments/{programme["id"]}/asks";
        await RefusedAsync(400, "malformed-value", farm, HttpMethod.Put, path, new { receivable = note, note = Market.First(note), rate = 10_001 });
        await RefusedAsync(422, "not-owner", debtor, HttpMethod.Put, path, new { receivable = note, note = Market.First(note), rate = 1 });
        var other = await Market.SendAsync(lender, HttpMethod.Post, "/financing/early-payments", new { cash = 1, cutoff = Market.Now + 60 });
        await RefusedAsync(404, "not-found", farm, HttpMethod.Put, $"/financing/early-payments/{other["id"]}/asks", new { receivable = note, note = Market.First(note), rate = 1 });
    }

    /// <summary>Signatures of others, and of something else, are no acceptance.</summary>
    private async Task ForgedAsync(ulong programme, EarlyPaymentEntry entry)
    {
        var path = $"/financing/early-payments/{programme}/acceptances";
        object Body(string signature) => new { receivable = entry.Receivable, note = entry.Note, signature };
        await RefusedAsync(422, "wrong-signer", farm, HttpMethod.Put, path, Body(Hex.Encode(LiveLedger.CarrierKey.Sign(entry.ToDraft()!.Id).ToBytes())));
        await RefusedAsync(422, "wrong-signer", farm, HttpMethod.Put, path, Body(Hex.Encode(LiveLedger.FarmKey.Sign(Hash32.Zero).ToBytes())));
        await RefusedAsync(400, "malformed-signature", farm, HttpMethod.Put, path, Body("0x00"));
        await RefusedAsync(409, "nothing-awarded", debtor, HttpMethod.Put, path, Body("0x" + new string('1', 130)));
    }

    private async Task<LedgerClient> ClientAsync(PrivateKey key)
    {
        var client = new LedgerClient(market.Ledger.Api.Client.BaseAddress!.ToString());
        await client.SignInAsync(key);
        return client;
    }

    private static Task AskAsync(LedgerClient supplier, EarlyPaymentProgramme programme, ReceivableId note, ulong rate) =>
        supplier.EarlyPayments.AskAsync(programme.Id, note, Market.First(note), rate);

    private static async Task RefusedAsync(int status, string code, HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await Market.RawAsync(client, method, path, body);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }
}

public sealed class SqliteEarlyPaymentTests() : EarlyPaymentTests(Dialect.Sqlite);

public sealed class PostgresEarlyPaymentTests() : EarlyPaymentTests(Dialect.PostgreSql);
