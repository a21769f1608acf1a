using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Financing;

namespace Ledger.Api.Tests.Financing;

public abstract class PolicyTests(Dialect dialect) : IAsyncLifetime
{
    private Market market = null!;
    private HttpClient farm = null!;
    private HttpClient lender = null!;

    private static LenderPolicy Sale { get; } = new()
    {
        Format = 1,
        Name = "coffee",
        Kind = OfferKind.Sale,
        Currency = "CNY",
        Debtors = [Market.Debtor],
        Rate = 600,
        MaxTenorDays = 180,
        TotalLimit = 2 * Market.Face,
    };

    public async ValueTask InitializeAsync()
    {
        market = await Market.StartAsync(await TestChain.SharedAsync(), dialect);
        (farm, lender) = (await market.SignInAsync(LiveLedger.FarmKey), await market.SignInAsync(Market.LenderKey));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return market.DisposeAsync();
    }

    [Fact]
    public async Task A_policy_has_versions_and_only_its_lender_sees_them()
    {
        Assert.Equal("1", (await PutAsync(Sale))["version"]!.ToString());
        Assert.Equal("1", (await PutAsync(Sale))["version"]!.ToString());
        Assert.Equal("2", (await PutAsync(Sale with { Rate = 500 }))["version"]!.ToString());
        await PutAsync(Sale with { Name = "tea" });
        var newest = (JsonArray)(await Market.SendAsync(lender, HttpMethod.Get, "/financing/policies"))["items"]!;
        Assert.Equal(["coffee 2", "tea 1"], newest.Select(version => $"{version!["policy"]!["name"]} {version["version"]}"));
        Assert.Equal(2, ((JsonArray)(await Market.SendAsync(lender, HttpMethod.Get, "/financing/policies?name=coffee"))["items"]!).Count);
        Assert.Empty((JsonArray)(await Market.SendAsync(farm, HttpMethod.Get, "/financing/policies"))["items"]!);
    }

    [Theory]
    [InlineData("""{"format":1}""", 400, "policy-invalid")]
    [InlineData("""{"format":1,"name":"coffee","kind":"sale","currency":"EUR","rate":1,"totalLimit":1}""", 422, "wrong-currency")]
    [InlineData("""{"format":1,"name":"other","kind":"sale","currency":"CNY","rate":1,"totalLimit":1}""", 400, "policy-invalid")]
    [InlineData("""{"format":1,"name":"coffee","kind":"sale","currency":"CNY","rate":1,"totalLimit":1,"maxTenorDays":366}""", 400, "policy-invalid")]
    [InlineData("[]", 400, "policy-invalid")]
    [InlineData("{", 400, "policy-invalid")]
    public async Task A_document_that_is_no_policy_is_refused(string document, int status, string code)
    {
        using var response = await Market.RawAsync(lender, HttpMethod.Put, "/financing/policies/coffee", document);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }

    [Fact]
    public async Task A_policy_drafts_offers_within_its_limits_and_the_lenders_key_makes_them_count()
    {
        await PutAsync(Sale);
        var asks = new List<ulong>();
        for (var i = 0; i < 3; i++) asks.Add(await market.AskAsync(farm, await market.IssueAsync()));
        var results = await DraftsAsync("coffee");
        Assert.Equal(asks.Select(ask => $"{ask}"), results.Select(result => result!["ask"]!.ToString()));
        // 10,000,000 at 6 % for 90 days on 360, some seconds less: two of them are within the limit, the third is not.
        Assert.All(results.Take(2), result => Assert.InRange((long)result!["money"]!, 9_850_000, 9_850_100));
        Assert.Equal("""["debtor-limit","total-limit"]""", results[2]!["refusals"]!.ToJsonString());
        foreach (var result in results.Take(2))
        {
            var draft = IntentDraft.Parse(result!["draft"]!.ToJsonString()).Sign(Market.LenderKey);
            await Market.SendAsync(lender, HttpMethod.Post, $"/financing/asks/{result["ask"]}/offers", draft.ToJson());
        }
        // What was offered counts against the limit, and is not offered again.
        var left = Assert.Single(await DraftsAsync("coffee"))!;
        Assert.Equal($"{asks[2]}", left["ask"]!.ToString());
        Assert.Null(left["draft"]);
        var offer = (JsonObject)(await Market.SendAsync(farm, HttpMethod.Get, $"/financing/asks/{asks[0]}"))["offers"]![0]!;
        await market.AcceptAsync(farm, offer);
        Assert.Equal("finalized", (await market.OperationAsync($"{offer["id"]}"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_policy_of_loans_drafts_what_the_facility_opens()
    {
        await PutAsync(Sale with { Name = "loans", Kind = OfferKind.Loan, AdvanceRate = 8_000, Recourse = true, LateRate = 200, FeeRate = 10 });
        await market.Ledger.SucceedAsync(new Limit(Market.Lender, Market.Debtor, Market.Face, 0, 1, LiveLedger.Later), Market.LenderKey);
        var ask = await market.AskAsync(farm, await market.IssueAsync());
        var result = Assert.Single(await DraftsAsync("loans"))!;
        Assert.Equal((8_000_000, 10_000), ((long)result["money"]!, (long)result["cost"]!["fee"]!));
        var draft = IntentDraft.Parse(result["draft"]!.ToJsonString()).Sign(Market.LenderKey);
        var offer = await Market.SendAsync(lender, HttpMethod.Post, $"/financing/asks/{ask}/offers", draft.ToJson());
        await market.AcceptAsync(farm, offer);
        Assert.Equal("finalized", (await market.OperationAsync($"{offer["id"]}"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_dry_run_tells_what_a_policy_would_have_offered_and_keeps_nothing()
    {
        for (var i = 0; i < 3; i++) await market.AskAsync(farm, await market.IssueAsync());
        await market.AskAsync(farm, await market.IssueAsync(), null, Market.Other);
        var run = await Market.SendAsync(lender, HttpMethod.Post, "/financing/policies/dry-run?days=7", System.Text.Encoding.UTF8.GetString(Sale.ToJson()));
        Assert.Equal((3, 2), ((int)run["asked"]!, (int)run["offered"]!));
        Assert.Equal(1, (int)run["refused"]!["total-limit"]!);
        var strict = await Market.SendAsync(lender, HttpMethod.Post, "/financing/policies/dry-run", System.Text.Encoding.UTF8.GetString((Sale with { MaxTenorDays = 30, MinDebtorPoints = 1 }).ToJson()));
        Assert.Equal((0, 3), ((int)strict["offered"]!, (int)strict["refused"]!["tenor"]!));
        Assert.Empty((JsonArray)(await Market.SendAsync(lender, HttpMethod.Get, "/financing/policies"))["items"]!);
    }

    [Fact]
    public async Task A_policy_looks_at_the_points_of_those_who_let_its_lender_see_them()
    {
        await PutAsync(Sale with { Name = "scored", MinDebtorPoints = 1, Bands = [new ScoreBand(1, -100)] });
        await market.AskAsync(farm, await market.IssueAsync());
        var refused = Assert.Single(await DraftsAsync("scored"))!;
        Assert.Equal("""["points"]""", refused["refusals"]!.ToJsonString());
        Assert.Null(refused["debtorPoints"]);
        using var debtor = await market.SignInAsync(LiveLedger.CarrierKey);
        await Market.SendAsync(debtor, HttpMethod.Put, $"/parties/{Market.Debtor}/credit/access", new { parties = new[] { Market.Lender }, published = false });
        var result = Assert.Single(await DraftsAsync("scored"))!;
        for (var start = DateTime.UtcNow; result["draft"] is null && DateTime.UtcNow - start < TimeSpan.FromSeconds(20); await Task.Delay(200))
            result = Assert.Single(await DraftsAsync("scored"))!;
        // At 5 % instead of 6 %.
        Assert.InRange((long)result["money"]!, 9_875_000, 9_875_100);
        var points = (int)result["debtorPoints"]!;
        Assert.Equal(((int)(await Market.SendAsync(debtor, HttpMethod.Get, $"/parties/{Market.Debtor}/credit"))["points"]!, null), (points, result["assignorPoints"]));
        var scored = Sale with { Name = "scored", MinDebtorPoints = points + 1 };
        var dry = await Market.SendAsync(lender, HttpMethod.Post, "/financing/policies/dry-run", System.Text.Encoding.UTF8.GetString(scored.ToJson()));
        Assert.Equal((0, 1, points), ((int)dry["offered"]!, (int)dry["refused"]!["points"]!, (int)dry["results"]![0]!["debtorPoints"]!));
    }

    [Fact]
    public async Task A_paused_policy_offers_nothing_until_its_next_version()
    {
        await market.AskAsync(farm, await market.IssueAsync());
        await PutAsync(Sale with { Name = "halted", Paused = true });
        Assert.Equal("""["paused"]""", Assert.Single(await DraftsAsync("halted"))!["refusals"]!.ToJsonString());
        await PutAsync(Sale with { Name = "halted" });
        Assert.Equal("Sale", (string)Assert.Single(await DraftsAsync("halted"))!["draft"]!["type"]!);
    }

    private Task<JsonObject> PutAsync(LenderPolicy policy) =>
        Market.SendAsync(lender, HttpMethod.Put, $"/financing/policies/{policy.Name}", System.Text.Encoding.UTF8.GetString(policy.ToJson()));

    private async Task<JsonArray> DraftsAsync(string name) => (JsonArray)(await Market.SendAsync(lender, HttpMethod.Get, $"/financing/policies/{name}/offers"))["items"]!;
}

public sealed class SqlitePolicyTests() : PolicyTests(Dialect.Sqlite);

public sealed class PostgresPolicyTests() : PolicyTests(Dialect.PostgreSql);
