using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

public sealed class OfferFaultTests : IAsyncLifetime
{
    private Market market = null!;
    private HttpClient farm = null!;
    private HttpClient lender = null!;
    private HttpClient other = null!;

    public async ValueTask InitializeAsync()
    {
        market = await Market.StartAsync(await TestChain.SharedAsync());
        (farm, lender, other) = (await market.SignInAsync(LiveLedger.FarmKey), await market.SignInAsync(Market.LenderKey), await market.SignInAsync(Market.OtherKey));
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task Of_two_offers_accepted_fifty_times_at_once_one_reaches_the_chain_and_the_others_are_told_which()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        JsonObject[] offers =
        [
            await market.OfferAsync(lender, ask, market.Sale(receivable, 9_800_000, Market.Lender), Market.LenderKey),
            await market.OfferAsync(other, ask, market.Sale(receivable, 9_850_000, Market.Other), Market.OtherKey),
        ];
        // No acceptance comes to the chain before all fifty were answered: who came later would be told that the note has changed.
        var held = true;
        await using var proxy = new FaultyProxy(market.Ledger.Chain.Url) { Decide = call => held && call.Method == "eth_sendRawTransaction" ? new Fault { Cut = true } : null };
        await market.Ledger.Api.DisposeAsync();
        await market.Ledger.StartApiAsync(options => options.Rpc = proxy.Url);
        using var holder = await market.SignInAsync(LiveLedger.FarmKey);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            Market.RawAsync(holder, HttpMethod.Post, $"/financing/offers/{offers[i % 2]["id"]}/accept", Market.Consent(offers[i % 2]))));
        held = false;
        var accepted = Assert.Single(answers, answer => (int)answer.StatusCode == 202);
        var first = JsonNode.Parse(await accepted.Content.ReadAsStringAsync())!["id"]!.ToString();
        foreach (var answer in answers.Where(answer => answer != accepted))
        {
            Assert.Equal((409, "already-accepted"), await ApiHost.ProblemAsync(answer));
            Assert.Contains(first, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal("finalized", (await market.OperationAsync(first))["status"]!.ToString());
        var seller = await market.Ledger.Node.GetTransactionCountAsync(market.Ledger.Relayer.Address);
        await market.Ledger.IndexedAsync();
        var states = ((JsonArray)(await Market.SendAsync(holder, HttpMethod.Get, $"/financing/asks/{ask}"))["offers"]!).ToDictionary(offer => offer!["id"]!.ToString(), offer => offer!["state"]!.ToString());
        Assert.Equal("funded", states[first]);
        Assert.Equal("note-changed", states.Single(state => state.Key != first).Value);
        Assert.Equal(seller, await market.Ledger.Node.GetTransactionCountAsync(market.Ledger.Relayer.Address));
    }

    [Fact]
    public async Task After_its_deadline_an_offer_is_expired()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 9_000_000, Market.Lender, deadline: Market.Now + 2), Market.LenderKey);
        await Task.Delay(3100);
        await RefusedAsync(422, "expired", offer);
        Assert.Equal("expired", await StateAsync(offer));
    }

    [Fact]
    public async Task After_the_lender_has_raised_its_epoch_an_offer_is_cancelled()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 9_000_000, Market.Lender), Market.LenderKey);
        await market.Ledger.SucceedAsync(new EpochBump(Market.Lender, 1, LiveLedger.Later), Market.LenderKey);
        await market.Ledger.IndexedAsync();
        await RefusedAsync(409, "stale-epoch", offer);
        Assert.Equal("cancelled", await StateAsync(offer));
        Assert.Equal("open", (await Market.SendAsync(farm, HttpMethod.Get, $"/financing/asks/{ask}"))["state"]!.ToString());
    }

    [Fact]
    public async Task After_the_note_was_split_an_offer_on_it_counts_no_longer()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 9_000_000, Market.Lender), Market.LenderKey);
        var move = new Move(Market.Holder, Market.Other, receivable, Market.First(receivable), 1, 1, default, default, 1, LiveLedger.Later);
        await market.Ledger.SucceedAsync(move, LiveLedger.FarmKey);
        await market.Ledger.IndexedAsync();
        await RefusedAsync(409, "stale-note", offer);
        Assert.Equal("note-changed", await StateAsync(offer));
    }

    [Fact]
    public async Task An_offer_without_cover_is_refused_with_the_contracts_reason_and_stays_open()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 60 * Market.Face, Market.Lender), Market.LenderKey);
        Assert.Contains("insufficient-cash", offer["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        await RefusedAsync(422, "insufficient-cash", offer);
        Assert.Equal("open", await StateAsync(offer));
    }

    [Fact]
    public async Task What_is_signed_by_somebody_else_is_refused_and_nothing_is_accepted()
    {
        var receivable = await market.IssueAsync();
        var ask = await market.AskAsync(farm, receivable);
        var offer = await market.OfferAsync(lender, ask, market.Sale(receivable, 9_000_000, Market.Lender), Market.LenderKey);
        var forged = new { signatures = new string?[] { "0x" + Convert.ToHexString(Market.OtherKey.Sign(Hash32.Parse(offer["id"]!.ToString())).ToBytes()), null } };
        using var response = await Market.RawAsync(farm, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", forged);
        Assert.Equal((422, "wrong-signer"), await ApiHost.ProblemAsync(response));
        foreach (var (code, signatures) in new[] { ("wrong-signature-count", new string?[] { null }), ("missing-signature", [null, null]), ("malformed-hex", ["signed", null]), ("malformed-signature", ["0x" + new string('f', 130), null]) })
        {
            using var wrong = await Market.RawAsync(farm, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", new { signatures });
            Assert.Equal((400, code), await ApiHost.ProblemAsync(wrong));
        }
        Assert.Equal("open", await StateAsync(offer));
        await market.AcceptAsync(farm, offer);
        Assert.Equal("finalized", (await market.OperationAsync($"{offer["id"]}"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_frozen_debtor_is_a_warning_on_a_sale_and_stops_a_loan()
    {
        var receivable = await market.IssueAsync();
        await market.Ledger.SucceedAsync(new Sdk.Financing.Limit(Market.Lender, Market.Debtor, 50 * Market.Face, 0, 1, LiveLedger.Later), Market.LenderKey);
        var ask = await market.AskAsync(farm, receivable);
        var loan = await market.OfferAsync(lender, ask, await market.LoanAsync(receivable, 8_000_000, 500, Market.Lender), Market.LenderKey);
        await market.Ledger.SucceedAsync(new StatusChange(Market.Debtor, PartyStatus.Frozen, default, 1, new PartyId(1), 1, LiveLedger.Later), LiveLedger.RegistrarKey);
        await market.Ledger.IndexedAsync();
        Assert.Contains("debtor-frozen", (await Market.SendAsync(lender, HttpMethod.Get, $"/financing/offers/{loan["id"]}"))["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        await RefusedAsync(422, "not-active", loan);
        Assert.Equal("open", await StateAsync(loan));
    }

    private async Task<string> StateAsync(JsonObject offer) => (await Market.SendAsync(farm, HttpMethod.Get, $"/financing/offers/{offer["id"]}"))["state"]!.ToString();

    private async Task RefusedAsync(int status, string code, JsonObject offer)
    {
        using var response = await Market.RawAsync(farm, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", Market.Consent(offer));
        Assert.Equal((status, code), await ApiHost.ProblemAsync(response));
    }
}
