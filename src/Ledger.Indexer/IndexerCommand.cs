using System.Globalization;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Indexer;

/// <summary>The indexer as a program of its own.</summary>
internal static class IndexerCommand
{
    private const string Usage = """
        Projects a deployment's events into a database.
          Ledger.Indexer --rpc URL --db sqlite:FOLDER|postgres:CONNECTION --manifest FILE [--range BLOCKS] [--until-block N]
          Ledger.Indexer rebuild --rpc URL --db … --manifest FILE     drops all projections, makes them anew, prints their digest
          Ledger.Indexer digest --db …                                prints the digest of the projections
        """;

    /// <summary>Exit code: 0 done or stopped by a signal, 1 stopped by a problem, 2 not understood.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var command = args is [var first, ..] && !first.StartsWith('-') ? first : "run";
        var settings = new ConfigurationBuilder().AddCommandLine(command == "run" ? args : args[1..]).Build();
        try
        {
            switch (command)
            {
                case "run" or "rebuild" when settings["rpc"] is not null && settings["db"] is not null && settings["manifest"] is not null:
                    return await IndexAsync(settings, rebuild: command == "rebuild");
                case "digest" when settings["db"] is { } db:
                    return await PrintDigestAsync(db);
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (Exception failure) when (failure is LedgerException or ArgumentException or FormatException or IOException)
        {
            Console.Error.WriteLine(failure is LedgerException { Hint: { } hint } ? $"{failure.Message}\n{hint}" : failure.Message);
            return 1;
        }
    }

    private static async Task<int> IndexAsync(IConfiguration settings, bool rebuild)
    {
        var options = new IndexerOptions
        {
            RpcUrl = settings["rpc"]!,
            Manifest = await DeploymentManifest.ReadAsync(settings["manifest"]!),
        };
        if (settings["range"] is { } blocks) options = options with { FirstRange = Number(blocks), MaxRange = Number(blocks) };
        var until = settings["until-block"] is { } number ? Number(number) : (ulong?)null;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(_ => Database.Parse(settings["db"]!));
        builder.Services.AddLedgerIndexer(options);
        using var host = builder.Build();
        if (rebuild) host.Services.GetRequiredService<IndexerService>().RequestRebuild();
        await host.StartAsync();
        var reached = await UntilAsync(host, rebuild ? until ?? 0 : until);
        await host.StopAsync();
        if (!reached) return 1;
        return until is not null || rebuild ? await PrintDigestAsync(settings["db"]!) : 0;
    }

    /// <summary>True at the node's head and at least at the block, or at Ctrl-C; false where the indexer stopped by itself.</summary>
    private static async Task<bool> UntilAsync(IHost host, ulong? until)
    {
        var board = host.Services.GetRequiredService<StatusBoard>();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        for (; !stopping.IsCancellationRequested; await Task.Delay(20, CancellationToken.None))
        {
            var status = board.Current;
            if (status.State == IndexerState.Stopped) return false;
            if (status.State == IndexerState.Following && status.Checkpoint?.Block >= until) return true;
        }
        return true;
    }

    private static async Task<int> PrintDigestAsync(string db)
    {
        await using var database = Database.Parse(db);
        await using var connection = await database.OpenAsync();
        Console.WriteLine(await StateDigest.ComputeAsync(connection));
        return 0;
    }

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
