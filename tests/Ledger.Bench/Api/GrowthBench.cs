using System.Diagnostics;
using System.Globalization;
using Dapper;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Tests;
using Npgsql;

namespace Ledger.Bench.Api;

/// <summary>What a capture and a look-up cost at 10⁵ and 10⁶ events on PostgreSQL, and at 10⁷ with <c>growth-10m</c> (some 25 GB of disk).</summary>
/// <remarks>The cost may grow no faster than log n. The base is filled by the server itself, with rows like captured ones in all that is indexed.</remarks>
internal static class GrowthBench
{
    private const int Asked = 400;
    private static readonly string[] Names = ["capture of 100", "event by its ID", "trace page of an item"];

    public static void Growth() => GrowAsync([100_000, 1_000_000]).GetAwaiter().GetResult();

    public static void GrowthTo10Million() => GrowAsync([100_000, 1_000_000, 10_000_000]).GetAwaiter().GetResult();

    private static async Task GrowAsync(int[] sizes)
    {
        if (PostgresCluster.Bin is null)
        {
            Console.WriteLine("growth: PostgreSQL is not installed.");
            return;
        }
        await using var cluster = await PostgresCluster.StartAsync(durable: true);
        var setting = await cluster.NewDatabaseAsync();
        await using var api = await BenchApi.StartAsync(setting);
        using var client = api.NewClient();
        await using var database = Database.Parse(setting);
        var documents = new CaptureDocuments(900);
        for (var i = 0; i < 30; i++) await BenchApi.CaptureAsync(client, documents.Make(1000, 1));
        var filled = 0;
        double[]? first = null;
        foreach (var size in sizes)
        {
            await FillAsync(database, filled + 1, filled = size);
            var times = await MeasureAsync(client, documents, size);
            first ??= times;
            for (var i = 0; i < times.Length; i++)
                Bench.PrintTime($"{size:#,0} events, {Names[i]}", times[i], first[i] * Math.Log(size) / Math.Log(sizes[0]), "p50; at most what the first figure gives by log n");
        }
    }

    private static async Task<double[]> MeasureAsync(HttpClient client, CaptureDocuments documents, int size)
    {
        var capture = await TimeAsync(30, _ => BenchApi.CaptureAsync(client, documents.Make(100, 1)));
        var random = new Random(size);
        var byId = await TimeAsync(Asked, async _ => (await client.GetAsync($"/epcis/v2/events/{Uri.EscapeDataString($"urn:fill:{random.Next(1, size)}")}")).EnsureSuccessStatusCode());
        var trace = await TimeAsync(Asked, async _ => (await client.GetAsync($"/trace{new Uri(EpcOf(random.Next(1, size))).AbsolutePath}")).EnsureSuccessStatusCode());
        return [capture, byId, trace];
    }

    private static string EpcOf(int number) => $"https://id.gs1.org/01/09506000134352/21/F{number}";

    private static async Task<double> TimeAsync(int count, Func<int, Task> work)
    {
        var times = new double[count];
        for (var i = 0; i < 20 + count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await work(i);
            if (i >= 20) times[i - 20] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[count / 2];
    }

    /// <summary>Events with the keys, times, vocabulary, EPC and terms that captured ones would have.</summary>
    private static async Task FillAsync(Database database, int from, int to)
    {
        const int Step = 50_000;
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Access.Captured);
        for (var start = from; start <= to; start += Step)
        {
            var end = Math.Min(to, start + Step - 1);
            await connection.ExecuteAsync("""
                with place as (select next from captured.counter where name = 'event' for update)
                insert into captured.event (number, key, hash, hash_dialect, party, type, action, why, place, event_time, record_time, flags, context, salt, commitment, body)
                select p.next + i - @start, sha256(convert_to('urn:fill:' || i, 'UTF8')), sha256(convert_to('h' || i, 'UTF8')), 1, 2, 1, 2, v.why, v.place,
                  1772366400000 + i::bigint * 100, 1772366400000 + i::bigint * 100, 0, 1, '\x00112233445566778899aabbccddeeff', sha256(convert_to('c' || i, 'UTF8')),
                  convert_to('{"type":"ObjectEvent","eventID":"urn:fill:' || i || '","eventTime":"2026-03-01T12:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["https://id.gs1.org/01/09506000134352/21/F' || i
                    || '"],"action":"OBSERVE","bizStep":"shipping","disposition":"in_transit","readPoint":{"id":"urn:epc:id:sgln:9506000.00001.1"}}', 'UTF8')
                from generate_series(@start, @end) i, place p,
                  (select max(why) as why, max(place) as place from captured.event where number < 100) v
                """, new { start, end }, commandTimeout: 600);
            await FillNamesAsync(connection, start, end);
        }
        await connection.ExecuteAsync("vacuum (analyze) captured.event", commandTimeout: 3600);
        await connection.ExecuteAsync("vacuum (analyze) captured.event_of_epc", commandTimeout: 3600);
        await connection.ExecuteAsync("vacuum (analyze) captured.event_term; ", commandTimeout: 3600);
        await connection.ExecuteAsync("checkpoint -- so that what was filled is not written while it is measured", commandTimeout: 3600);
    }

    private static async Task FillNamesAsync(NpgsqlConnection connection, int start, int end)
    {
        var first = await connection.ExecuteScalarAsync<long>("select next from captured.counter where name = 'event'");
        await using (var copy = await connection.BeginBinaryImportAsync("copy captured.event_of_epc (epc, event_time, event) from stdin (format binary)"))
        {
            for (var i = start; i <= end; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(EpcOf(i))).ToArray()[..16]);
                await copy.WriteAsync(1_772_366_400_000 + i * 100L);
                await copy.WriteAsync(first + i - start);
            }
            await copy.CompleteAsync();
        }
        await connection.ExecuteAsync("""
            insert into captured.event_term (term, event_time, event)
            select case when t = 0 then -1 else i / 1000 end, 1772366400000 + i::bigint * 100, @first + i - @start from generate_series(@start, @end) i, generate_series(0, 1) t;
            update captured.counter set next = next + @count where name = 'event'
            """, new { first, start, end, count = end - start + 1 }, commandTimeout: 600);
    }
}
