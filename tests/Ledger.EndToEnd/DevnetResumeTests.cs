using System.Net;
using System.Text.Json.Nodes;

namespace Ledger.EndToEnd;

/// <summary>What is there after a restart: all of it on a chain that persists, captured documents on one that does not.</summary>
public sealed class DevnetResumeTests : IDisposable
{
    private const string Pack = "/units/urn:epc:id:sgtin:9521102.000125.2609020003/custody";

    private readonly string data = Directory.CreateTempSubdirectory("ledger-resume-").FullName;
    private readonly HttpClient http = new();

    [Fact]
    public async Task Killed_after_its_story_a_devnet_on_anvil_comes_back_with_the_same_units_events_and_digest()
    {
        string before, digest;
        using (var devnet = DevnetProcess.Start(data, "--chain", "anvil"))
        {
            var api = await devnet.ApiAsync();
            await devnet.WaitForAsync("Ctrl-C ends it");
            (before, digest) = (await UnitAsync(api), await DigestAsync(api));
            var children = devnet.Descendants();
            devnet.Kill();
            await DevnetProcess.AssertGoneAsync(children);
        }
        using var again = DevnetProcess.Start(data, "--chain", "anvil", "--no-demo");
        var address = await again.ApiAsync();
        Assert.Contains("Contracts found", again.Output, StringComparison.Ordinal);
        Assert.Equal(digest, await DigestAsync(address));
        Assert.Equal(before, await UnitAsync(address));
        await AssertEveryEventIsProvableAsync(address);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_its_story_a_devnet_on_anvil_tells_the_rest_and_nothing_twice()
    {
        using (var devnet = DevnetProcess.Start(data, "--chain", "anvil"))
        {
            await devnet.WaitForAsync("Bergquell Dairy packs");
            var children = devnet.Descendants();
            devnet.Kill();
            await DevnetProcess.AssertGoneAsync(children);
        }
        using var again = DevnetProcess.Start(data, "--chain", "anvil", "--exit-after-demo");
        Assert.True(await again.ExitAsync() == 0, again.Output);
        Assert.Contains("Contracts found", again.Output, StringComparison.Ordinal);
        Assert.Matches(@"events +38, of which anchored and proved: 38", again.Output);
    }

    [Fact]
    public async Task A_new_hardhat_chain_keeps_captured_documents_and_anchors_them_again()
    {
        using (var first = DevnetProcess.Start(data, "--exit-after-demo")) Assert.True(await first.ExitAsync() == 0, first.Output);
        // The second and third chain begin alike, down to the hash of the transaction that anchors everything again.
        for (var run = 2; run <= 3; run++)
        {
            using var devnet = DevnetProcess.Start(data, "--no-demo");
            var api = await devnet.ApiAsync();
            await AssertEveryEventIsProvableAsync(api);
            using var unit = await http.GetAsync(api + Pack, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, unit.StatusCode);
        }
    }

    [Fact]
    public async Task A_running_chain_is_used_deployed_to_once_and_left_running()
    {
        using var chain = DevnetProcess.Start(Path.Combine(data, "other"), "--no-demo");
        var rpc = await chain.WaitForAsync(@"Chain answers at (http://\S+)");
        await chain.ApiAsync();
        for (var run = 0; run < 2; run++)
        {
            using var devnet = DevnetProcess.Start(data, "--chain", rpc, "--exit-after-demo");
            Assert.True(await devnet.ExitAsync() == 0, devnet.Output);
            Assert.Contains(run == 0 ? "Contracts deployed" : "Contracts found", devnet.Output, StringComparison.Ordinal);
        }
        Assert.NotEmpty(chain.Descendants());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private async Task<string> UnitAsync(string api)
    {
        var json = JsonNode.Parse(await http.GetStringAsync(api + Pack))!;
        return json["items"]!.ToJsonString();
    }

    /// <summary>The digest of the projections once they have every block the chain had when asked.</summary>
    private async Task<string> DigestAsync(string api)
    {
        while (true)
        {
            var status = JsonNode.Parse(await http.GetStringAsync(api + "/index/status?digest=true"))!;
            if ((string?)status["state"] == "synced" && (string?)status["digest"] is { } digest) return digest;
            await Task.Delay(100);
        }
    }

    private async Task AssertEveryEventIsProvableAsync(string api)
    {
        var ids = Directory.EnumerateFiles(Path.Combine(Repository.Root, "devnet", "samples"), "*.json")
            .SelectMany(file => Ledger.Sdk.Gs1.Epcis.EpcisDocument.Parse(File.ReadAllBytes(file)).Events).Select(e => e.EventId).ToList();
        Assert.Equal(38, ids.Count);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        foreach (var id in ids)
        {
            while (true)
            {
                using var proof = await http.GetAsync($"{api}/epcis/v2/events/{Uri.EscapeDataString(id)}/proof", limit.Token);
                if (proof.IsSuccessStatusCode) break;
                await Task.Delay(100, limit.Token);
            }
        }
    }
}
