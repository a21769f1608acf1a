using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using Ledger.Api;
using Ledger.Bench.Indexer;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Gs1.Rules;

namespace Ledger.Bench.Api;

/// <summary>Redirects of Digital Links over HTTP, 8 readers at once, among the links of 50,000 products: their items' by serial number, their own by language.</summary>
internal static class ResolverBench
{
    private const int Products = 50_000;
    private const int Readers = 8;
    private const int RequestsEach = 2000;

    private const string Document = """
        {"itemDescription":"Item","defaultLinktype":"gs1:pip","links":[{"linktype":"gs1:pip","href":"https://brand.example/item?serial={serial}","title":"Item","type":"text/html","hreflang":["en"]},
        {"linktype":"gs1:pip","href":"https://brand.example/de/item?serial={serial}","title":"Stück","type":"text/html","hreflang":["de"]},{"linktype":"gs1:certificationInfo","href":"https://brand.example/certificate","title":"Certificate"}]}
        """;

    public static void Resolve() => ResolveAsync().GetAwaiter().GetResult();

    private static async Task ResolveAsync()
    {
        var chain = TraceBench.Journeys();
        await using var databases = await BenchDatabases.CreateAsync();
        foreach (var (name, setting, _) in await databases.EachAsync())
        {
            await using var app = await LedgerApi.BuildAsync(["--Logging:Console:LogLevel:Default=None"], options =>
            {
                options.Use(chain.Manifest, null);
                (options.Database, options.Rpc, options.Indexer, options.RateLimit) = (setting, "http://127.0.0.1:9", false, 10_000_000);
            }, "http://127.0.0.1:0");
            await app.StartAsync();
            await FillAsync(setting);
            foreach (var (what, query) in new[] { ("default link", ""), ("by link type", "?linkType=gs1:certificationInfo"), ("linkset", "?linkType=linkset") })
            {
                await MeasureAsync(app.Urls.First(), query, 200);
                var times = await MeasureAsync(app.Urls.First(), query, RequestsEach);
                Bench.Print($"resolver, {what}, {name}", "requests", times.Length / times.Sum() * 1000 * Readers, null, string.Create(
                    CultureInfo.InvariantCulture, $"p50 {times[times.Length / 2]:0.0} ms, p95 {times[times.Length * 95 / 100]:0.0} ms, p99 {times[times.Length * 99 / 100]:0.0} ms, client included"));
            }
            await app.StopAsync();
        }
    }

    private static async Task FillAsync(string setting)
    {
        await using var database = Database.Parse(setting);
        await using var connection = await database.OpenAsync(Access.Captured);
        await using var transaction = await connection.BeginTransactionAsync();
        var rows = Enumerable.Range(0, Products).SelectMany(i => new[] { ("", ""), ("/21/{}", "/21/{serial}") }.Select(tail => new
        {
            path = $"01/{Gtin(i)}{tail.Item1}",
            template = $"01/{Gtin(i)}{tail.Item2}",
            key = $"01/{Gtin(i)}",
            document = Encoding.UTF8.GetBytes(Document),
        }));
        await connection.ExecuteAsync("insert into captured.link_set (path, version, template, key, party, document, created) values (@path, 1, @template, @key, 2, @document, 1)", rows);
        await transaction.CommitAsync();
    }

    private static async Task<double[]> MeasureAsync(string url, string query, int requests)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de-AT,de;q=0.9,en;q=0.5");
        var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(async reader =>
        {
            var times = new double[requests];
            var random = new Random(reader);
            for (var i = 0; i < requests; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync($"/01/{Gtin(random.Next(Products))}/10/L1/21/S{i}{query}");
                times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if ((int)answer.StatusCode is not (307 or 200)) throw new InvalidOperationException($"The answer is {(int)answer.StatusCode}.");
            }
            return times;
        }));
        double[] all = [.. readers.SelectMany(times => times)];
        Array.Sort(all);
        return all;
    }

    private static string Gtin(int number)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"09506{number:00000000}");
        return digits + CheckDigit.Of(digits);
    }
}
