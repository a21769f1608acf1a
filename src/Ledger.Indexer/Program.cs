using Ledger.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Indexer.Sync;
using Ledger.Sdk;
using Ledger.Sdk.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

const string Usage = """
    Projects a deployment's events into a database.
      Ledger.Indexer --rpc URL --db sqlite:FOLDER|postgres:CONNECTION --manifest FILE [--until-block N]
      Ledger.Indexer rebuild --rpc URL --db … --manifest FILE     drops all projections, makes them anew, prints their digest
      Ledger.Indexer digest --db …                                prints the digest of the projections
    """;

var command = args is [var first, ..] && !first.StartsWith('-') ? first : "run";
var settings = new ConfigurationBuilder().AddCommandLine(command == "run" ? args : args[1..]).Build();
try
{
    return command switch
    {
        "run" or "rebuild" when settings["rpc"] is { } rpc && settings["db"] is { } db && settings["manifest"] is { } manifest =>
            await RunAsync(db, new IndexerOptions { RpcUrl = rpc, Manifest = await DeploymentManifest.ReadAsync(manifest) }),
        "digest" when settings["db"] is { } db => await DigestAsync(db),
        _ => Refuse(),
    };
}
catch (Exception failure) when (failure is LedgerException or ArgumentException or IOException)
{
    Console.Error.WriteLine(failure is LedgerException { Hint: { } hint } ? $"{failure.Message}\n{hint}" : failure.Message);
    return 1;
}

async Task<int> RunAsync(string db, IndexerOptions options)
{
    var builder = Host.CreateApplicationBuilder();
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Information);
    builder.Services.AddSingleton(_ => Database.Parse(db));
    builder.Services.AddLedgerIndexer(options);
    using var host = builder.Build();
    var indexer = host.Services.GetRequiredService<IndexerService>();
    if (command == "rebuild") indexer.RequestRebuild();
    await host.StartAsync();
    var until = settings["until-block"] is { } number ? ulong.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : (ulong?)null;
    var reached = await UntilAsync(host, until);
    await host.StopAsync();
    if (reached && (command == "rebuild" || until is not null)) return await DigestAsync(db);
    return reached ? 0 : 1;
}

// True at the end of the work or at Ctrl-C, false where the indexer stopped by itself.
async Task<bool> UntilAsync(IHost host, ulong? until)
{
    var board = host.Services.GetRequiredService<StatusBoard>();
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    for (; !stopping.IsCancellationRequested; await Task.Delay(20, CancellationToken.None))
    {
        var status = board.Current;
        if (status.State == IndexerState.Stopped) return false;
        if (status.State == IndexerState.Following && (until is null ? command == "rebuild" : status.Checkpoint?.Block >= until)) return true;
    }
    return true;
}

static async Task<int> DigestAsync(string db)
{
    await using var database = Database.Parse(db);
    await using var connection = await database.OpenAsync();
    Console.WriteLine(await StateDigest.ComputeAsync(connection));
    return 0;
}

int Refuse()
{
    Console.Error.WriteLine(Usage);
    return 2;
}
