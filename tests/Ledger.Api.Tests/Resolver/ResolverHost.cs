using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Resolver;

/// <summary>An API with two brands signed in, and a client that follows no redirect.</summary>
public sealed class ResolverHost : IAsyncDisposable
{
    private ResolverHost(ApiHost api) => Api = api;

    public ApiHost Api { get; }

    /// <summary>Follows no redirect and sends no headers of its own.</summary>
    public HttpClient Consumer { get; private set; } = null!;

    public PrivateKey BrandKey { get; } = PrivateKey.Generate();

    public HttpClient Brand { get; private set; } = null!;

    public HttpClient Rival { get; private set; } = null!;

    public HttpClient Registrar { get; private set; } = null!;

    public static async Task<ResolverHost> StartAsync(Action<LedgerApiOptions>? configure = null)
    {
        var host = new ResolverHost(await ApiHost.StartAsync(configure));
        host.Consumer = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Api.Client.BaseAddress };
        host.Brand = await host.AddAsync(2, host.BrandKey, PartyRoles.Producer);
        host.Rival = await host.AddAsync(3, PrivateKey.Generate(), PartyRoles.Producer);
        host.Registrar = await host.AddAsync(1, PrivateKey.Generate(), PartyRoles.Registrar);
        return host;
    }

    /// <summary>Loads the Community Edition's own data for GTIN 09506000134376.</summary>
    public async Task LoadExampleAsync()
    {
        var answer = await Brand.PostAsync("/links", ApiHost.JsonBody(await File.ReadAllTextAsync(Vectors.Require("gs1", "digitallink", "resolver-ce", "test_01_09506000134376.json"))));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> SetAsync(string path, string document, HttpClient? by = null) => await (by ?? Brand).PutAsync($"/links/{path}", ApiHost.JsonBody(document));

    public async Task<HttpResponseMessage> AskAsync(string path, params (string Name, string Value)[] headers) => await AskAsync(HttpMethod.Get, path, headers);

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Consumer.SendAsync(request);
    }

    private async Task<HttpClient> AddAsync(ulong id, PrivateKey key, PartyRoles roles)
    {
        await Api.AddPartyAsync(id, key.Address, roles);
        return await Api.SignInAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Consumer, Brand, Rival, Registrar }) client.Dispose();
        await Api.DisposeAsync();
    }
}
