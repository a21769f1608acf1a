using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Tests.Chain;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Receivables;

namespace Ledger.Api.Tests.Financing;

public sealed class OfferKillTests
{
    private const int Kills = 6;

    [Fact]
    public async Task An_api_killed_between_acceptance_and_receipt_again_and_again_has_accepted_each_offer_once()
    {
        await using var market = await Market.StartAsync(await TestChain.StartAnvilAsync(1), mine: true);
        var notes = new List<ReceivableId>();
        await using (LiveLedger.Mining(market.Ledger.Node))
            for (var i = 0; i <= Kills; i++) notes.Add(await market.IssueAsync());
        await market.Ledger.Api.DisposeAsync();
        var before = await market.Ledger.Node.GetTransactionCountAsync(market.Ledger.Relayer.Address);
        var folder = Directory.CreateTempSubdirectory("ledger-accept-").FullName;
        await ApiProcess.ConfigureAsync(folder, market.Ledger.Manifest, market.Ledger.Relayer);
        var random = new Random(11);
        JsonObject? last = null;
        for (var round = 0; round <= Kills; round++)
        {
            using var api = await ApiProcess.StartAsync(folder, market.Ledger.Chain.Url);
            // What the process before had accepted when it was killed is accepted still, and once: it goes on to its end.
            if (last is not null) await EndsFundedAsync(api.Url, last);
            last = await AcceptAsync(market, api.Url, notes[round]);
            if (round == Kills) await EndsFundedAsync(api.Url, last);
            else await Task.Delay(random.Next(0, 900));
            api.Kill();
        }
        Assert.Equal(before + Kills + 1, await market.Ledger.Node.GetTransactionCountAsync(market.Ledger.Relayer.Address));
        var receivables = new ReceivablesContract(market.Ledger.Node, market.Ledger.Manifest.Receivables);
        foreach (var note in notes)
        {
            var state = await receivables.NoteAsync(note, Market.First(note));
            Assert.Equal((Market.Lender, 2U), (state.Owner, state.Seq));
        }
        await market.Ledger.StartApiAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_offer_that_the_chain_refuses_after_it_was_accepted_says_why_and_can_be_accepted_again()
    {
        await using var market = await Market.StartAsync(await TestChain.StartAnvilAsync(1), mine: true);
        using var farm = await market.SignInAsync(LiveLedger.FarmKey);
        using var lender = await market.SignInAsync(Market.LenderKey);
        var offers = new List<JsonObject>();
        for (var i = 0; i < 2; i++)
        {
            var note = await market.IssueAsync();
            // The lender's cash is enough for either, and not for both.
            offers.Add(await market.OfferAsync(lender, await market.AskAsync(farm, note), market.Sale(note, 30 * Market.Face, Market.Lender), Market.LenderKey));
        }
        await Task.WhenAll(offers.Select(offer => market.AcceptAsync(farm, offer)));
        var ends = await Task.WhenAll(offers.Select(offer => market.OperationAsync($"{offer["id"]}")));
        Assert.Equal(["failed", "finalized"], ends.Select(end => end["status"]!.ToString()).Order());
        await market.Ledger.IndexedAsync();
        var failed = offers[Array.FindIndex(ends, end => end["status"]!.ToString() == "failed")];
        var shown = await Market.SendAsync(farm, HttpMethod.Get, $"/financing/offers/{failed["id"]}");
        Assert.Equal(("open", "insufficient-cash"), (shown["state"]!.ToString(), shown["failure"]!["code"]!.ToString()));
        await market.Ledger.SucceedAsync(new Mint(Market.Bank, Market.Lender, 30 * Market.Face, Keccak256.Hash("more"u8), 1, LiveLedger.Later), Market.BankKey);
        await market.AcceptAsync(farm, failed);
        var again = await market.OperationAsync($"{failed["id"]}");
        Assert.Equal("finalized", again["status"]!.ToString());
        var funded = await Market.SendAsync(farm, HttpMethod.Get, $"/financing/offers/{failed["id"]}?minBlock={again["block"]}");
        Assert.Equal(("funded", null), (funded["state"]!.ToString(), funded["failure"]));
    }

    /// <summary>Asks, offers and accepts for a note; the acceptance may be the last that the process does.</summary>
    private static async Task<JsonObject> AcceptAsync(Market market, string url, ReceivableId note)
    {
        using var farm = await SignInAsync(url, LiveLedger.FarmKey);
        using var lender = await SignInAsync(url, Market.LenderKey);
        var head = await market.Ledger.Node.GetBlockNumberAsync();
        var ask = (await Market.SendAsync(farm, HttpMethod.Post, $"/financing/asks?minBlock={head}", new { receivable = note, note = Market.First(note), until = Market.Now + 3600 }))["id"]!;
        var offer = await market.OfferAsync(lender, ulong.Parse(ask.ToString(), null), market.Sale(note, 9_800_000, Market.Lender), Market.LenderKey);
        await market.AcceptAsync(farm, offer);
        return offer;
    }

    private static async Task EndsFundedAsync(string url, JsonObject offer)
    {
        using var farm = await SignInAsync(url, LiveLedger.FarmKey);
        var operation = (await farm.GetFromJsonAsync<JsonObject>($"/operations/{offer["id"]}?wait=30"))!;
        Assert.True(operation["status"]!.ToString() is "confirmed" or "finalized", operation.ToJsonString());
        var shown = await Market.SendAsync(farm, HttpMethod.Get, $"/financing/offers/{offer["id"]}?minBlock={operation["block"]}");
        Assert.Equal("funded", shown["state"]!.ToString());
        using var second = await Market.RawAsync(farm, HttpMethod.Post, $"/financing/offers/{offer["id"]}/accept", Market.Consent(offer));
        Assert.Equal((409, "already-accepted"), await ApiHost.ProblemAsync(second));
    }

    private static async Task<HttpClient> SignInAsync(string url, PrivateKey key)
    {
        var client = new HttpClient { BaseAddress = new Uri(url) };
        var challenge = await (await client.PostAsJsonAsync("/session/challenge", new { address = key.Address.ToString() })).Content.ReadFromJsonAsync<JsonObject>();
        var session = await client.PostAsJsonAsync("/session", new
        {
            address = key.Address.ToString(),
            message = challenge!["message"],
            signature = key.Sign(TypedData.Parse(challenge.ToJsonString()).Digest).ToString(),
        });
        var token = (await session.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.ToString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
