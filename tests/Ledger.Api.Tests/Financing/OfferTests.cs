using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Financing;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

public abstract class OfferTests(Dialect dialect) : IAsyncLifetime
{
    private Market market = null!;
    private HttpClient farm = null!;
    private HttpClient lender = null!;
    private HttpClient other = null!;

    public async ValueTask InitializeAsync()
    {
        market = await Market.StartAsync(await TestChain.SharedAsync(), dialect);
        (farm, lender, other) = (await market.SignInAsync(LiveLedger.FarmKey), await market.SignInAsync(Market.LenderKey), await market.SignInAsync(Market.OtherKey));
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return market.DisposeAsync();
    }

    [Fact]
    public async Task The_holder_sees_all_offers_the_cheapest_first_a_lender_its_own_and_the_accepted_one_is_funded_on_chain()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        await market.OfferAsync(lender, ask, market.Sale(receivable, 9_800_000, Market.Lender), Market.LenderKey);
        var best = await market.OfferAsync(other, ask, market.Sale(receivable, 9_850_000, Market.Other), Market.OtherKey);
        var loan = await market.OfferAsync(lender, ask, await market.LoanAsync(receivable, 8_000_000, 700, Market.Lender, 1_000), Market.LenderKey);
        var seen = (JsonArray)(await Market.SendAsync(farm, HttpMethod.Get, $"/financing/asks/{ask}"))["offers"]!;
        Assert.Equal([1, 2, 3], seen.Select(offer => (int)offer!["place"]!));
        Assert.Equal([9_850_000, 8_000_000, 9_800_000], seen.Select(offer => (long)offer!["money"]!));
        // 150,000 / 9,850,000 and (1,000 + 140,000) / 8,000,000 and 200,000 / 9,800,000 in 90 days.
        Assert.Equal([618, 715, 828], seen.Select(offer => (int)offer!["cost"]!["annualRate"]!));
        Assert.Equal(1_000, (int)seen[1]!["cost"]!["fee"]!);
        Assert.InRange((int)seen[1]!["cost"]!["interest"]!, 139_900, 140_000);
        Assert.Equal("limit-exceeded", Assert.Single((JsonArray)loan["warnings"]!)!.ToString());
        var own = (JsonArray)(await Market.SendAsync(other, HttpMethod.Get, $"/financing/asks/{ask}"))["offers"]!;
        Assert.Equal(best["id"]!.ToString(), Assert.Single(own)!["id"]!.ToString());
        Assert.Null(own[0]!["place"]);

        await market.AcceptAsync(farm, best);
        var operation = await market.OperationAsync($"{best["id"]}");
        Assert.Equal("finalized", operation["status"]!.ToString());
        var after = await Market.SendAsync(farm, HttpMethod.Get, $"/financing/asks/{ask}?minBlock={operation["block"]}");
        Assert.Equal("funded", after["state"]!.ToString());
        Assert.Equal(["funded", "note-changed", "note-changed"], ((JsonArray)after["offers"]!).OrderBy(offer => offer!["state"]!.ToString()).Select(offer => offer!["state"]!.ToString()));
        await RefusedAsync(409, "already-accepted", farm, HttpMethod.Post, $"/financing/offers/{best["id"]}/accept", Market.Consent(best));
        await RefusedAsync(409, "stale-note", farm, HttpMethod.Post, $"/financing/offers/{seen[2]!["id"]}/accept", Market.Consent((JsonObject)seen[2]!));
    }

    [Fact]
    public async Task A_loan_against_a_note_is_opened_by_the_holders_two_signatures()
    {
        var receivable = await market.IssueAsync();
        await market.Ledger.SucceedAsync(new Limit(Market.Lender, Market.Debtor, 50 * Market.Face, 0, 1, LiveLedger.Later), Market.LenderKey);
        await market.Ledger.IndexedAsync();
        var ask = await market.AskAsync(farm, receivable, null, Market.Lender);
        var offer = await market.OfferAsync(lender, ask, await market.LoanAsync(receivable, 8_000_000, 500, Market.Lender), Market.LenderKey);
        Assert.Empty((JsonArray)offer["warnings"]!);
        await market.AcceptAsync(farm, offer);
        var operation = await market.OperationAsync($"{offer["id"]}");
        Assert.Equal(("Loan", "finalized"), (operation["type"]!.ToString(), operation["status"]!.ToString()));
        var lines = await Market.SendAsync(lender, HttpMethod.Get, $"/financing/lines?minBlock={operation["block"]}");
        var line = Assert.Single((JsonArray)lines["items"]!)!;
        Assert.Equal((500_000_000, 8_000_000), ((long)line["limit"]!, (long)line["exposure"]!));
    }

    [Fact]
    public async Task Only_those_who_were_asked_see_a_request_and_answer_it()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable, null, Market.Lender);
        var sale = market.Sale(receivable, 9_000_000, Market.Other);
        Assert.Equal("debtor-signed", (await Market.SendAsync(lender, HttpMethod.Get, $"/receivables/{receivable}/due-diligence"))["questions"]![0]!["code"]!.ToString());
        await RefusedAsync(404, "not-found", other, HttpMethod.Get, $"/receivables/{receivable}/due-diligence");
        await RefusedAsync(404, "not-found", other, HttpMethod.Get, $"/financing/asks/{ask}");
        await RefusedAsync(404, "not-found", other, HttpMethod.Post, $"/financing/asks/{ask}/offers", market.Draft(sale, Market.OtherKey).ToJson());
        Assert.Empty((JsonArray)(await Market.SendAsync(other, HttpMethod.Get, "/financing/asks?open=true"))["items"]!);
        Assert.Single((JsonArray)(await Market.SendAsync(lender, HttpMethod.Get, "/financing/asks?open=true"))["items"]!);
        Assert.Single((JsonArray)(await Market.SendAsync(farm, HttpMethod.Get, "/financing/asks"))["items"]!);
        await RefusedAsync(401, "sign-in-required", market.Ledger.Api.Client, HttpMethod.Get, $"/financing/asks/{ask}");
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 9_000_000, Market.Lender), Market.LenderKey);
        await RefusedAsync(404, "not-found", other, HttpMethod.Get, $"/financing/offers/{offer["id"]}");
        await RefusedAsync(404, "not-found", lender, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", Market.Consent(offer));
    }

    [Fact]
    public async Task An_offer_that_does_not_answer_the_request_is_refused()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var good = market.Sale(receivable, 9_000_000, Market.Lender);
        async Task WrongAsync(int status, string code, Sale sale, Sdk.Ethereum.PrivateKey? key = null) =>
            await RefusedAsync(status, code, lender, HttpMethod.Post, $"/financing/asks/{ask}/offers", market.Draft(sale, key ?? Market.LenderKey).ToJson());
        await WrongAsync(422, "offer-invalid", good with { Amount = Market.Face - 1 });
        await WrongAsync(422, "offer-invalid", good with { Buyer = Market.Other });
        await WrongAsync(409, "stale-note", good with { Seq = 2 });
        await WrongAsync(409, "stale-epoch", good with { BuyerEpoch = 2 });
        await WrongAsync(422, "expired", good with { Deadline = Market.Now - 1 });
        await WrongAsync(422, "wrong-signer", good, Market.OtherKey);
        var loan = await market.LoanAsync(receivable, 8_000_000, 500, Market.Lender);
        var stolen = loan with { Pledge = loan.Pledge! with { Message = ((Move)loan.Pledge.Message) with { To = Market.Lender } } };
        await RefusedAsync(422, "offer-invalid", lender, HttpMethod.Post, $"/financing/asks/{ask}/offers", market.Draft(stolen, Market.LenderKey).ToJson());
        var withdrawn = await market.OfferAsync(lender, ask, good, Market.LenderKey);
        await Market.SendAsync(lender, HttpMethod.Delete, $"/financing/offers/{withdrawn["id"]}");
        await RefusedAsync(409, "offer-withdrawn", farm, HttpMethod.Post, $"/financing/offers/{withdrawn["id"]}/accept", Market.Consent(withdrawn));
        await Market.SendAsync(farm, HttpMethod.Delete, $"/financing/asks/{ask}");
        await RefusedAsync(409, "ask-over", lender, HttpMethod.Post, $"/financing/asks/{ask}/offers", market.Draft(good with { Price = 1 }, Market.LenderKey).ToJson());
    }

    [Theory]
    [InlineData(0UL, 422, "zero-amount")]
    [InlineData(1UL, 201, null)]
    [InlineData(Market.Face, 201, null)]
    [InlineData(Market.Face + 1, 422, "exceeds-note")]
    [InlineData(ulong.MaxValue, 422, "exceeds-note")]
    public async Task Amounts_are_those_of_the_note(ulong amount, int status, string? code)
    {
        var receivable = await market.IssueAsync();
        using var response = await Market.RawAsync(farm, HttpMethod.Post, "/financing/asks", new { receivable, note = Market.First(receivable), until = Market.Now + 60, amount });
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }

    [Fact]
    public async Task Nobody_asks_for_offers_in_another_currency_or_for_what_is_not_its_own()
    {
        var receivable = await market.IssueAsync();
        object Body(string? currency = null, ulong until = 0) => new { receivable, note = Market.First(receivable), until = until == 0 ? Market.Now + 60 : until, currency };
        await RefusedAsync(422, "wrong-currency", farm, HttpMethod.Post, "/financing/asks", Body("EUR"));
        await RefusedAsync(422, "not-owner", lender, HttpMethod.Post, "/financing/asks", Body());
        await RefusedAsync(400, "malformed-value", farm, HttpMethod.Post, "/financing/asks", Body(until: Market.Now - 1));
        await RefusedAsync(400, "malformed-value", farm, HttpMethod.Post, "/financing/asks", Body(until: ulong.MaxValue));
        await RefusedAsync(422, "unknown-note", farm, HttpMethod.Post, "/financing/asks", new { receivable, note = default(Sdk.Custody.NoteId), until = Market.Now + 60 });
    }

    private static async Task RefusedAsync(int status, string code, HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var response = await Market.RawAsync(client, method, path, body);
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }
}

public sealed class SqliteOfferTests() : OfferTests(Dialect.Sqlite);

public sealed class PostgresOfferTests() : OfferTests(Dialect.PostgreSql);
