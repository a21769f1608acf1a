using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dapper;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Bench.Api;

/// <summary>Long files: a cash statement of 100,000 entries goes out, a million invoices come in, and the memory stays the same.</summary>
/// <remarks>Rates are by processor time of this process, which server and client share.</remarks>
internal static class FilesBench
{
    private const int Entries = 100_000;
    private const int Rows = 1_000_000;

    /// <summary>The statement of 1,000 and of 100,000 entries.</summary>
    public static void Statement() => EachAsync(async (name, setting, api) =>
    {
        await FillStatementAsync(setting);
        using var client = api.NewClient();
        foreach (var (format, entries) in new[] { ("csv", 1_000), ("csv", Entries), ("json", 1_000), ("json", Entries) })
        {
            await ReadAsync(client, format, 1_000);
            var (cost, heap, resident, bytes) = await MeasureAsync(() => ReadAsync(client, format, entries));
            Bench.Print($"{name}, {format}, {entries:#,0} entries", "entries", entries / cost.Processor, null, Remark(cost, heap, resident, bytes));
        }
    }).GetAwaiter().GetResult();

    /// <summary>A preview and an import of 1,000,000 rows of CSV, and how long others wait to write meanwhile.</summary>
    public static void Import() => EachAsync(async (name, setting, api) =>
    {
        using var client = api.NewClient();
        foreach (var (query, rows) in new[] { ("?preview=true", 1_000), ("?preview=true", Rows), ("", Rows) })
        {
            await using var writer = new WriterBeside(setting);
            var (cost, heap, resident, bytes) = await MeasureAsync(() => SendAsync(client, query, rows));
            Bench.Print(
                $"{name}, {(query.Length > 0 ? "preview" : "import")}, {rows:#,0} rows", "rows", rows / cost.Processor, null, $"{Remark(cost, heap, resident, bytes)}; {await writer.EndAsync()}");
        }
    }).GetAwaiter().GetResult();

    private static async Task EachAsync(Func<string, string, BenchApi, Task> run)
    {
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var api = await BenchApi.StartAsync(setting);
            await using (var database = Database.Parse(setting))
            await using (var connection = await database.OpenAsync(Access.Projection))
                await connection.ExecuteAsync("""
                    insert into projection.party (id, address, recovery, roles, epoch, status, identity, admitted_by, block, log_index, time) values (3, @zero, @zero, 0, 1, 1, @hash, 1, 1, 0, 1);
                    insert into projection.chain (id, chain_id, genesis, registry, goods, anchors, deployment_block, block, block_hash, block_time, finalized) values (1, 1, @hash, @zero, @zero, @zero, 1, 1, @hash, 1772366400, 1)
                    """, new { zero = Address.Zero, hash = Hash32.Zero });
            await run(name, setting, api);
        }
    }

    private static async Task FillStatementAsync(string setting)
    {
        var shape = new TableShape(
            "projection.cash_entry", 3, Column.Blob("account"), Column.Number("block"), Column.Number("log_index"), Column.Number("time"), Column.Blob("tx_hash"), Column.Number("number"),
            Column.Number("direction"), Column.Blob("counter"), Column.Number("amount"), Column.Number("balance"), Column.Number("kind"), Column.Blob("subject"));
        await using var database = Database.Parse(setting);
        await using var connection = await database.OpenAsync(Access.Projection);
        await using var transaction = await connection.BeginTransactionAsync();
        var (account, counter) = (CashAccount.Of(new PartyId(2)).ToArray(), CashAccount.Of(new PartyId(3)).ToArray());
        var writer = BulkWriter.On(connection);
        foreach (var chunk in Enumerable.Range(1, Entries).Chunk(5_000))
            await writer.InsertAsync(
                shape, [.. chunk.Select(i => new object?[] { account, (long)i, 0L, (long)i, Keccak256.Hash(BitConverter.GetBytes(i)).ToArray(), (long)i, 1L, counter, 1L, (long)i, 8L, Hash32.Zero.ToArray() })], default);
        (writer as IDisposable)?.Dispose();
        await transaction.CommitAsync();
    }

    private static async Task<long> ReadAsync(HttpClient client, string format, int entries)
    {
        using var response = await client.GetAsync($"/exports/statement?format={format}&to={entries + 1}", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (buffer, total) = (new byte[64 * 1024], 0L);
        for (int read; (read = await stream.ReadAsync(buffer)) > 0;) total += read;
        return total;
    }

    private static async Task<long> SendAsync(HttpClient client, string query, int rows)
    {
        using var content = new LongCsv(rows);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var response = await client.PostAsync($"/imports/invoices{query}", content);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode || !answer.Contains($"\"accepted\":{rows}", StringComparison.Ordinal)) throw new InvalidOperationException(answer[..Math.Min(answer.Length, 1000)]);
        return content.Sent;
    }

    private static async Task<((double Processor, double Clock) Cost, long Heap, long Resident, long Bytes)> MeasureAsync(Func<Task<long>> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.WorkingSet;
        using var stop = new CancellationTokenSource();
        var watch = LongCaptureBench.WatchAsync(stop.Token);
        var (processor, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var bytes = await work();
        var cost = ((Environment.CpuUsage.TotalTime - processor).TotalSeconds, Stopwatch.GetElapsedTime(clock).TotalSeconds);
        await stop.CancelAsync();
        var (heap, resident) = await watch;
        return (cost, heap, resident - before, bytes);
    }

    private static string Remark((double Processor, double Clock) cost, long heap, long grown, long bytes) => string.Create(CultureInfo.InvariantCulture,
        $"{cost.Processor:0.00} s of processor, {cost.Clock:0.00} by the clock, {bytes / 1_048_576.0:0.0} MB; managed heap at most {heap / 1_048_576.0:0} MB, resident +{grown / 1_048_576.0:0} MB, client included");

    /// <summary>Rows made while they are sent.</summary>
    private sealed class LongCsv(int rows) : HttpContent
    {
        public long Sent { get; private set; }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var text = new StringBuilder("number,debtor,seller,amount,currency,issued,due,order\n");
            for (var i = 0; i < rows; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"R-2026-{i:0000000},3,2,{1000 + (i % 90_000)}.{i % 100:00},CNY,2026-02-01,2026-05-{1 + (i % 28):00},PO-{i % 1000}\n");
                if (text.Length < 32_000 && i < rows - 1) continue;
                var bytes = Encoding.UTF8.GetBytes(text.ToString());
                Sent += bytes.Length;
                await stream.WriteAsync(bytes);
                text.Clear();
            }
        }
    }
}
