using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Imports;

/// <summary>An API with a seller (2), a debtor (3), a bank (4), a stranger (5) and a regulator (6), at 2026-03-01 12:00 UTC, in renminbi.</summary>
public sealed class FileHost : IAsyncDisposable
{
    private readonly Dictionary<ulong, HttpClient> clients = [];

    private FileHost(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    public static PrivateKey KeyOf(ulong party) => PrivateKey.Parse($"0x{party:x64}");

    public static async Task<FileHost> StartAsync(Action<LedgerApiOptions>? configure = null)
    {
        var host = new FileHost(await ApiHost.StartAsync(configure));
        foreach (var (party, roles) in new[] { (2UL, PartyRoles.Producer), (3UL, PartyRoles.Retailer), (4UL, PartyRoles.Bank), (5UL, PartyRoles.None), (6UL, PartyRoles.Regulator) })
            await host.Api.AddPartyAsync(party, KeyOf(party).Address, roles);
        await host.Api.ReachBlockAsync(10);
        return host;
    }

    /// <summary>The same on <c>sqlite</c> or <c>postgres</c>; skips where that is not installed.</summary>
    public static async Task<FileHost> StartOnAsync(string engine)
    {
        if (engine == "sqlite") return await StartAsync();
        var database = await MigratedDatabase.OnPostgresAsync();
        return await StartAsync(options => options.Database = database);
    }

    public async Task<HttpClient> AsAsync(ulong party) => clients.TryGetValue(party, out var client) ? client : clients[party] = await Api.SignInAsync(KeyOf(party));

    /// <summary>Sends a file; the answer, and its status.</summary>
    public async Task<(int Status, JsonNode Json)> SendAsync(ulong party, string path, byte[] file, string type = "text/csv")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var response = await (await AsAsync(party)).PostAsync(path, content);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public Task<(int Status, JsonNode Json)> SendAsync(ulong party, string path, string file, string type = "text/csv") => SendAsync(party, path, Encoding.UTF8.GetBytes(file), type);

    public async Task<(int Status, JsonNode Json)> GetAsync(ulong party, string path)
    {
        var response = await (await AsAsync(party)).GetAsync(path);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task WriteAsync(string sql, object? values = null)
    {
        await using var connection = await Api.Database.OpenAsync(sql.Contains("projection.", StringComparison.Ordinal) ? Access.Projection : Access.Captured);
        await connection.ExecuteAsync(sql, values);
    }

    public async Task<long> CountAsync(string table)
    {
        await using var connection = await Api.Database.OpenAsync();
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values) client.Dispose();
        await Api.DisposeAsync();
    }
}
