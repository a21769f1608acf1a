using System.Diagnostics;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;

namespace Ledger.Api.Tests.Chain;

/// <summary>The API as a process of its own, configured by files as an operator would, to be killed without a word.</summary>
internal sealed class ApiProcess : IDisposable
{
    private readonly Process process;

    private ApiProcess(Process process, string url) => (this.process, Url) = (process, url);

    public string Url { get; }

    public static async Task<ApiProcess> StartAsync(string folder, string rpc, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(LedgerApi).Assembly.Location]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        start.Environment["urls"] = "http://127.0.0.1:0";
        start.Environment["Ledger__Database"] = $"sqlite:{Path.Combine(folder, "db")}";
        start.Environment["Ledger__Rpc"] = rpc;
        start.Environment["Ledger__Manifest"] = Path.Combine(folder, "manifest.json");
        start.Environment["Ledger__RelayerKeyFile"] = Path.Combine(folder, "relayer.json");
        start.Environment["Ledger__RelayerPasswordFile"] = Path.Combine(folder, "password");
        foreach (var (name, value) in settings) start.Environment[$"Ledger__{name}"] = value;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Now listening on: ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ApiProcess(process, line[(line.IndexOf("http", StringComparison.Ordinal))..].Trim());
        }
        throw new InvalidOperationException($"The API ended with {process.ExitCode} before it listened.");
    }

    /// <summary>Writes the files that <see cref="StartAsync"/> names.</summary>
    public static async Task ConfigureAsync(string folder, DeploymentManifest manifest, PrivateKey relayer)
    {
        await manifest.WriteAsync(Path.Combine(folder, "manifest.json"));
        KeyFile.Save(Path.Combine(folder, "relayer.json"), relayer, "secret", KeyDerivation.Light);
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), "secret\n");
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }
}
