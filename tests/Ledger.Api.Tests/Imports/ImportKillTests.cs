using System.Text;
using Dapper;
using Ledger.Api.Tests.Chain;
using Ledger.Indexer.Storage;
using Ledger.Sdk;

namespace Ledger.Api.Tests.Imports;

/// <summary>The API killed with <c>kill -9</c> while it stores a file.</summary>
public sealed class ImportKillTests
{
    private const int Rows = 150_000;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Nothing_of_a_file_counts_whose_import_was_killed_and_the_same_file_is_imported_afterwards(string engine)
    {
        await using var ledger = await LiveLedger.StartAsync(await TestChain.StartAnvilAsync(1), mine: true);
        await ledger.Api.DisposeAsync();
        var folder = Directory.CreateTempSubdirectory("ledger-import-").FullName;
        await ApiProcess.ConfigureAsync(folder, ledger.Manifest, ledger.Relayer);
        var setting = engine == "sqlite" ? $"sqlite:{Path.Combine(folder, "db")}" : await (await PostgresCluster.SharedAsync()).NewDatabaseAsync();
        await using var database = Database.Parse(setting);
        Task<long> CountAsync(string table) => CountOfAsync(database, table);
        var due = DateTimeOffset.UtcNow.AddDays(60).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var file = Encoding.UTF8.GetBytes("number,debtor,seller,amount,currency,issued,due\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"R{i},3,2,1.{i % 100:00},CNY,2026-02-01,{due}\n")));
        using (var api = await ApiProcess.StartAsync(folder, ledger.Chain.Url, ("Database", setting)))
        {
            using var client = await SignInAsync(api.Url);
            var running = client.ImportInvoicesAsync(new MemoryStream(file), isXml: false);
            while (await CountAsync("approved_invoice") < Rows / 10) await Task.Delay(10);
            Assert.Equal(1, await CountAsync("running_import"));
            api.Kill();
            await Assert.ThrowsAsync<LedgerException>(() => running);
        }
        Assert.InRange(await CountAsync("approved_invoice"), Rows / 10, Rows - 1);
        using var next = await ApiProcess.StartAsync(folder, ledger.Chain.Url, ("Database", setting));
        using var again = await SignInAsync(next.Url);
        Assert.Empty((await again.ListInvoicesAsync()).Items);
        for (var start = DateTime.UtcNow; await CountAsync("running_import") > 0 && DateTime.UtcNow - start < TimeSpan.FromMinutes(2);) await Task.Delay(200);
        Assert.Equal((0, 0), (await CountAsync("approved_invoice"), await CountAsync("running_import")));
        Assert.Equal(Rows, (await again.ImportInvoicesAsync(new MemoryStream(file), isXml: false)).Stored);
        Assert.Equal((Rows, 0), (await CountAsync("approved_invoice"), await CountAsync("running_import")));
        Assert.NotEmpty((await again.ListInvoicesAsync()).Items);
        next.Kill();
        await ledger.StartApiAsync();
    }

    private static async Task<LedgerClient> SignInAsync(string url)
    {
        var client = new LedgerClient(url, Timeout.InfiniteTimeSpan);
        for (var start = DateTime.UtcNow; ; await Task.Delay(100))
        {
            try
            {
                await client.SignInAsync(LiveLedger.FarmKey);
                await client.GetSignedInPartyAsync();
                return client;
            }
            catch (LedgerException) when (DateTime.UtcNow - start < TimeSpan.FromSeconds(30))
            {
                // A new process has to index the chain before it knows the party.
            }
        }
    }

    private static async Task<long> CountOfAsync(Database database, string table)
    {
        await using var connection = await database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>($"select count(*) from captured.{table}");
    }
}
