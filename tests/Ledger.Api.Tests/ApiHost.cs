using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Cash;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests;

/// <summary>The real API on a loopback port over a database of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;

    private ApiHost(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public Database Database => app.Services.GetRequiredService<Database>();

    /// <summary>A deployment on a chain that need not exist.</summary>
    public static DeploymentManifest Manifest { get; } = new(
        31337, Keccak256.Hash("genesis"u8), 1, Address.Parse("0x00000000000000000000000000000000000000a1"), Address.Parse("0x00000000000000000000000000000000000000a2"),
        Address.Parse("0x00000000000000000000000000000000000000a3"), Address.Parse("0x00000000000000000000000000000000000000a4"),
        Address.Parse("0x00000000000000000000000000000000000000a5"), Address.Parse("0x00000000000000000000000000000000000000a6"),
        Address.Parse("0x00000000000000000000000000000000000000a7"), FinalityRule.Immediate, Currency.Renminbi, true);

    public static async Task<ApiHost> StartAsync(Action<LedgerApiOptions>? configure = null)
    {
        var folder = await MigratedDatabase.NewFolderAsync();
        var app = await LedgerApi.BuildAsync(["--Logging:Console:LogLevel:Default=None"], options =>
        {
            options.Rpc = "http://127.0.0.1:9";
            options.Indexer = false;
            options.Use(Manifest, null);
            options.Database = $"sqlite:{folder}";
            configure?.Invoke(options);
        }, "http://127.0.0.1:0");
        await app.StartAsync();
        return new ApiHost(app, folder);
    }

    /// <summary>Writes a party into the projections, as the indexer would.</summary>
    public async Task AddPartyAsync(ulong id, Address key, PartyRoles roles, PartyStatus status = PartyStatus.Active, Hash32 identity = default)
    {
        await using var connection = await Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("""
            insert into projection.party (id, address, recovery, roles, epoch, status, identity, admitted_by, block, log_index, time)
            values (@id, @key, @zero, @roles, 1, @status, @identity, 1, 1, 0, 1)
            on conflict (id) do update set address = excluded.address, roles = excluded.roles, status = excluded.status, identity = excluded.identity
            """, new { id, key, zero = Address.Zero, roles = (long)roles, status = (long)status, identity });
    }

    /// <summary>Moves the projections' checkpoint, as the indexer would.</summary>
    public async Task ReachBlockAsync(ulong block)
    {
        await using var connection = await Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("""
            insert into projection.chain (id, chain_id, genesis, registry, goods, anchors, deployment_block, block, block_hash, block_time, finalized)
            values (1, @ChainId, @GenesisHash, @Registry, @Goods, @Anchors, 1, @block, @GenesisHash, 1772366400, @block)
            on conflict (id) do update set block = excluded.block
            """, new { Manifest.ChainId, Manifest.GenesisHash, Manifest.Registry, Manifest.Goods, Manifest.Anchors, block });
    }

    /// <summary>Signs in with a key; returns a client that sends the token.</summary>
    public async Task<HttpClient> SignInAsync(PrivateKey key)
    {
        var token = (await (await PostSessionAsync(key)).Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!.GetValue<string>();
        var client = new HttpClient { BaseAddress = Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpResponseMessage> PostSessionAsync(PrivateKey key)
    {
        var challenge = await (await Client.PostAsJsonAsync("/session/challenge", new { address = key.Address.ToString() })).Content.ReadFromJsonAsync<JsonObject>();
        return await PostSessionAsync(key, challenge!);
    }

    public Task<HttpResponseMessage> PostSessionAsync(PrivateKey key, JsonObject challenge) => Client.PostAsJsonAsync("/session", new
    {
        address = key.Address.ToString(),
        message = challenge["message"],
        signature = key.Sign(TypedData.Parse(challenge.ToJsonString()).Digest).ToString(),
    });

    /// <summary>The answer's status and problem code.</summary>
    public static async Task<(int Status, string? Code)> ProblemAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return ((int)response.StatusCode, null);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, json.RootElement.GetProperty("code").GetString());
    }

    public static StringContent JsonBody(string json, string type = "application/json") => new(json, Encoding.UTF8, type);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        // A test that ends it earlier and then fails says why it failed, not that the folder is gone.
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
