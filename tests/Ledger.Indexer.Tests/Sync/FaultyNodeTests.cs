using System.Text.Json.Nodes;
using Dapper;
using Ledger.Indexer.Jobs;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Indexer.Tests.Simulation;
using Ledger.Tests;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ledger.Indexer.Tests.Sync;

public sealed class FaultyNodeTests
{
    [Fact]
    public Task A_node_that_lags_only_costs_time() => SurvivesAsync(_ => new Fault { Lag = 30 });

    [Fact]
    public Task A_node_that_leaves_out_logs_is_caught() => SurvivesAsync(call => call.Method == "eth_getLogs"
        ? Fault.DropLogs(i => i % 3 == 2) : null);

    [Fact]
    public Task A_node_that_gives_no_logs_at_all_is_caught() => SurvivesAsync(call => call.Method == "eth_getLogs"
        ? Fault.DropLogs(_ => true) : null);

    [Fact]
    public Task A_node_that_leaves_out_the_last_log_of_a_range_is_caught() => SurvivesAsync(call => call.Method == "eth_getLogs"
        ? new Fault { Change = result => new JsonArray([.. ((JsonArray)result!).SkipLast(1).Select(log => log!.DeepClone())]) }
        : null);

    [Fact]
    public Task A_node_that_alters_a_log_is_caught() => SurvivesAsync(call => call.Method == "eth_getLogs"
        ? new Fault
        {
            Change = result =>
            {
                if (result is JsonArray { Count: > 0 } logs) logs[0]!["blockHash"] = "0x" + new string('a', 64);
                return result;
            },
        }
        : null);

    [Fact]
    public Task A_node_that_names_wrong_parents_is_caught() => SurvivesAsync(call => call.Method == "eth_getBlockByNumber"
        ? Fault.WrongParent() : null);

    [Fact]
    public Task A_node_that_hangs_up_is_asked_again() => SurvivesAsync(call => call.Number % 2 == 0 ? new Fault { Cut = true }
        : new Fault { CutMidway = true });

    [Fact]
    public Task A_slow_node_is_waited_for() => SurvivesAsync(_ => Fault.Slow(TimeSpan.FromMilliseconds(300)));

    [Fact]
    public Task A_node_that_answers_rubbish_is_asked_again() => SurvivesAsync(_ => new Fault { Garbage = "<html>502</html>" });

    [Fact]
    public Task A_node_that_fails_is_asked_again() => SurvivesAsync(call => call.Number % 2 == 0 ? new Fault { HttpStatus = 503 }
        : new Fault { Error = (-32603, "Internal error") });

    [Fact]
    public async Task A_node_that_refuses_large_ranges_gets_smaller_ones()
    {
        var (chain, _) = Story.Of(blocks: 200, seed: 31);
        await RunAsync(chain, _ => new Fault { MaxRange = 4 }, clearAfter: null);
    }

    [Fact]
    public async Task No_progress_although_the_node_has_newer_blocks_is_unhealthy()
    {
        var (chain, scenario) = Story.Of(blocks: 20, seed: 32);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var proxy = new FaultyProxy(node.Url);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, proxy.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        var check = new IndexerHealthCheck(rig.Board, rig.Options, TimeProvider.System);
        Assert.Equal(HealthStatus.Healthy, check.Judge(rig.Board.Current).Status);
        proxy.Decide = call => call.Method == "eth_getLogs" ? new Fault { Error = (-32603, "Internal error") } : null;
        Story.Continue(chain, scenario, 5, seed: 33);
        await Task.Delay(rig.Options.StallAfter + TimeSpan.FromSeconds(0.5));
        var unhealthy = check.Judge(rig.Board.Current);
        Assert.Equal(HealthStatus.Unhealthy, unhealthy.Status);
        Assert.Contains("No progress", unhealthy.Description, StringComparison.Ordinal);
        proxy.Decide = _ => null;
        await rig.ReachHeadAsync(chain);
        Assert.Equal(HealthStatus.Healthy, check.Judge(rig.Board.Current).Status);
    }

    [Fact]
    public async Task An_audit_finds_a_window_that_differs_from_the_node()
    {
        var (chain, _) = Story.Of(blocks: 600, seed: 34, finalityDepth: 5);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, node.Url, chain.Manifest);
        await rig.StartAsync();
        await rig.ReachHeadAsync(chain);
        var audit = new WindowAudit(test.Database, rig.Client, chain.Manifest);
        for (var i = 0; i < 5; i++) Assert.True((await audit.RunAsync(new Random(i), TestContext.Current.CancellationToken))!.Equal);
        await rig.Service.StopAsync(TestContext.Current.CancellationToken);
        await using (var connection = await test.Database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("update projection.digest_window set digest = @other where number = 1",
                new { other = new byte[32] });
        Assert.True((await audit.RunAsync(0, TestContext.Current.CancellationToken)).Equal);
        Assert.False((await audit.RunAsync(1, TestContext.Current.CancellationToken)).Equal);
    }

    private static async Task SurvivesAsync(Func<ProxyCall, Fault?> fault)
    {
        var (chain, _) = Story.Of(blocks: 60, seed: 30);
        await RunAsync(chain, fault, clearAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>Half of the calls meet the fault at first, none later (where it ends); nothing wrong may have been stored.</summary>
    private static async Task RunAsync(SimulatedChain chain, Func<ProxyCall, Fault?> fault, TimeSpan? clearAfter)
    {
        var expected = await Reference.DigestAsync(chain);
        await using var node = await SimulatedNode.StartAsync(chain);
        await using var proxy = new FaultyProxy(node.Url);
        var random = new Random(1);
        proxy.Decide = call => fault(call) is { } found && (clearAfter is null || random.Next(2) == 0) ? found : null;
        await using var test = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var rig = new IndexerRig(test.Database, proxy.Url, chain.Manifest, firstRange: 4);
        await rig.StartAsync();
        if (clearAfter is { } time)
        {
            await Task.Delay(time);
            proxy.Decide = _ => null;
        }
        await rig.ReachHeadAsync(chain);
        Assert.Equal(expected, await rig.DigestAsync());
    }
}
