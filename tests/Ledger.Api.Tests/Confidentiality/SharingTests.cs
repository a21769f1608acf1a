using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Confidentiality;
using Ledger.Indexer.Storage;
using Ledger.Sdk;
using Ledger.Sdk.Confidentiality;
using Ledger.Sdk.Custody;
using Ledger.Sdk.Parties;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Ledger.Api.Tests.Confidentiality.PrivacyWorld;

namespace Ledger.Api.Tests.Confidentiality;

public sealed class SharingTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_event_is_shared_later_with_one_more_party_and_only_by_its_owner(string engine)
    {
        await using var world = await StartAsync(engine);
        await CaptureAsync(world.Farm, Document(Event(1), Event(2)), "parties:3");
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await ShareAsync(world.Rival, 1, 5)));
        Assert.Equal((403, "other-party"), await ApiHost.ProblemAsync(await ShareAsync(world.Carrier, 1, 5)));
        Assert.Equal((422, "unknown-party"), await ApiHost.ProblemAsync(await ShareAsync(world.Farm, 1, 99)));
        (await ShareAsync(world.Farm, 1, 4)).EnsureSuccessStatusCode();
        (await ShareAsync(world.Farm, 1, 4)).EnsureSuccessStatusCode();
        Assert.Equal(JsonNode.Parse(Event(1))!.ToJsonString(), JsonNode.Parse(await (await GetEventAsync(world.Shop, IdOf(1))).Content.ReadAsStringAsync())!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Shop, IdOf(2))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Rival, IdOf(1))).StatusCode);
    }

    [Theory]
    [InlineData("https://example.com/event/a%2Fb")]
    [InlineData("https://example.com/event?a=%25&b=1#c")]
    public async Task An_event_whose_id_is_percent_encoded_is_found_by_it_whatever_is_asked_of_it(string id)
    {
        await using var world = await StartAsync();
        await CaptureAsync(world.Farm, Document(Event(1).Replace(IdOf(1), id)), "parties:3");
        var path = $"/epcis/v2/events/{Uri.EscapeDataString(id)}";
        Assert.Equal(HttpStatusCode.NotFound, (await world.Shop.GetAsync(path + "/sealed")).StatusCode);
        (await world.Farm.PostAsJsonAsync(path + "/shares", new { party = "4" })).EnsureSuccessStatusCode();
        foreach (var reader in (HttpClient[])[world.Carrier, world.Shop])
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(path + "/sealed")).StatusCode);
            Assert.Equal((409, "not-anchored"), await ApiHost.ProblemAsync(await reader.GetAsync(path + "/proof")));
        }
        Assert.Equal((404, "not-found"), await ApiHost.ProblemAsync(await world.Rival.GetAsync(path + "/proof")));
    }

    [Fact]
    public async Task A_reader_who_is_revoked_keeps_what_was_shared_and_gets_nothing_new()
    {
        await using var world = await StartAsync();
        (await world.Farm.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "parties:3,4" })).EnsureSuccessStatusCode();
        await CaptureAsync(world.Farm, Document(Event(1)));
        (await world.Farm.PutAsJsonAsync("/parties/2/disclosure", new { visibility = "parties:4" })).EnsureSuccessStatusCode();
        await CaptureAsync(world.Farm, Document(Event(2)));
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Carrier, IdOf(1))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Carrier, IdOf(2))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Shop, IdOf(2))).StatusCode);
    }

    [Fact]
    public async Task A_party_that_holds_its_key_opens_events_itself_and_shares_them_without_the_api_reading_them()
    {
        await using var world = await StartAsync();
        using var farm = new LedgerClient(world.Host.Client.BaseAddress!.ToString());
        using var carrier = new LedgerClient(world.Host.Client.BaseAddress!.ToString());
        await farm.Confidentiality.RegisterAsync(new PartyId(2), world.Keys[2]);
        await carrier.Confidentiality.RegisterAsync(new PartyId(3), world.Keys[3]);
        await farm.SignInAsync(world.Keys[2]);
        await carrier.SignInAsync(world.Keys[3]);
        await CaptureAsync(world.Farm, Document(Event(1)), "private");
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Farm, IdOf(1))).StatusCode);
        Assert.Equal((409, "key-elsewhere"), await ApiHost.ProblemAsync(await ShareAsync(world.Farm, 1, 4)));
        var opened = await farm.Confidentiality.ReadAsync(new PartyId(2), world.Keys[2], IdOf(1));
        Assert.Equal(Event(1), opened.Text);
        Assert.Contains(Secret, opened.Context!);
        Assert.Equal("not-found", (await Assert.ThrowsAsync<LedgerException>(() => carrier.Confidentiality.ReadAsync(new PartyId(3), world.Keys[3], IdOf(1)))).Code);
        await farm.Confidentiality.ShareAsync(new PartyId(2), world.Keys[2], IdOf(1), new PartyId(3));
        Assert.Equal(Event(1), (await carrier.Confidentiality.ReadAsync(new PartyId(3), world.Keys[3], IdOf(1))).Text);
        var listed = Assert.Single(await carrier.Confidentiality.ListSealedAsync(new PartyId(3)));
        Assert.Equal((new PartyId(2), "party"), (listed.CapturedBy, listed.HeldBy));
        Assert.Contains("event", listed.Groups);
        Assert.Equal(Event(1), (await carrier.Confidentiality.ReadAsync(new PartyId(3), world.Keys[3], listed.EventKey.ToString())).Text);
        Assert.Equal((403, "other-party"), await ApiHost.ProblemAsync(await world.Rival.GetAsync("/parties/3/sealed-events")));
        var keys = await farm.Confidentiality.ListKeysAsync(new PartyId(3));
        using var stale = await world.Farm.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(IdOf(1))}/shares", new { party = "3", encryptionKey = keys[0].Id + 99, keys = new[] { new SharedKey(new byte[16], new byte[113]) } }, LedgerJson.Options);
        Assert.Equal((409, "generation-stale"), await ApiHost.ProblemAsync(stale));
    }

    [Fact]
    public async Task A_party_with_its_own_key_sees_the_public_part_through_the_api_and_the_rest_by_its_key()
    {
        await using var world = await StartAsync();
        using var carrier = new LedgerClient(world.Host.Client.BaseAddress!.ToString());
        await carrier.Confidentiality.RegisterAsync(new PartyId(3), world.Keys[3]);
        await carrier.SignInAsync(world.Keys[3]);
        await CaptureAsync(world.Farm, Document(Event(1)), "public; where=parties:3; ilmd=private");
        var shown = await GetEventAsync(world.Carrier, IdOf(1));
        Assert.Equal("where, ilmd", Assert.Single(shown.Headers.GetValues("Ledger-Withheld")));
        var opened = await carrier.Confidentiality.ReadAsync(new PartyId(3), world.Keys[3], IdOf(1));
        Assert.Equal([FieldGroup.Ilmd], opened.Withheld);
        Assert.Contains("bizLocation", opened.Text);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Whoever_holds_or_held_custody_reads_and_whoever_gets_it_later_may_read_from_then_on(string engine)
    {
        await using var world = await StartAsync(engine);
        await HandOverAsync(world, 1, EpcOf(1), 3);
        await CaptureAsync(world.Farm, Document(Event(1), Event(2)), "custody");
        Assert.Equal(HttpStatusCode.OK, (await GetEventAsync(world.Carrier, IdOf(1))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Carrier, IdOf(2))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Shop, IdOf(1))).StatusCode);
        var follower = world.Host.Services.GetServices<IHostedService>().OfType<CustodyFollower>().Single();
        await HandOverAsync(world, 2, EpcOf(1), 4);
        await HandOverAsync(world, 200, EpcOf(2), 4);
        await follower.FollowAsync(default);
        Assert.Equal(JsonNode.Parse(Event(1))!.ToJsonString(), JsonNode.Parse(await (await GetEventAsync(world.Shop, IdOf(1))).Content.ReadAsStringAsync())!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Shop, IdOf(2))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetEventAsync(world.Rival, IdOf(1))).StatusCode);
        Assert.Equal(0, await follower.FollowAsync(default));
    }

    [Fact]
    public async Task What_only_its_owner_can_share_along_the_chain_of_custody_is_listed_until_it_is_shared()
    {
        await using var world = await StartAsync();
        using var farm = new LedgerClient(world.Host.Client.BaseAddress!.ToString());
        using var carrier = new LedgerClient(world.Host.Client.BaseAddress!.ToString());
        await farm.Confidentiality.RegisterAsync(new PartyId(2), world.Keys[2]);
        await carrier.Confidentiality.RegisterAsync(new PartyId(3), world.Keys[3]);
        await farm.SignInAsync(world.Keys[2]);
        await HandOverAsync(world, 1, EpcOf(1), 3);
        await CaptureAsync(world.Farm, Document(Event(1)), "custody");
        await HandOverAsync(world, 2, EpcOf(1), 4);
        var follower = world.Host.Services.GetServices<IHostedService>().OfType<CustodyFollower>().Single();
        Assert.Equal(0, await follower.FollowAsync(default));
        await follower.FollowAsync(default);
        var due = Assert.Single(await farm.Confidentiality.ListSharesDueAsync(new PartyId(2)));
        Assert.Equal(new PartyId(4), due.Reader);
        await farm.Confidentiality.ShareAsync(new PartyId(2), world.Keys[2], due.EventKey.ToString(), due.Reader);
        Assert.Equal(JsonNode.Parse(Event(1))!.ToJsonString(), JsonNode.Parse(await (await GetEventAsync(world.Shop, IdOf(1))).Content.ReadAsStringAsync())!.ToJsonString());
        Assert.Empty(await farm.Confidentiality.ListSharesDueAsync(new PartyId(2)));
        await follower.FollowAsync(default);
        Assert.Empty(await farm.Confidentiality.ListSharesDueAsync(new PartyId(2)));
        var shown = (await world.Shop.GetFromJsonAsync<SealedPage<SealedEventInfo>>("/parties/4/sealed-events", LedgerJson.Options))!;
        Assert.Equal((due.EventKey, "api"), (Assert.Single(shown.Items).EventKey, shown.Items[0].HeldBy));
    }

    private static Task<HttpResponseMessage> ShareAsync(HttpClient client, int number, ulong to) =>
        client.PostAsJsonAsync($"/epcis/v2/events/{Uri.EscapeDataString(IdOf(number))}/shares", new { party = to.ToString(System.Globalization.CultureInfo.InvariantCulture) });

    /// <summary>Writes a hand-off into the projections, as the indexer would; blocks above 100 are not final.</summary>
    private static async Task HandOverAsync(PrivacyWorld world, ulong block, string epc, ulong to)
    {
        var unit = UnitId.Of(epc).Value;
        await using var connection = await world.Host.Database.OpenAsync(Access.Projection);
        await connection.ExecuteAsync("""
            insert into projection.unit (id, custodian, amount, seq, condition, contents, status, registered_by, block, log_index, time, since_block, since_log_index, since_time)
            values (@unit, @to, 1, 1, 0, 0, 1, 2, 1, 0, 1, 1, 0, 1) on conflict (id) do nothing;
            insert into projection.custody (unit, block, log_index, time, tx_hash, kind, from_party, to_party, document) values (@unit, @block, 0, 1, @unit, 2, 2, @to, @unit);
            insert into projection.hand_off (block, log_index, time, tx_hash, from_party, to_party, document, units) values (@block, 0, 1, @unit, 2, @to, @unit, @unit)
            """, new { unit, block, to });
    }
}
