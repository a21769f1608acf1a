using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk;
using Ledger.Devnet.Hosting;

namespace Ledger.Devnet.Chain;

/// <summary>Starts the chain that was chosen, or makes sure that the running one answers.</summary>
internal sealed class LocalChain(ChildProcesses children, HttpClient http)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Gives the address of the chain's node once it answers.</summary>
    /// <param name="folder">Where a chain that keeps its state keeps it.</param>
    /// <param name="node">The Node that runs Hardhat.</param>
    /// <exception cref="LedgerException">The port is in use, the program is missing, ended, or the node does not answer.</exception>
    public async Task<Uri> StartAsync(ChainChoice choice, Uri listen, string folder, string node, CancellationToken cancellationToken)
    {
        if (choice.Kind == ChainKind.Running)
        {
            if (!await AnswersAsync(choice.Url!, cancellationToken))
                throw new LedgerException("chain-not-reachable", $"No Ethereum node answers at {choice.Url}.", "Start the node first, or leave out --chain for one that is started here.");
            return choice.Url!;
        }
        var url = Ports.Settle(listen, "the local chain", "--rpc");
        var command = choice.Kind == ChainKind.Anvil ? Anvil(url, folder) : Hardhat(url, node);
        var last = new LastLines();
        var child = await children.StartAsync(command[0], command.Skip(1), Places.Contracts, last.Add, choice.Kind == ChainKind.Anvil ? "TERM" : "KILL");
        await UntilItAnswersAsync(url, child, choice, last, cancellationToken);
        return url;
    }

    /// <summary>Started by <c>node</c> itself, so that the process we hold is the chain and not a wrapper of it.</summary>
    private static string[] Hardhat(Uri url, string node) =>
        [node, Path.Combine(Places.Root, "devnet", "hardhat", "chain.mjs"), "--port", $"{url.Port}", "--exit-with-stdin"];

    /// <summary>
    /// One block a second: anvil's mining on demand hangs under concurrent load. The state is written every second and once more on SIGTERM.
    /// </summary>
    private static string[] Anvil(Uri url, string folder) =>
    [
        Places.Anvil, "--host", url.Host, "--port", $"{url.Port}", "--chain-id", "31337", "--state", AnvilState.Prepare(folder), "--state-interval", "1",
        "--block-time", "1", "--gas-limit", "100000000", "--block-base-fee-per-gas", "0", "--gas-price", "0", "--disable-min-priority-fee", "--no-request-size-limit", "--quiet",
    ];

    private async Task UntilItAnswersAsync(Uri url, Process child, ChainChoice choice, LastLines last, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(url, cancellationToken))
        {
            if (child.HasExited)
                throw new LedgerException("chain-ended", $"{choice.Folder} ended with code {child.ExitCode} before it answered. It said: {last}", "Remove contracts/node_modules and start again if the installation was interrupted.");
            if (clock.Elapsed > StartLimit)
                throw new LedgerException("chain-not-reachable", $"{choice.Folder} did not answer within {StartLimit.TotalSeconds} s. It said: {last}");
            await Task.Delay(50, cancellationToken);
        }
    }

    private async Task<bool> AnswersAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.PostAsJsonAsync(url, new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = "eth_chainId", ["params"] = new JsonArray() }, cancellationToken);
            var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
            return answer?["result"] is not null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return false;
        }
    }
}
