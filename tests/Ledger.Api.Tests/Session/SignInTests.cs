using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Session;

public sealed class SignInTests
{
    [Fact]
    public async Task A_signed_challenge_gives_a_token_that_speaks_for_the_party_of_the_key()
    {
        await using var host = await ApiHost.StartAsync();
        using var key = PrivateKey.Generate();
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer | PartyRoles.Warehouse);
        using var client = await host.SignInAsync(key);
        var session = (await client.GetFromJsonAsync<JsonObject>("/session"))!;
        Assert.Equal(2, (int)session["party"]!);
        Assert.Equal(["producer", "warehouse"], session["roles"]!.AsArray().Select(role => (string)role!));
    }

    [Fact]
    public async Task A_challenge_is_good_once()
    {
        await using var host = await ApiHost.StartAsync();
        using var key = PrivateKey.Generate();
        var challenge = await ChallengeAsync(host, key);
        Assert.Equal(HttpStatusCode.OK, (await host.PostSessionAsync(key, challenge)).StatusCode);
        Assert.Equal((401, "sign-in-refused"), await ApiHost.ProblemAsync(await host.PostSessionAsync(key, challenge)));
    }

    [Fact]
    public async Task A_challenge_signed_by_another_key_or_altered_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        using var key = PrivateKey.Generate();
        using var thief = PrivateKey.Generate();
        var challenge = await ChallengeAsync(host, key);
        var stolen = challenge.DeepClone().AsObject();
        stolen["message"]!["account"] = thief.Address.ToString();
        Assert.Equal((401, "sign-in-refused"), await ApiHost.ProblemAsync(await host.PostSessionAsync(thief, stolen)));
        var longer = challenge.DeepClone().AsObject();
        longer["message"]!["expiresAt"] = (long)longer["message"]!["expiresAt"]! + 1000;
        Assert.Equal((401, "sign-in-refused"), await ApiHost.ProblemAsync(await host.PostSessionAsync(key, longer)));
        var elsewhere = challenge.DeepClone().AsObject();
        elsewhere["message"]!["origin"] = "https://evil.example";
        Assert.Equal((401, "sign-in-refused"), await ApiHost.ProblemAsync(await host.PostSessionAsync(key, elsewhere)));
        Assert.Equal(HttpStatusCode.OK, (await host.PostSessionAsync(key, challenge)).StatusCode);
    }

    [Fact]
    public async Task A_party_frozen_or_rekeyed_on_chain_loses_its_token_at_once()
    {
        await using var host = await ApiHost.StartAsync();
        using var key = PrivateKey.Generate();
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer);
        using var client = await host.SignInAsync(key);
        await host.AddPartyAsync(2, key.Address, PartyRoles.Producer, PartyStatus.Frozen);
        Assert.Equal((403, "party-not-active"), await ApiHost.ProblemAsync(await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody("{}"))));
        using var successor = PrivateKey.Generate();
        await host.AddPartyAsync(2, successor.Address, PartyRoles.Producer);
        Assert.Equal((403, "not-a-party"), await ApiHost.ProblemAsync(await client.GetAsync("/session")));
    }

    [Fact]
    public async Task Without_a_token_or_with_a_forged_one_nothing_is_captured()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody("{}"))));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/session");
        request.Headers.Authorization = new("Bearer", "CfDJ8forged");
        Assert.Equal((401, "sign-in-required"), await ApiHost.ProblemAsync(await host.Client.SendAsync(request)));
    }

    private static async Task<JsonObject> ChallengeAsync(ApiHost host, PrivateKey key) =>
        (await (await host.Client.PostAsJsonAsync("/session/challenge", new { address = key.Address.ToString() })).Content.ReadFromJsonAsync<JsonObject>())!;
}
