using System.Diagnostics;
using System.Globalization;
using Dapper;
using Ledger.Indexer.Storage;

namespace Ledger.Bench.Api;

/// <summary>Writes a small row every so often beside something long, and notes how long each took.</summary>
internal sealed class WriterBeside : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource stop = new();
    private readonly List<double> waits = [];
    private readonly Task task;

    public WriterBeside(string setting) => task = Task.Run(() => RunAsync(setting));

    /// <summary>Ends it and says what was seen, in milliseconds.</summary>
    public async Task<string> EndAsync()
    {
        await stop.CancelAsync();
        await task;
        waits.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{waits.Count} writes beside it: p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, longest {At(1):0.0} ms");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await task;
        stop.Dispose();
    }

    private double At(double share) => waits.Count == 0 ? 0 : waits[Math.Min(waits.Count - 1, (int)(waits.Count * share))];

    private async Task RunAsync(string setting)
    {
        await using var database = Database.Parse(setting);
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await using (var connection = await database.OpenAsync(Access.Captured))
                await connection.ExecuteAsync(
                    "insert into captured.master_name (uri, name, party, since) values ('urn:bench', 'bench', 2, @start) on conflict (uri, party) do update set since = excluded.since", new { start });
            waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(Pause);
        }
    }
}
