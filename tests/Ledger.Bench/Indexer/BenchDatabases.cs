using System.Globalization;
using Ledger.Tests;

namespace Ledger.Bench.Indexer;

/// <summary>A fresh database on each engine that is installed.</summary>
internal sealed class BenchDatabases : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ledger-bench-").FullName;
    private PostgresCluster? cluster;

    public static async Task<BenchDatabases> CreateAsync() =>
        new() { cluster = PostgresCluster.Bin is null ? null : await PostgresCluster.StartAsync(durable: true) };

    /// <summary>A new empty database on each engine: its name, its setting, and how to read the processor seconds that its server has
    /// used.</summary>
    public async Task<IReadOnlyList<(string Name, string Setting, Func<double> ServerSeconds)>> EachAsync()
    {
        var databases = new List<(string, string, Func<double>)> { ("SQLite",
            $"sqlite:{Path.Combine(folder, Guid.NewGuid().ToString("N"))}", () => 0) };
        if (cluster is { } server) databases.Add(("PostgreSQL, fsync on", await server.NewDatabaseAsync(),
            () => SecondsOf(server.ProcessId)));
        return databases;
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>User and system time of a process, its children and those already gone (proc(5), stat fields 14 to 17).</summary>
    private static double SecondsOf(int process)
    {
        var ticks = 0.0;
        foreach (var path in Directory.GetDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(path, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ')
                    .Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
                var isServer = Path.GetFileName(path) == process.ToString(CultureInfo.InvariantCulture);
                if (isServer) ticks += fields[11] + fields[12] + fields[13] + fields[14];
                else if (fields[1] == process) ticks += fields[11] + fields[12];
            }
            catch (IOException)
            {
                // It has just ended.
            }
        }
        return ticks / 100;
    }
}
