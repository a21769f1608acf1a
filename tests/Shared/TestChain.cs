using System.Diagnostics;

namespace Ledger.Tests;

/// <summary>A local chain of the test's own (chain id 31337, free gas), gone with the process.</summary>
/// <remarks>Skips the running test visibly where <c>node contracts/bootstrap.mjs</c> was not run.</remarks>
public sealed class TestChain : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    // A chain that nobody refers to any more would be collected, and its standard input closed.
    private static readonly System.Collections.Concurrent.ConcurrentBag<TestChain> Alive = [];
    private static readonly Lazy<Task<TestChain>> SharedChain = new(() => StartAsync());
    private static readonly Lazy<Task<string>> Node = new(() => RunAsync("node", Path.Combine(Repository.Root, "contracts", "bootstrap.mjs")));

    private readonly Process process;
    private readonly string? state;

    private TestChain(Process process, string url, string? state) => (this.process, Url, this.state) = (process, url, state);

    /// <summary>The JSON-RPC address.</summary>
    public string Url { get; }

    /// <summary>Whether it is the one of <see cref="SharedAsync"/>, which lives as long as the process.</summary>
    public bool IsShared => SharedChain is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && SharedChain.Value.Result == this;

    /// <summary>One Hardhat chain for all tests of a process.</summary>
    public static Task<TestChain> SharedAsync()
    {
        Require();
        return SharedChain.Value;
    }

    /// <summary>A fresh Hardhat chain that mines every transaction at once.</summary>
    public static Task<TestChain> StartAsync() => StartAsync(null, "chain.mjs", "--port", "0");

    /// <summary>A fresh anvil chain with a block every so many seconds.</summary>
    public static Task<TestChain> StartAnvilAsync(int blockSeconds = 1)
    {
        var state = Path.Combine(Directory.CreateTempSubdirectory("ledger-anvil-").FullName, "state.json");
        return StartAsync(state, "anvil.mjs", "--port", "0", "--state", state, "--block-time", $"{blockSeconds}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Nothing of it is to be kept; the scripts would take a second or more to end in order, as they do with their standard input where the test process is killed.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        if (state is not null) Directory.Delete(Path.GetDirectoryName(state)!, recursive: true);
    }

    private static async Task<TestChain> StartAsync(string? state, string script, params string[] arguments)
    {
        Require();
        var start = new ProcessStartInfo((await Node.Value).Trim(), [Path.Combine(Repository.Root, "devnet", "hardhat", script), .. arguments, "--exit-with-stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            if (line.StartsWith("Ready url=", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                var chain = new TestChain(process, line["Ready url=".Length..line.IndexOf(" chainId", StringComparison.Ordinal)], state);
                Alive.Add(chain);
                return chain;
            }
        throw new InvalidOperationException($"{script} ended before it was ready.");
    }

    private static void Require()
    {
        if (!File.Exists(Path.Combine(Repository.Root, "contracts", "node_modules", ".ledger-installed")))
            Assert.Skip("The chain tooling is not installed: run node contracts/bootstrap.mjs.");
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }
}
