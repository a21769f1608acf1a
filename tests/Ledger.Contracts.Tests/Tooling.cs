using System.Diagnostics;
using System.Text;

namespace Ledger.Contracts.Tests;

/// <summary>The contracts' own tool chain: Node 24 and the npm packages, installed on first use.</summary>
public sealed class Tooling : IAsyncLifetime
{
    private string node = "";

    /// <summary>The Hardhat project.</summary>
    public static string Project { get; } = Path.Combine(Repository.Root, "contracts");

    /// <summary>Installs what is missing. Takes milliseconds where nothing is, a minute where all is.</summary>
    public async ValueTask InitializeAsync()
    {
        var (code, output, errors) = await RunAsync("node", [Path.Combine(Project, "bootstrap.mjs")], TimeSpan.FromMinutes(5));
        if (code != 0) Assert.Fail($"The contracts' tool chain could not be installed.\n{output}{errors}");
        node = output.Trim();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a script of the project under Node 24 and fails the test with its whole output where it fails.</summary>
    /// <param name="script">Path below the project.</param>
    public async Task<string> SucceedsAsync(string script, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(node, [script, .. arguments], TimeSpan.FromMinutes(10));
        if (code != 0) Assert.Fail($"{script} {string.Join(' ', arguments)} ended with code {code}.\n{output}{errors}");
        return output + errors;
    }

    /// <summary>Runs Hardhat.</summary>
    public Task<string> HardhatAsync(params string[] arguments) =>
        SucceedsAsync("node_modules/hardhat/dist/src/cli.js", arguments);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string file, string[] arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";
        start.Environment["NO_COLOR"] = "1";
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, await output, $"{await errors}\nStopped after {limit.TotalMinutes:0} minutes.");
        }
        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Assert.Fail($"`{start.FileName}` could not be started: {exception.Message}. Node 18 or newer, with npm, has to be on the PATH.");
            throw;
        }
    }
}
