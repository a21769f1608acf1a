using System.Text.Json.Nodes;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Tests.Chain;

/// <summary>No hand-off is lost and none happens twice, whatever dies or forgets between acceptance and finality.</summary>
/// <remarks>anvil mines only when told to, so that each moment can be caught.</remarks>
public sealed class RelayTests
{
    [Fact]
    public async Task A_restart_between_relay_and_receipt_loses_nothing_and_repeats_nothing()
    {
        await using var ledger = await StartAsync();
        var unit = await RegisterAsync(ledger, "restart");
        var offer = LiveLedger.Offer(unit);
        await AcceptedAsync(ledger, offer);
        await UntilAsync(async () => (string?)(await ledger.OperationAsync(offer))["transactionHash"] is not null);
        var before = (string)(await ledger.OperationAsync(offer))["transactionHash"]!;
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync();
        Assert.Equal("submitted", (string)(await ledger.OperationAsync(offer))["status"]!);
        await AcceptedAsync(ledger, offer);
        await LiveLedger.MineAsync(ledger.Node);
        var settled = await ledger.OperationAsync(offer, wait: 10);
        Assert.Equal(before, (string)settled["transactionHash"]!);
        await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task A_death_between_commit_and_sending_is_made_good_by_the_next_process()
    {
        await using var ledger = await StartAsync();
        var unit = await RegisterAsync(ledger, "unsent");
        await using var proxy = new FaultyProxy(ledger.Chain.Url) { Decide = call => call.Method == "eth_sendRawTransaction" ? new Fault { Cut = true } : null };
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync(options => options.Rpc = proxy.Url);
        var offer = LiveLedger.Offer(unit);
        await AcceptedAsync(ledger, offer);
        await UntilAsync(async () => (string?)(await ledger.OperationAsync(offer))["transactionHash"] is not null);
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync();
        await MineUntilAsync(ledger, offer, "finalized");
        await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task A_transaction_that_the_node_dropped_is_sent_again()
    {
        await using var ledger = await StartAsync(options => options.ResendAfter = TimeSpan.FromSeconds(1));
        var unit = await RegisterAsync(ledger, "dropped");
        var offer = LiveLedger.Offer(unit);
        await AcceptedAsync(ledger, offer);
        await UntilAsync(async () => await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address, BlockTag.Pending) > await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address));
        await ledger.Node.Rpc.CallAsync("anvil_dropAllTransactions", []);
        await MineUntilAsync(ledger, offer, "finalized");
        await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task Who_submits_again_while_it_is_settled_by_another_is_told_of_it_not_that_it_was_used()
    {
        await using var ledger = await StartAsync();
        var unit = await RegisterAsync(ledger, "twice");
        TaskCompletionSource asked = new(), settled = new();
        await using var proxy = new FaultyProxy(ledger.Chain.Url);
        proxy.Decide = call =>
        {
            if (call.Method == "eth_estimateGas" && asked.TrySetResult()) settled.Task.Wait();
            return null;
        };
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync(options => options.Rpc = proxy.Url);
        var offer = LiveLedger.Offer(unit);
        var slow = ledger.PostAsync(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey);
        await asked.Task;
        await AcceptedAsync(ledger, offer);
        await MineUntilAsync(ledger, offer, "finalized");
        settled.SetResult();
        var answer = await slow;
        Assert.True((int)answer.StatusCode == 202, await answer.Content.ReadAsStringAsync());
        Assert.Equal("finalized", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!);
        await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task Concurrent_submissions_get_one_nonce_each_and_all_arrive()
    {
        await using var ledger = await StartAsync();
        var units = Enumerable.Range(0, 60).Select(i => LiveLedger.Unit($"many-{i}")).ToList();
        await RegisterAsync(ledger, units);
        var offers = units.Select(unit => LiveLedger.Offer(unit)).ToList();
        var before = await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address);
        await Task.WhenAll(offers.Select(offer => AcceptedAsync(ledger, offer)).Concat(offers.Select(offer => AcceptedAsync(ledger, offer))));
        foreach (var offer in offers) await MineUntilAsync(ledger, offer, "finalized");
        Assert.Equal(before + 60, await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address));
        foreach (var unit in units) await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task A_reorganisation_takes_a_confirmed_operation_back_and_it_arrives_again()
    {
        await using var ledger = await StartAsync(finality: "depth:8");
        var unit = await RegisterAsync(ledger, "reorg");
        for (var i = 0; i < 10; i++) await LiveLedger.MineAsync(ledger.Node);
        var offer = LiveLedger.Offer(unit);
        await AcceptedAsync(ledger, offer);
        await MineUntilAsync(ledger, offer, "confirmed");
        var first = (ulong)(await ledger.OperationAsync(offer))["block"]!;
        var head = await ledger.Node.GetBlockNumberAsync();
        await ledger.Node.Rpc.CallAsync("anvil_reorg", [(int)(head - first + 1), Array.Empty<object>()]);
        await UntilAsync(async () =>
        {
            var operation = await ledger.OperationAsync(offer);
            return (string)operation["status"]! == "submitted" || (ulong?)operation["block"] > first;
        });
        await MineUntilAsync(ledger, offer, "finalized");
        await MovedOnceAsync(ledger, unit);
    }

    [Fact]
    public async Task An_intent_that_fails_on_the_chain_after_all_says_why()
    {
        await using var ledger = await StartAsync();
        var unit = await RegisterAsync(ledger, "race");
        await using var proxy = new FaultyProxy(ledger.Chain.Url) { Decide = call => call.Method == "eth_sendRawTransaction" ? new Fault { Cut = true } : null };
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync(options => options.Rpc = proxy.Url);
        var (first, second) = (LiveLedger.Offer(unit), LiveLedger.Offer(unit, document: Keccak256.Hash("other"u8)));
        await AcceptedAsync(ledger, first);
        await AcceptedAsync(ledger, second);
        await ledger.Api.DisposeAsync();
        await ledger.StartApiAsync();
        await MineUntilAsync(ledger, first, "finalized");
        await MineUntilAsync(ledger, second, "failed");
        Assert.Equal("stale-sequence", (string)(await ledger.OperationAsync(second))["error"]!["code"]!);
        await MovedOnceAsync(ledger, unit);
    }

    private static async Task<LiveLedger> StartAsync(Action<LedgerApiOptions>? configure = null, string finality = "immediate") =>
        await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(0), finality, mine: true, configure);

    private static async Task<UnitId> RegisterAsync(LiveLedger ledger, string name)
    {
        await RegisterAsync(ledger, [LiveLedger.Unit(name)]);
        return LiveLedger.Unit(name);
    }

    private static async Task RegisterAsync(LiveLedger ledger, IReadOnlyList<UnitId> units)
    {
        var registration = new UnitRegistration(LiveLedger.Farm, LotId.None, units, [.. units.Select(_ => 1UL)], default, 1, LiveLedger.Later);
        Assert.True((await ledger.PostAsync(registration, LiveLedger.FarmKey)).IsSuccessStatusCode);
        await UntilAsync(async () =>
        {
            await LiveLedger.MineAsync(ledger.Node);
            return (string)(await ledger.OperationAsync(registration))["status"]! is "confirmed" or "finalized";
        });
    }

    private static async Task AcceptedAsync(LiveLedger ledger, HandOff offer)
    {
        var response = await ledger.PostAsync(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey);
        Assert.True((int)response.StatusCode == 202, await response.Content.ReadAsStringAsync());
    }

    private static Task MineUntilAsync(LiveLedger ledger, Intent intent, string status) => UntilAsync(async () =>
    {
        await LiveLedger.MineAsync(ledger.Node);
        return (string)(await ledger.OperationAsync(intent))["status"]! == status;
    });

    private static async Task UntilAsync(Func<Task<bool>> reached)
    {
        for (var start = DateTime.UtcNow; !await reached(); await Task.Delay(50))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(30), "It did not happen within 30 s.");
    }

    private static async Task MovedOnceAsync(LiveLedger ledger, UnitId unit)
    {
        var entry = await ledger.Goods.UnitAsync(unit);
        Assert.Equal((LiveLedger.Carrier, 2U), (entry.Custodian, entry.Seq));
    }
}
