using System.Diagnostics;

namespace Ledger.Devnet.Story;

/// <summary>Runs the command line <c>ledger</c> as a person would, in a process of its own.</summary>
internal static class LedgerCommand
{
    /// <summary>Runs <c>ledger verify FILE</c>.</summary>
    /// <returns>Its exit code (0 for a bundle that verifies) and its verdict: the sentence that begins the last paragraph but the list of what is left to trust.</returns>
    public static async Task<(int ExitCode, string Verdict)> VerifyAsync(string file, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(["verify", file], cancellationToken);
        var paragraphs = output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (exitCode, paragraphs.Length > 1 ? paragraphs[1].Split('\n')[0] : output);
    }

    /// <summary>Runs any command.</summary>
    /// <returns>Its exit code, and what it wrote: to standard error where it wrote nothing else.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ledger.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output is { Length: > 0 } text ? text : await errors);
    }
}
