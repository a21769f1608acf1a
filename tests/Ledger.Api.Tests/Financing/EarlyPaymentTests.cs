using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
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
        var cutoff = Market.Now + 8;
        var programme = await Market.SendAsync(debtor, HttpMethod.Post, "/financing/early-payments", new { cash = 2 * Market.Face, cutoff, minRate = 300, pricing = "uniform" });
        var path = $"/financing/early-payments/{programme["id"]}";
        await NameAsync(path, notes[0], 800);
        await NameAsync(path, notes[1], 200);
        await NameAsync(path, notes[1], 600);
        await NameAsync(path, notes[2], 299);
        await RefusedAsync(404, "not-found", lender, HttpMethod.Get, path);
        Assert.Single((JsonArray)(await Market.SendAsync(farm, HttpMethod.Get, "/financing/early-payments"))["items"]!);
        await Task.Delay(TimeSpan.FromSeconds(cutoff + 1.2 - Market.Now));
        await RefusedAsync(409, "programme-over", farm, HttpMethod.Put, path + "/asks", new { receivable = notes[2], note = Market.First(notes[2]), rate = 900 });

        var divided = (JsonArray)(await Market.SendAsync(debtor, HttpMethod.Get, path))["asks"]!;
        Assert.Equal([800, 600, 299], divided.Select(ask => (int)ask!["rate"]!));
        Assert.Equal(["600", "600", null], divided.Select(ask => ask!["awardRate"]?.ToString()));
        Assert.True(divided.Take(2).Sum(ask => (long)ask!["price"]!) <= 2 * (long)Market.Face);
        // Whoever comes later finds the same division.
        Assert.Equal(divided.ToJsonString(), (await Market.SendAsync(farm, HttpMethod.Get, path))["asks"]!.ToJsonString());
        var draft = IntentDraft.Parse(divided[0]!["draft"]!.ToJsonString()).Sign(LiveLedger.FarmKey).Sign(LiveLedger.CarrierKey).ToSigned();
        Assert.Equal(202, (int)(await market.Ledger.PostAsync(draft)).StatusCode);
        Assert.Equal("finalized", (await market.OperationAsync(market.Ledger.IdOf(draft.Intent)))["status"]!.ToString());
        await market.Ledger.IndexedAsync();
        var after = (JsonArray)(await Market.SendAsync(debtor, HttpMethod.Get, path))["asks"]!;
        Assert.Null(after[0]!["draft"]);
        Assert.Equal("Retirement", (string?)after[1]!["draft"]!["type"]);
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

    private Task NameAsync(string path, ReceivableId note, ulong rate) =>
        Market.SendAsync(farm, HttpMethod.Put, path + "/asks", new { receivable = note, note = Market.First(note), rate });

    private static async Task RefusedAsync(int status, string code, HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await Market.RawAsync(client, method, path, body);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }
}

public sealed class SqliteEarlyPaymentTests() : EarlyPaymentTests(Dialect.Sqlite);

public sealed class PostgresEarlyPaymentTests() : EarlyPaymentTests(Dialect.PostgreSql);
