using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dapper;
using Ledger.Api.Tests.Chain;
using Ledger.Api.Tests.Deliveries;
using Ledger.Api.Tests.Documents;
using Ledger.Indexer.Storage;
using Ledger.Sdk.Ethereum;
using Ledger.Sdk.Parties;

namespace Ledger.Api.Tests.Subscriptions;

public sealed class SubscriptionKillTests : IAsyncLifetime
{
    private const int Kills = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("ledger-kill-").FullName;
    private readonly PrivateKey key = PrivateKey.Generate();
    private readonly Random random = new(11);
    private AuthenticationHeaderValue? session;

    public async ValueTask InitializeAsync()
    {
        using var relayer = PrivateKey.Generate();
        await ApiProcess.ConfigureAsync(folder, ApiHost.Manifest, relayer);
        await using var database = Database.Parse($"sqlite:{Path.Combine(folder, "db")}");
        await Migrator.MigrateAsync(database);
        await using (var connection = await database.OpenAsync(Access.Projection))
            await connection.ExecuteAsync("""
                insert into projection.party (id, address, recovery, roles, epoch, status, identity, admitted_by, block, log_index, time) values (2, @Address, @zero, 1, 1, 1, @none, 1, 1, 0, 1)
                """, new { key.Address, zero = Address.Zero, none = default(Hash32) });
        await using var captured = await database.OpenAsync(Access.Captured);
        await captured.ExecuteAsync("""insert into captured.named_query (name, party, query, prefixes, created) values ('shipped', 2, '{"EQ_bizStep":["shipping"]}', '{}', 0)""");
    }

    public ValueTask DisposeAsync()
    {
        key.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_api_killed_again_and_again_tells_of_every_acknowledged_event_and_repeats_only_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (_, _) => Task.Delay(random.Next(100, 400), CancellationToken.None);
        var acknowledged = new List<string>();
        for (var round = 0; round <= Kills; round++)
        {
            using var api = await StartAsync();
            using var client = await ClientAsync(api);
            if (round == 0) (await client.PostAsJsonAsync("/epcis/v2/queries/shipped/subscriptions", new { dest = receiver.Url, stream = true })).EnsureSuccessStatusCode();
            var capturing = CaptureAsync(client, acknowledged);
            if (round == Kills) await UntilAsync(() => acknowledged.Count > 0 && !acknowledged.Except(Told(receiver)).Any(), capturing);
            else if (round % 2 == 0) await receiver.TakenAsync(receiver.Requests.Count + 1);
            else await Task.Delay(random.Next(500, 2500), TestContext.Current.CancellationToken);
            api.Kill();
            await capturing;
        }
        var deliveries = receiver.Requests.GroupBy(request => request.Id).ToList();
        Assert.All(deliveries, delivery => Assert.Single(delivery.Select(request => string.Join(' ', SubscriptionRig.EventIds(request.Body))).Distinct()));
        Assert.Empty(deliveries.SelectMany(delivery => SubscriptionRig.EventIds(delivery.First().Body)).GroupBy(id => id).Where(group => group.Count() > 1));
        Assert.Equal(acknowledged, deliveries.SelectMany(delivery => SubscriptionRig.EventIds(delivery.First().Body)).Where(acknowledged.Contains));
        Assert.True(receiver.Requests.Count > deliveries.Count, "A kill between a request's arrival and the answer repeats it.");
    }

    private static IEnumerable<string> Told(Receiver receiver) => receiver.Requests.SelectMany(request => SubscriptionRig.EventIds(request.Body));

    private static async Task CaptureAsync(HttpClient client, List<string> acknowledged)
    {
        try
        {
            for (var i = 0; i < 40; i++)
            {
                var id = $"urn:uuid:{Guid.NewGuid()}";
                var response = await client.PostAsync("/epcis/v2/capture", ApiHost.JsonBody(Samples.Document(Samples.Event(id, "urn:epc:id:sgtin:9506000.013435.1"))));
                if (response.IsSuccessStatusCode) acknowledged.Add(id);
            }
        }
        catch (HttpRequestException)
        {
            // The kill.
        }
    }

    private Task<ApiProcess> StartAsync() => ApiProcess.StartAsync(folder, "http://127.0.0.1:9", ("Indexer", "false"), ("WebhooksToLoopback", "true"), ("WebhookTimeout", "00:00:01"));

    private async Task<HttpClient> ClientAsync(ApiProcess api)
    {
        var client = new HttpClient { BaseAddress = new Uri(api.Url) };
        session ??= await SignInAsync(client);
        client.DefaultRequestHeaders.Authorization = session;
        return client;
    }

    private async Task<AuthenticationHeaderValue> SignInAsync(HttpClient client)
    {
        var challenge = (await (await client.PostAsJsonAsync("/session/challenge", new { address = key.Address.ToString() })).Content.ReadFromJsonAsync<JsonObject>())!;
        var answer = await client.PostAsJsonAsync("/session", new
        {
            address = key.Address.ToString(),
            message = challenge["message"],
            signature = key.Sign(TypedData.Parse(challenge.ToJsonString()).Digest).ToString(),
        });
        return new AuthenticationHeaderValue("Bearer", (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!);
    }

    private static async Task UntilAsync(Func<bool> reached, Task first)
    {
        await first;
        for (var start = DateTime.UtcNow; !reached(); await Task.Delay(100))
            Assert.True(DateTime.UtcNow - start < TimeSpan.FromSeconds(60), "It did not happen within a minute.");
    }
}
