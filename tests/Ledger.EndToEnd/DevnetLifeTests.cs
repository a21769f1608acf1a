using System.Net;
using System.Net.Sockets;

namespace Ledger.EndToEnd;

/// <summary>The devnet as a process: nothing is left behind when it ends, however it ends.</summary>
public sealed class DevnetLifeTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("ledger-devnet-").FullName;

    [Theory]
    [InlineData("hardhat")]
    [InlineData("anvil")]
    public async Task A_killed_devnet_leaves_no_process_behind(string chain)
    {
        using var devnet = DevnetProcess.Start(data, "--no-demo", "--chain", chain);
        await devnet.ApiAsync();
        var children = devnet.Descendants();
        Assert.NotEmpty(children);
        devnet.Kill();
        await DevnetProcess.AssertGoneAsync(children);
    }

    [Fact]
    public async Task A_killed_dotnet_run_takes_the_devnet_and_its_chain_along()
    {
        using var run = DevnetProcess.Run(data, "--no-demo");
        await run.ApiAsync();
        var children = run.Descendants();
        Assert.True(children.Count >= 2, "The devnet and its chain run below dotnet run.");
        run.Kill();
        await DevnetProcess.AssertGoneAsync(children);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_success_and_without_a_process_left()
    {
        using var devnet = DevnetProcess.Start(data, "--no-demo");
        await devnet.WaitForAsync("Ctrl-C ends it");
        var children = devnet.Descendants();
        devnet.Interrupt();
        Assert.Equal(0, await devnet.ExitAsync());
        await DevnetProcess.AssertGoneAsync(children);
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_plain_words_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var devnet = DevnetProcess.Start(data, "--no-demo", "--api", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(1, await devnet.ExitAsync());
        Assert.Contains("is in use, so the API can't listen", devnet.Output, StringComparison.Ordinal);
        Assert.Contains("--api http://127.0.0.1:0", devnet.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_devnets_do_not_share_a_folder()
    {
        using var first = DevnetProcess.Start(data, "--no-demo");
        await first.ApiAsync();
        using var second = DevnetProcess.Start(data, "--no-demo");
        Assert.Equal(1, await second.ExitAsync());
        Assert.Contains("Another devnet runs on the folder", second.Output, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(data, recursive: true);
        }
        catch (IOException)
        {
            // A process that is just ending may still write there.
        }
    }
}
