using System.Diagnostics;
using System.Globalization;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;

namespace Ledger.Bench.Api;

/// <summary>The lender's check over HTTP, by one lender and by 8 at once, of random ones among many receivables; the clients in the same process on the same
/// cores.</summary>
/// <remarks>Target: p99 at most 20 ms with a million.</remarks>
internal static class DueDiligenceBench
{
    private const int Clients = 8;
    private const int ChecksEach = 500;
    private const int Warm = 4_000;

    public static void Check() => CheckAsync(1_000_000).GetAwaiter().GetResult();

    public static void CheckQuick() => CheckAsync(100_000).GetAwaiter().GetResult();

    private static async Task CheckAsync(int receivables)
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, serverSeconds) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            var filling = Stopwatch.StartNew();
            await using (var database = Database.Parse(setting)) await new ReceivableWorld(database, BenchApi.Manifest, receivables).FillAsync();
            var (filled, server) = (filling.Elapsed, serverSeconds());
            await MeasureAsync(api, receivables, Clients, Warm / Clients, seed: 100);
            foreach (var clients in (int[])[1, Clients])
            {
                (var processor, server) = (Environment.CpuUsage.TotalTime, serverSeconds());
                var times = await MeasureAsync(api, receivables, clients, ChecksEach, seed: 0);
                var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds + serverSeconds() - server;
                Bench.Print($"due diligence, {name}, {clients} at once", "checks", times.Length / times.Sum() * 1000 * clients, null, string.Create(CultureInfo.InvariantCulture,
                    $"of {receivables:#,0}: p50 {times[times.Length / 2]:0.0} ms, p99 {times[times.Length * 99 / 100]:0.0} ms (≤ 20); {used / times.Length * 1000:0.0} ms of processor each, client included; filled in {filled.TotalSeconds:0} s"));
            }
        }
    }

    private static async Task<double[]> MeasureAsync(BenchApi api, int receivables, int lenders, int each, int seed)
    {
        var clients = await Task.WhenAll(Enumerable.Range(seed, lenders).Select(async client =>
        {
            using var http = api.NewClient();
            var (random, times) = (new Random(client), new double[each]);
            for (var i = 0; i < each; i++)
            {
                var path = $"/receivables/{ReceivableWorld.Id(random.Next(receivables), "debt")}/due-diligence";
                var started = Stopwatch.GetTimestamp();
                var answer = await http.GetStringAsync(path);
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (!answer.Contains("assignor-record", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
            }
            return times;
        }));
        double[] all = [.. clients.SelectMany(times => times)];
        Array.Sort(all);
        return all;
    }
}
