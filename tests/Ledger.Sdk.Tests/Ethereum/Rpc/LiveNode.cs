using System.Diagnostics;
using Ledger.Tests;

namespace Ledger.Sdk.Tests.Ethereum.Rpc;

/// <summary>A real chain of devnet/hardhat in a process of its own; skips the test visibly where npm's packages are not installed.</summary>
internal sealed class LiveNode : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private LiveNode(Process process, string folder, string url) => (this.process, this.folder, Url) = (process, folder, url);

    public string Url { get; }

    public string SocketUrl => "ws" + Url[4..];

    public static async Task<LiveNode> StartAsync(string chain)
    {
        var contracts = Path.Combine(Repository.Root, "contracts");
        var node = Path.Combine(contracts, "toolchain", "node_modules", "node", "bin", "node");
        if (!File.Exists(node) || !Directory.Exists(Path.Combine(contracts, "node_modules", "hardhat"))) Assert.Skip("npm's packages are not installed: run node contracts/bootstrap.mjs.");
        if (chain == "anvil" && !Directory.Exists(Path.Combine(contracts, "node_modules", "@foundry-rs"))) Assert.Skip("anvil is not installed: its npm package exists for Linux on x64 only.");
        var folder = Directory.CreateTempSubdirectory("ledger-rpc-").FullName;
        var script = Path.Combine(Repository.Root, "devnet", "hardhat", chain == "anvil" ? "anvil.mjs" : "chain.mjs");
        var start = new ProcessStartInfo(node) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = contracts };
        foreach (var argument in new[] { script, "--port", $"{FakeNode.FreePort()}", "--exit-with-stdin" }) start.ArgumentList.Add(argument);
        if (chain == "anvil")
            foreach (var argument in new[] { "--state", Path.Combine(folder, "state.json"), "--block-time", "0" }) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("Ready url=", StringComparison.Ordinal)) return new LiveNode(process, folder, line.Split(' ')[1][4..]);
        throw new InvalidOperationException($"The {chain} chain ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
