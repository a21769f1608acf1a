using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Builder;

namespace Ledger.Bench.Api;

/// <summary>The API in this process over a database, without a chain, and one party signed in.</summary>
internal sealed class BenchApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly AuthenticationHeaderValue token;

    private BenchApi(WebApplication app, AuthenticationHeaderValue token) => (this.app, this.token) = (app, token);

    /// <summary>A deployment on a chain that need not exist.</summary>
    public static DeploymentManifest Manifest { get; } = new(
        31337, Keccak256.Hash("genesis"u8), 1, AddressOf(1), AddressOf(2), AddressOf(3),
        AddressOf(4), AddressOf(5), AddressOf(6), AddressOf(7), FinalityRule.Immediate, Currency.Renminbi, true);

    public static async Task<BenchApi> StartAsync(string setting)
    {
        var app = await LedgerApi.BuildAsync(["--Logging:Console:LogLevel:Default=None"], options =>
        {
            options.Use(Manifest, null);
            (options.Database, options.Rpc, options.Indexer, options.RateLimit) = (setting, "http://127.0.0.1:9", false, 100_000_000);
        }, "http://127.0.0.1:0");
        await app.StartAsync();
        return new BenchApi(app, await SignInAsync(app, setting, 2));
    }

    private static Address AddressOf(byte last) => new([.. new byte[19], last]);

    /// <summary>A client of one more party.</summary>
    public async Task<HttpClient> AddPartyAsync(string setting, ulong party)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = await SignInAsync(app, setting, party);
        return client;
    }

    private static async Task<AuthenticationHeaderValue> SignInAsync(WebApplication app, string setting, ulong party)
    {
        using var key = PrivateKey.Generate();
        await using (var database = Database.Parse(setting))
        await using (var connection = await database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("""
                insert into projection.party (id, address, recovery, roles, epoch, status, identity, admitted_by, block, log_index, time)
                values (@party, @key, @zero, @roles, 1, 1, @identity, 1, 1, 0, 1)
                on conflict (id) do update set address = excluded.address
                """, new { party, key = key.Address, zero = Address.Zero, roles = (long)PartyRoles.Producer, identity = default(Hash32) });
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var challenge = (await (await client.PostAsJsonAsync("/session/challenge", new { address = $"{key.Address}" })).Content.ReadFromJsonAsync<JsonObject>())!;
        var session = await client.PostAsJsonAsync("/session", new
        {
            address = $"{key.Address}",
            message = challenge["message"],
            signature = $"{key.Sign(TypedData.Parse(challenge.ToJsonString()).Digest)}",
        });
        return new AuthenticationHeaderValue("Bearer", (string)(await session.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!);
    }

    public HttpClient NewClient()
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(10) };
        client.DefaultRequestHeaders.Authorization = token;
        return client;
    }

    /// <summary>Captures a document; throws where it is refused.</summary>
    public static async Task CaptureAsync(HttpClient client, byte[] document, string? visibility = null)
    {
        using var content = new ByteArrayContent(document);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (visibility is not null) content.Headers.Add("Ledger-Visibility", visibility);
        using var response = await client.PostAsync("/epcis/v2/capture", content);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        await response.Content.CopyToAsync(Stream.Null);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
