using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Confidentiality;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Contracts;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Api.Tests.Confidentiality;

public sealed class EncryptionKeyTests : IAsyncLifetime
{
    private static readonly PartyId Farm = new(2);
    private readonly PrivateKey key = PrivateKey.Generate();
    private ApiHost host = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ApiHost.StartAsync();
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        await host.AddPartyAsync(3, PrivateKey.Generate().Address, PartyRoles.Carrier);
        client = await host.SignInAsync(key);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        key.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_party_registers_a_key_of_its_own_with_its_signature_alone()
    {
        var registered = (await (await RegisterAsync(1, key)).Content.ReadFromJsonAsync<EncryptionKeyInfo>(LedgerJson.Options))!;
        Assert.Equal((Farm, 1UL, "party"), (registered.Party, registered.Generation, registered.HeldBy));
        Assert.True(registered.IsSignedBy(key.Address, Domain));
        Assert.False(registered.IsSignedBy(key.Address, Domain with { ChainId = 1 }));
        (await RegisterAsync(1, key)).EnsureSuccessStatusCode();
        Assert.Single(await KeysAsync());
        Assert.Equal((409, "generation-stale"), await ApiHost.ProblemAsync(await RegisterAsync(3, key)));
        (await RegisterAsync(2, key)).EnsureSuccessStatusCode();
        Assert.Equal(2, (await KeysAsync()).Count);
    }

    [Fact]
    public async Task Nobody_registers_a_key_for_another()
    {
        using var thief = PrivateKey.Generate();
        Assert.Equal((422, "wrong-signer"), await ApiHost.ProblemAsync(await RegisterAsync(1, thief)));
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await RegisterAsync(1, key, 99)));
        Assert.Equal((400, "malformed-hex"), await ApiHost.ProblemAsync(await host.Client.PutAsJsonAsync(
            "/parties/2/encryption-keys/1", new { publicKey = "0x04" + new string('0', 128), signature = "0x" + new string('1', 130) })));
        Assert.Equal((403, "other-party"), await ApiHost.ProblemAsync(await client.PostAsync("/parties/3/encryption-keys", null)));
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Client.PostAsync("/parties/2/encryption-keys", null)));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_key_that_the_api_holds_is_sealed_under_the_master_key_and_old_ones_stay_open()
    {
        (await client.PostAsync("/parties/2/encryption-keys", null)).EnsureSuccessStatusCode();
        (await client.PostAsync("/parties/2/encryption-keys", null)).EnsureSuccessStatusCode();
        var keys = host.Services.GetRequiredService<PartyKeys>();
        await using var connection = await host.Database.OpenAsync();
        var opened = await keys.OpenAsync(connection, Farm);
        Assert.Equal(2, opened.Count);
        foreach (var row in await PartyKeys.ListAsync(connection, Farm))
        {
            Assert.Equal(row.PublicKey, opened[row.Id].Public.Span.ToArray());
            Assert.Equal(-1, row.PrivateKey.AsSpan().IndexOf(opened[row.Id].ExportBytes()));
        }
        Assert.Equal(["api", "api"], (await KeysAsync()).Select(row => (string)row!["heldBy"]!));
    }

    [Fact]
    public async Task A_party_that_many_need_at_once_gets_one_first_key()
    {
        var keys = host.Services.GetRequiredService<PartyKeys>();
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => keys.NewestAsync([Farm, new PartyId(3)], default)));
        Assert.Single(found.Select(each => each[Farm].Id).Distinct());
        Assert.Single(await KeysAsync());
    }

    [Fact]
    public async Task A_policy_is_seen_and_set_by_its_own_party_only()
    {
        Assert.Equal("public", (string)(await client.GetFromJsonAsync<JsonObject>("/parties/2/disclosure"))!["visibility"]!);
        (await client.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "public;where=parties:3" })).EnsureSuccessStatusCode();
        Assert.Equal("public; where=parties:3", (string)(await client.GetFromJsonAsync<JsonObject>("/parties/2/disclosure"))!["visibility"]!);
        Assert.Equal((403, "other-party"), await ApiHost.ProblemAsync(await client.GetAsync("/parties/3/disclosure")));
        Assert.Equal((400, "visibility-invalid"), await ApiHost.ProblemAsync(await client.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "secret" })));
        Assert.Equal((422, "unknown-party"), await ApiHost.ProblemAsync(await client.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "parties:77" })));
    }

    [Fact]
    public async Task A_database_opens_with_the_master_key_it_was_written_with_only()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "0x" + new string('7', 64) + "\n");
        var refused = await Assert.ThrowsAsync<LedgerException>(() => ApiHost.StartAsync(options => (options.Database, options.ConfidentialityKeyFile) = (host.Database.Setting, file)));
        Assert.Equal("confidentiality-key-mismatch", refused.Code);
        await File.WriteAllTextAsync(file, "secret");
        refused = await Assert.ThrowsAsync<LedgerException>(() => ApiHost.StartAsync(options => options.ConfidentialityKeyFile = file));
        Assert.Equal("confidentiality-key-invalid", refused.Code);
        File.Delete(file);
    }

    [Fact]
    public async Task Outside_development_there_is_no_key_unless_the_operator_brings_one()
    {
        var production = ApiHost.Manifest with { ChainId = 2026, Development = false };
        await using var bare = await ApiHost.StartAsync(options => options.Use(production, null));
        Assert.False(bare.Services.GetRequiredService<PartyKeys>().IsReady);
        await bare.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        using var signedIn = await bare.SignInAsync(key);
        Assert.Equal((503, "confidentiality-off"), await ApiHost.ProblemAsync(await signedIn.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "custody" })));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Hex.Encode(System.Security.Cryptography.SHA256.HashData("Ledger development master key: public, for development chains only"u8)));
        var refused = await Assert.ThrowsAsync<LedgerException>(() => ApiHost.StartAsync(options =>
        {
            options.Use(production, null);
            options.ConfidentialityKeyFile = file;
        }));
        Assert.Equal("development-key", refused.Code);
        File.Delete(file);
    }

    private static IntentDomain Domain => ApiHost.Manifest.DomainOf(LedgerContract.Registry);

    private async Task<JsonArray> KeysAsync() => (await host.Client.GetFromJsonAsync<JsonArray>("/parties/2/encryption-keys"))!;

    private Task<HttpResponseMessage> RegisterAsync(ulong generation, PrivateKey signer, ulong party = 2)
    {
        using var pair = EncryptionKeyMessages.Derive(Domain, Farm, generation, signer);
        var signature = signer.Sign(EncryptionKeyMessages.RegistrationDigest(Domain, Farm, generation, pair.Public));
        return host.Client.PutAsJsonAsync($"/parties/{party}/encryption-keys/{generation}", new { publicKey = pair.Public.ToString(), signature = signature.ToString() });
    }
}
