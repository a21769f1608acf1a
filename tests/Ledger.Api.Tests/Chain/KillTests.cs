using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Custody;

namespace Ledger.Api.Tests.Chain;

public sealed class KillTests
{
    private const int HandOffs = 40;
    private const int Kills = 6;

    [Fact]
    public async Task An_api_killed_again_and_again_loses_no_acknowledged_hand_off_and_repeats_none()
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(1), mine: true);
        var units = Enumerable.Range(0, HandOffs).Select(i => LiveLedger.Unit($"killed-{i}")).ToList();
        await ledger.RegisterAsync(units);
        await ledger.Api.DisposeAsync();
        var before = await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address);
        var folder = Directory.CreateTempSubdirectory("ledger-kill-").FullName;
        await ApiProcess.ConfigureAsync(folder, ledger.Manifest, ledger.Relayer);
        var acknowledged = await SubmitThroughKillsAsync(ledger, folder, units.Select(unit => LiveLedger.Offer(unit)).ToList());
        using var last = await ApiProcess.StartAsync(folder, ledger.Chain.Url);
        using var reader = new HttpClient { BaseAddress = new Uri(last.Url) };
        foreach (var offer in acknowledged.Distinct())
        {
            var operation = (await reader.GetFromJsonAsync<JsonObject>($"/operations/{ledger.IdOf(offer)}?wait=30"))!;
            Assert.True((string)operation["status"]! is "confirmed" or "finalized", operation.ToJsonString());
        }
        Assert.NotEmpty(acknowledged);
        var moved = await MovedAsync(ledger, units);
        // What was stored but not acknowledged may still be on its way; in the end each transaction has moved one unit.
        for (var start = DateTime.UtcNow; before + moved != await ledger.Node.GetTransactionCountAsync(ledger.Relayer.Address); moved = await MovedAsync(ledger, units))
        {
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(20), $"{moved} units moved, but nonces do not agree.");
            await Task.Delay(200);
        }
        Assert.True(moved >= (ulong)acknowledged.Distinct().Count());
        last.Kill();
        await ledger.StartApiAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Submits the offers in rounds, each to a new process that is killed at a random moment but the last; returns those it acknowledged.</summary>
    private static async Task<List<HandOff>> SubmitThroughKillsAsync(LiveLedger ledger, string folder, List<HandOff> offers)
    {
        var random = new Random(7);
        var acknowledged = new List<HandOff>();
        for (var round = 0; round <= Kills; round++)
        {
            using var api = await ApiProcess.StartAsync(folder, ledger.Chain.Url);
            using var client = new HttpClient { BaseAddress = new Uri(api.Url) };
            var share = offers.Skip(round * HandOffs / (Kills + 1)).Take(HandOffs / (Kills + 1) + 1).ToList();
            var posting = share.Select(offer => PostAsync(client, ledger, offer)).ToList();
            if (round < Kills)
            {
                await Task.Delay(random.Next(0, 1500));
                api.Kill();
            }
            for (var i = 0; i < share.Count; i++) if (await posting[i]) acknowledged.Add(share[i]);
        }
        return acknowledged;
    }

    private static async Task<ulong> MovedAsync(LiveLedger ledger, List<UnitId> units)
    {
        var moved = 0UL;
        foreach (var unit in units)
        {
            var entry = await ledger.Goods.UnitAsync(unit);
            Assert.InRange(entry.Seq, 1U, 2U);
            if (entry.Custodian == LiveLedger.Carrier) moved++;
        }
        return moved;
    }

    private static async Task<bool> PostAsync(HttpClient client, LiveLedger ledger, HandOff offer)
    {
        try
        {
            var body = ledger.Sign(offer, LiveLedger.FarmKey, LiveLedger.CarrierKey).ToJson();
            return (int)(await client.PostAsync("/intents", ApiHost.JsonBody(body))).StatusCode == 202;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
