using System.Diagnostics;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Contracts;
using Ledger.Tests;

namespace Ledger.Indexer.Tests.Sync;

/// <summary>The indexer as a process of its own, to be killed.</summary>
internal sealed class IndexerProcess : IDisposable
{
    private readonly Process process;

    private IndexerProcess(Process process) => this.process = process;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    public static async Task<string> WriteManifestAsync(DeploymentManifest manifest)
    {
        var path = Path.GetTempFileName();
        await manifest.WriteAsync(path);
        return path;
    }

    public static IndexerProcess Start(string rpc, string db, string manifest, ulong untilBlock, int range)
    {
        var start = new ProcessStartInfo("dotnet",
            [typeof(Database).Assembly.Location, "--rpc", rpc, "--db", db, "--manifest", manifest, "--until-block", $"{untilBlock}",
            "--range", $"{range}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new IndexerProcess(process);
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public Task WaitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }
}
